import asyncio
import math

import msgspec
import pytest
from structlog.testing import capture_logs

from brasa.channels.base import Message
from brasa.channels.outcome import Accepted, Expired, SendError, Unknown
from brasa.channels.sending import send_in_order
from tests.unit.channels.builders import message, messages


async def test_messages_of_one_session_leave_one_after_the_other() -> None:
    under_way: set[str] = set()
    left: list[str] = []

    async def send(one: Message) -> Accepted:
        assert one.session_id not in under_way
        under_way.add(one.session_id)
        await asyncio.sleep(0)
        under_way.remove(one.session_id)
        left.append(one.idempotency_key)
        return Accepted(one.idempotency_key)

    batch = messages(per_session=5, sessions=3)
    await send_in_order(send, batch)

    for session in ("s0", "s1", "s2"):
        keys = [one.idempotency_key for one in batch if one.session_id == session]
        assert [key for key in left if key in keys] == keys


async def test_a_slow_session_does_not_hold_another_back() -> None:
    other_left = asyncio.Event()

    async def send(one: Message) -> Accepted:
        if one.session_id == "slow":
            await asyncio.wait_for(other_left.wait(), timeout=5)
        else:
            other_left.set()
        return Accepted(one.idempotency_key)

    outcomes = await send_in_order(send, [message("a", "slow"), message("b", "quick")])

    assert outcomes == [Accepted("a"), Accepted("b")]


async def test_every_message_has_its_outcome_in_the_order_given() -> None:
    refusal = SendError("não", code="131026")
    silence = Unknown("?", code="timeout")
    answers: dict[str, Accepted | SendError | Unknown] = {
        "a": Accepted("1"),
        "b": refusal,
        "c": silence,
        "d": Accepted("2"),
    }

    async def send(one: Message) -> Accepted:
        answer = answers[one.idempotency_key]
        if isinstance(answer, Accepted):
            return answer
        raise answer

    outcomes = await send_in_order(send, [message(key) for key in "abcd"])

    assert outcomes == list(answers.values())


async def test_a_bug_of_the_channel_is_unknown_and_logged_without_its_text() -> None:
    async def send(one: Message) -> Accepted:
        raise KeyError("Bearer hush-hush")

    with capture_logs() as logs:
        (outcome,) = await send_in_order(send, [message()])

    assert isinstance(outcome, Unknown)
    assert outcome.code == "unexpected"
    assert "KeyError" in str(outcome)
    assert logs[0]["error"] == "KeyError"
    assert "hush-hush" not in f"{logs} {outcome!r} {outcome}"


async def test_a_channel_that_cancels_itself_leaves_the_message_unknown() -> None:
    async def send(one: Message) -> Accepted:
        raise asyncio.CancelledError

    (outcome,) = await send_in_order(send, [message()])

    assert isinstance(outcome, Unknown)
    assert outcome.code == "unexpected"


async def test_an_outcome_keeps_no_foreign_error_alive() -> None:
    async def send(one: Message) -> Accepted:
        try:
            raise ConnectionError("secret header")
        except ConnectionError as error:
            raise SendError("recusada", code="not_connected") from error

    (outcome,) = await send_in_order(send, [message()])

    assert isinstance(outcome, SendError)
    assert (outcome.__cause__, outcome.__context__, outcome.__traceback__) == (None, None, None)


async def test_cancelling_the_batch_cancels_what_is_under_way() -> None:
    begun, cancelled = asyncio.Event(), asyncio.Event()

    async def send(one: Message) -> Accepted:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()
        raise AssertionError

    batch = asyncio.create_task(send_in_order(send, [message()]))
    await begun.wait()
    batch.cancel()

    with pytest.raises(asyncio.CancelledError):
        await batch
    assert cancelled.is_set()


async def test_an_empty_batch_has_no_outcomes() -> None:
    async def send(one: Message) -> Accepted:
        raise AssertionError

    assert await send_in_order(send, []) == []


async def test_a_message_whose_time_has_run_out_does_not_leave() -> None:
    left: list[str] = []

    async def send(one: Message) -> Accepted:
        left.append(one.idempotency_key)
        return Accepted(one.idempotency_key)

    late, timely = (msgspec.structs.replace(message(), deadline=at) for at in (0.0, math.inf))
    outcomes = await send_in_order(send, [late, timely])

    assert isinstance(outcomes[0], Expired)
    assert left == [timely.idempotency_key]
