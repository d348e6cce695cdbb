import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from structlog.testing import capture_logs

from brasa.channels.base import Event, Receipt, ReceiptStatus
from brasa.channels.simulator.timer import BATCH, EventTimer
from tests.unit.channels.builders import PATIENCE, START, Inbox, ManualClock


def receipt(name: str) -> Receipt:
    return Receipt(provider_id=name, status=ReceiptStatus.DELIVERED, at=START)


def names(events: Sequence[Event]) -> list[str]:
    return [event.provider_id for event in events if isinstance(event, Receipt)]


@asynccontextmanager
async def running(clock: ManualClock, inbox: Inbox) -> AsyncIterator[EventTimer]:
    timer = EventTimer(clock, inbox)
    await timer.start()
    try:
        yield timer
    finally:
        await timer.close()


async def test_events_come_when_they_are_due_and_not_before() -> None:
    clock, inbox = ManualClock(), Inbox()
    async with running(clock, inbox) as timer:
        timer.add(10, receipt("later"))
        timer.add(1, receipt("soon"))
        clock.advance(2)
        assert names(await inbox.received(1)) == ["soon"]
        clock.advance(8)
        assert names(await inbox.received(2)) == ["soon", "later"]


async def test_a_sooner_event_is_not_kept_waiting_by_a_later_one() -> None:
    clock, inbox = ManualClock(), Inbox()
    async with running(clock, inbox) as timer:
        timer.add(1_000, receipt("later"))
        await asyncio.sleep(0)
        timer.add(0, receipt("now"))
        assert names(await inbox.received(1)) == ["now"]
        assert timer.waiting == 1


async def test_events_due_together_travel_together() -> None:
    clock, inbox = ManualClock(), Inbox()
    async with running(clock, inbox) as timer:
        for number in range(2 * BATCH + 1):
            timer.add(1, receipt(str(number)))
        clock.advance(1)
        events = await inbox.received(2 * BATCH + 1)

    assert names(events) == [str(number) for number in range(2 * BATCH + 1)]
    assert inbox.batches == [BATCH, BATCH, 1]


async def test_a_sink_that_fails_is_given_the_same_events_again() -> None:
    clock, inbox = ManualClock(), Inbox(failures=2)
    with capture_logs() as logs:
        async with running(clock, inbox) as timer:
            timer.add(0, receipt("a"))
            await inbox.refusals(1)
            timer.add(0, receipt("b"))
            for wait in (0.5, 1.0):
                await clock.sleeper()
                clock.advance(wait)
            assert names(await inbox.received(2)) == ["a", "b"]

    assert [line["error"] for line in logs] == ["ConnectionError", "ConnectionError"]


async def test_closing_lets_a_hand_over_finish() -> None:
    begun, release = asyncio.Event(), asyncio.Event()
    finished: list[int] = []

    async def sink(events: Sequence[Event]) -> None:
        begun.set()
        await release.wait()
        finished.append(len(events))

    timer = EventTimer(ManualClock(), sink)
    await timer.start()
    timer.add(0, receipt("a"))
    await asyncio.wait_for(begun.wait(), PATIENCE)
    closing = asyncio.create_task(timer.close())
    release.set()
    await asyncio.wait_for(closing, PATIENCE)

    assert finished == [1]


async def test_closing_does_not_wait_for_a_sink_that_keeps_failing() -> None:
    clock, inbox = ManualClock(), Inbox(failures=1_000)
    with capture_logs():
        async with running(clock, inbox) as timer:
            timer.add(0, receipt("a"))
            await inbox.refusals(1)
            await asyncio.wait_for(timer.close(), PATIENCE)

    assert inbox.events == []
