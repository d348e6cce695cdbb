import asyncio
from typing import Any

import msgspec
import pytest

from brasa.channels.base import NOT_TAKEN, Inbound, Lookup, Message, Receipt, ReceiptStatus
from brasa.channels.outcome import Accepted, Outcome, Scope, SendError, Unknown
from brasa.channels.simulator import Delay, Model, SimulatorChannel, SimulatorSettings
from tests.unit.channels.builders import Inbox, ManualClock, context, message, messages

CALM = Model(
    latency=Delay(0),
    timeout=0,
    acceptance=1,
    delivery=1,
    delivery_delay=Delay(2, 0),
    read=0,
    read_delay=Delay(10, 0),
    opt_out=0,
    opt_out_delay=Delay(5, 0),
    duplicate=0,
    out_of_order=0,
)


def simulator(
    clock: ManualClock, inbox: Inbox | None = None, seed: int = 7, **changes: Any
) -> SimulatorChannel:
    model = msgspec.structs.replace(CALM, **changes)
    return SimulatorChannel(SimulatorSettings(model=model), context(clock, inbox, seed))


def lookup(one: Message, **changes: Any) -> Lookup:
    asked = Lookup(one.session_id, one.idempotency_key, sender=one.sender, to=one.to)
    return msgspec.structs.replace(asked, **changes)


def worded(outcomes: list[Outcome]) -> list[str]:
    return [one.provider_id if isinstance(one, Accepted) else one.code for one in outcomes]


async def test_a_run_can_be_repeated_whatever_its_timing() -> None:
    chances: dict[str, Any] = {"acceptance": 0.6, "timeout": 0.1}
    batch = messages(per_session=20, sessions=3)
    at_once = await simulator(ManualClock(), **chances).send_many(batch)
    backwards = await simulator(ManualClock(), **chances).send_many(batch[::-1])
    other_seed = await simulator(ManualClock(), seed=8, **chances).send_many(batch)

    assert worded(at_once) == worded(backwards)[::-1]
    assert worded(at_once) != worded(other_seed)


async def test_latency_changes_when_and_not_what() -> None:
    chances: dict[str, Any] = {"acceptance": 0.6, "timeout": 0.1}
    batch = messages(per_session=3, sessions=2)
    at_once = await simulator(ManualClock(), **chances).send_many(batch)
    clock = ManualClock()
    slow = simulator(clock, latency=Delay(0.3, 0.4), **chances)

    sending = asyncio.create_task(slow.send_many(batch))
    while not sending.done():
        clock.advance(1)
        await asyncio.sleep(0)

    assert worded(sending.result()) == worded(at_once)


async def test_a_message_is_delivered_then_read_then_answered() -> None:
    clock, inbox = ManualClock(), Inbox()
    channel = simulator(clock, inbox, read=1, opt_out=1)
    await channel.start()
    accepted = await channel.send(message("k1", "s1", "+5511988887777"))
    clock.advance(20)
    delivered, reply, read = await inbox.received(3)
    await channel.close()

    assert isinstance(delivered, Receipt)
    assert isinstance(read, Receipt)
    assert isinstance(reply, Inbound)
    assert [delivered.status, read.status] == [ReceiptStatus.DELIVERED, ReceiptStatus.READ]
    assert {delivered.provider_id, read.provider_id} == {accepted.provider_id}
    assert delivered.idempotency_key == "k1"
    assert (read.at - delivered.at).total_seconds() == 10
    assert (reply.session_id, reply.from_, reply.text) == ("s1", "+5511988887777", "SAIR")


async def test_an_undeliverable_message_fails_by_receipt() -> None:
    clock, inbox = ManualClock(), Inbox()
    channel = simulator(clock, inbox, delivery=0, silence=0)
    await channel.start()
    await channel.send(message())
    clock.advance(3)
    (failed,) = await inbox.received(1)
    await channel.close()

    assert isinstance(failed, Receipt)
    assert (failed.status, failed.code) == (ReceiptStatus.FAILED, "131026")


