"""What the tests of channels are made of: messages, a clock moved by hand, an inbox of events."""

import asyncio
import heapq
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from brasa.channels.base import ChannelContext, Event, Message
from brasa.clock import Clock, SystemClock

START = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PATIENCE = 5.0


def message(key: str = "k1", session: str = "s1", to: str = "+5511999990000") -> Message:
    """A message whose idempotency key is `key`."""
    return Message(
        execution_id=f"x-{key}",
        session_id=session,
        to=to,
        body="Olá! Tudo bem?",
        sender=f"Atendimento {session}",
        idempotency_key=key,
    )


def messages(per_session: int, sessions: int = 1) -> list[Message]:
    """`per_session` messages of each session, the sessions mixed as a dispatcher mixes them."""
    return [
        message(f"{session}-{number}", f"s{session}")
        for number in range(per_session)
        for session in range(sessions)
    ]


class ManualClock:
    """Stands still until it is advanced; sleepers wake when their time has come."""

    def __init__(self) -> None:
        self._passed = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._arrival = count()
        self._somebody_slept = asyncio.Event()

    def now(self) -> datetime:
        return START + timedelta(seconds=self._passed)

    def monotonic(self) -> float:
        return self._passed

    async def sleep(self, seconds: float) -> None:
        awake = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._passed + seconds, next(self._arrival), awake))
        self._somebody_slept.set()
        self._wake()
        await awake

    async def sleeper(self) -> None:
        """Return once somebody sleeps, so that `advance` will wake them."""
        while all(awake.done() for _, _, awake in self._sleepers):
            self._somebody_slept.clear()
            await asyncio.wait_for(self._somebody_slept.wait(), PATIENCE)

    def advance(self, seconds: float) -> None:
        self._passed += seconds
        self._wake()

    def _wake(self) -> None:
        while self._sleepers and self._sleepers[0][0] <= self._passed:
            _, _, awake = heapq.heappop(self._sleepers)
            if not awake.done():
                awake.set_result(None)


class Inbox:
    """A sink that keeps what it is given, and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.events: list[Event] = []
        self.batches: list[int] = []
        self.refused = 0
        self._failures = failures
        self._changed = asyncio.Condition()

    async def __call__(self, events: Sequence[Event]) -> None:
        async with self._changed:
            self._changed.notify_all()
            if self.refused < self._failures:
                self.refused += 1
                raise ConnectionError("the store is away")
            self.batches.append(len(events))
            self.events.extend(events)

    async def received(self, number: int) -> list[Event]:
        """The events, once there are at least `number`."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: len(self.events) >= number)
        return self.events

    async def refusals(self, number: int) -> None:
        """Return once `number` hand-overs have failed."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: self.refused >= number)


def context(
    clock: Clock | None = None, inbox: Inbox | None = None, seed: int = 7
) -> ChannelContext:
    """What a channel is lent, on the machine's clock unless told otherwise."""
    return ChannelContext(clock or SystemClock(), inbox or Inbox(), seed)
