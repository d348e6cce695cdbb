"""What every channel promises (src/brasa/channels/base.py), judged against real providers."""

import asyncio
from pathlib import Path

import pytest

from brasa.channels.base import Connection, Lookup, WebhookRequest
from brasa.channels.outcome import Accepted, SendError, Unknown
from brasa.channels.registry import standard_registry
from brasa.errors import Unauthorized
from tests.contract.channels.subjects import MOODS, TOKEN, Opener
from tests.unit.channels.builders import context, message, messages


def every(*moods: str, without: tuple[str, ...] = ()) -> pytest.MarkDecorator:
    """Run the test over every channel in these moods."""
    cases = [
        pytest.param(opener, id=f"{name}-{mood}")
        for mood in moods
        for name, opener in MOODS[mood].items()
        if name not in without
    ]
    return pytest.mark.parametrize("subject", cases)


def test_every_registered_channel_is_under_contract() -> None:
    assert set(MOODS["calm"]) == set(standard_registry().names)


@every("calm")
async def test_each_message_gets_an_id_of_its_own(subject: Opener, tmp_path: Path) -> None:
    async with subject(tmp_path) as (channel, _):
        one = await channel.send(message("alone"))
        outcomes = await channel.send_many(messages(per_session=5, sessions=4))

    assert all(isinstance(outcome, Accepted) for outcome in outcomes)
    assert len({one, *outcomes}) == 21


@every("calm", without=("null",))
async def test_the_messages_of_a_session_are_taken_in_order(
    subject: Opener, tmp_path: Path
) -> None:
    batch = messages(per_session=10, sessions=4)
    async with subject(tmp_path) as (channel, taken):
        await channel.send_many(batch)
        keys = await taken(len(batch))

    assert sorted(keys) == sorted(one.idempotency_key for one in batch)
    for session in range(4):
        mine = [key for key in keys if key.startswith(f"{session}-")]
        assert mine == [f"{session}-{number}" for number in range(10)]


@every("picky")
async def test_one_refusal_stops_no_other_message(subject: Opener, tmp_path: Path) -> None:
    batch = messages(per_session=10, sessions=4)
    async with subject(tmp_path) as (channel, taken):
        outcomes = await channel.send_many(batch)
        accepted = {
            one.idempotency_key
            for one, outcome in zip(batch, outcomes, strict=True)
            if isinstance(outcome, Accepted)
        }
        keys = await taken(len(accepted))

    refusals = [outcome for outcome in outcomes if isinstance(outcome, SendError)]
    assert refusals
    assert len(refusals) + len(accepted) == len(batch)
    assert accepted == set(keys)


@every("dark")
async def test_an_outcome_nobody_knows_is_unknown(subject: Opener, tmp_path: Path) -> None:
    batch = messages(per_session=2, sessions=4)
    async with subject(tmp_path) as (channel, _):
        outcomes = await channel.send_many(batch)

        assert all(isinstance(outcome, Unknown) for outcome in outcomes)
        with pytest.raises(Unknown):
            await channel.send(message("alone"))


@every("closed")
async def test_what_was_surely_not_taken_may_be_tried_again(
    subject: Opener, tmp_path: Path
) -> None:
    batch = messages(per_session=2, sessions=4)
    async with subject(tmp_path) as (channel, taken):
        outcomes = await channel.send_many(batch)

        assert [isinstance(one, SendError) and one.retryable for one in outcomes] == [True] * 8
        assert await taken(0) == []
        with pytest.raises(SendError):
            await channel.send(message("alone"))


@every("calm", "picky", "dark", "closed")
async def test_outcomes_have_stable_codes_and_no_secrets(subject: Opener, tmp_path: Path) -> None:
    async with subject(tmp_path) as (channel, _):
        outcomes = await channel.send_many(messages(per_session=3, sessions=2))
        shown = f"{channel!r} {channel.limits!r} {outcomes!r} {[str(one) for one in outcomes]}"

    for outcome in outcomes:
        if not isinstance(outcome, Accepted):
            assert outcome.code
            assert outcome.code == outcome.code.strip().lower()
            assert str(outcome)
            assert outcome.code != "unexpected"
    assert TOKEN not in shown


@every("calm", "picky", "dark", "closed")
async def test_closing_leaves_nothing_running(subject: Opener, tmp_path: Path) -> None:
    before = asyncio.all_tasks()
    async with subject(tmp_path) as (channel, _):
        await channel.send_many(messages(per_session=3, sessions=2))
        await channel.close()
        assert asyncio.all_tasks() - before == provider_tasks()
        await channel.close()


def provider_tasks() -> set["asyncio.Task[object]"]:
    """The tasks of a misbehaving server in this process: not the channel's."""
    return {task for task in asyncio.all_tasks() if "Misbehaving.talk" in repr(task.get_coro())}


@pytest.mark.parametrize(
    ("name", "settings"), [("null", {}), ("simulator", {}), ("http", {"url": "http://x.invalid"})]
)
async def test_a_channel_that_was_never_started_can_be_closed(
    name: str, settings: dict[str, str]
) -> None:
    await standard_registry().create(name, settings, context()).close()


@every("calm")
async def test_limits_can_be_kept(subject: Opener, tmp_path: Path) -> None:
    async with subject(tmp_path) as (channel, _):
        limits = channel.limits

    assert limits.messages_per_second > 0
    assert limits.min_gap >= 0
    assert limits.batch >= 1
    assert limits.receipt_timeout > 0


@every("calm")
async def test_a_channel_that_works_is_connected(subject: Opener, tmp_path: Path) -> None:
    async with subject(tmp_path) as (channel, _):
        assert await channel.check() == Connection(connected=True)


@every("calm")
async def test_a_look_up_after_an_accepted_message_does_not_deny_it(
    subject: Opener, tmp_path: Path
) -> None:
    one = message()
    async with subject(tmp_path) as (channel, _):
        accepted = await channel.send(one)
        receipt = await channel.lookup(
            Lookup(one.session_id, one.idempotency_key, accepted.provider_id, one.sender, one.to)
        )

    if receipt is not None:
        assert receipt.provider_id == accepted.provider_id
        assert receipt.code is None


@every("calm")
async def test_an_unsigned_call_is_believed_by_no_channel(subject: Opener, tmp_path: Path) -> None:
    call = WebhookRequest({}, b'{"id": "x", "status": "read", "text": "SAIR"}')
    async with subject(tmp_path) as (channel, _):
        try:
            events = channel.parse_webhook(call)
        except Unauthorized:
            events = []

    assert events == []