@pytest.mark.parametrize(
    ("code", "retryable", "scope", "opt_out"),
    [
        ("131026", False, Scope.RECIPIENT, False),
        ("130429", True, Scope.SESSION, False),
        ("131048", False, Scope.SESSION, False),
        ("131049", True, Scope.RECIPIENT, False),
        ("131050", False, Scope.RECIPIENT, True),
        ("131031", False, Scope.ACCOUNT, False),
        ("131047", False, Scope.TEMPLATE, False),
    ],
)
async def test_a_refusal_says_what_the_provider_s_code_means(
    code: str, retryable: bool, scope: Scope, opt_out: bool
) -> None:
    with pytest.raises(SendError) as caught:
        await simulator(ManualClock(), acceptance=0, failures={code: 1}).send(message())

    error = caught.value
    assert (error.code, error.retryable, error.scope) == (code, retryable, scope)
    assert error.opt_out is opt_out
    assert error.retry_after is None or error.retryable


async def test_a_session_can_have_a_model_of_its_own() -> None:
    settings = SimulatorSettings(model=CALM, sessions={"Atendimento s2": {"acceptance": 0}})
    channel = SimulatorChannel(settings, context(ManualClock()))

    well, badly = await channel.send_many([message("a", "s1"), message("a", "s2")])

    assert isinstance(well, Accepted)
    assert isinstance(badly, SendError)


async def test_the_null_latency_path_makes_no_task() -> None:
    channel = simulator(ManualClock(), read=1)
    before = asyncio.all_tasks()
    sending = channel.send_many(messages(per_session=50, sessions=50))
    # Driven by hand, it ends at the first step: it never waits for the event loop.
    with pytest.raises(StopIteration) as ended:
        sending.send(None)

    assert len(ended.value.value) == 2_500
    assert asyncio.all_tasks() == before


async def test_a_timed_out_message_can_be_looked_up_by_its_key() -> None:
    clock = ManualClock()
    taken, lost = message("a"), message("b")
    (first,) = await (eager := simulator(clock, timeout=1, timeout_taken=1)).send_many([taken])
    (second,) = await (deaf := simulator(clock, timeout=1, timeout_taken=0)).send_many([lost])
    arrived = await eager.lookup(lookup(taken))
    missing = await deaf.lookup(lookup(lost))

    assert isinstance(first, Unknown)
    assert isinstance(second, Unknown)
    assert arrived is not None
    assert arrived.status is ReceiptStatus.DELIVERED
    assert missing is not None
    assert (missing.status, missing.code) == (ReceiptStatus.FAILED, NOT_TAKEN)


async def test_a_timed_out_message_that_was_taken_is_still_heard_of() -> None:
    clock, inbox = ManualClock(), Inbox()
    channel = simulator(clock, inbox, timeout=1, timeout_taken=1)
    await channel.start()
    await channel.send_many([message("a")])
    clock.advance(3)
    (late,) = await inbox.received(1)
    await channel.close()

    assert isinstance(late, Receipt)
    assert (late.idempotency_key, late.status) == ("a", ReceiptStatus.DELIVERED)


async def test_receipts_lost_at_shutdown_are_told_after_the_restart() -> None:
    clock = ManualClock()
    before = simulator(clock, read=1)
    one, sent_at = message(), clock.now()
    accepted = await before.send(one)
    await before.close()

    asked = lookup(one, provider_id=accepted.provider_id, sent_at=sent_at)
    after = simulator(clock, read=1)
    told = []
    for seconds in (1, 2, 20):
        clock.advance(seconds)
        receipt = await after.lookup(asked)
        assert receipt is not None
        told.append((receipt.status, (receipt.at - sent_at).total_seconds()))

    assert told == [
        (ReceiptStatus.SENT, 0),
        (ReceiptStatus.DELIVERED, 2),
        (ReceiptStatus.READ, 12),
    ]


async def test_what_may_never_have_been_handed_over_stays_unknown_after_a_restart() -> None:
    assert await simulator(ManualClock()).lookup(lookup(message())) is None
