"""What committed transactions have to say, on its way to the bus in the order of their commits."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence

import structlog

from brasa.bus.base import Bus, Envelope

log = structlog.get_logger()

# What is said of a batch is put into words only when it is published: the store does not wait
# for that, nor does whoever commits next.
Said = Envelope | Callable[[], Sequence[Envelope]]

# About so many at a time, that whoever else has work on this loop gets a turn in between.
CHUNK = 50


class Announcements:
    """A queue before the bus. Whoever publishes, publishes what was committed earlier first."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._waiting: deque[Said] = deque()
        self._turn = asyncio.Lock()

    @property
    def waiting(self) -> bool:
        """Whether something was committed and not said yet."""
        return bool(self._waiting)

    def add(self, said: Iterable[Said]) -> None:
        """Queue what a transaction says, right after its commit."""
        self._waiting.extend(said)

    async def publish(self) -> None:
        """Say all that waits now. Never raises for the bus: what it reports is committed."""
        left = len(self._waiting)
        while True:
            left -= await self._publish()
            if left <= 0 or not self._waiting:
                return

    async def publish_some(self) -> None:
        """Say a little of what waits; as `publish`."""
        await self._publish()

    async def _publish(self) -> int:
        """Say some; how much of the queue that was."""
        async with self._turn:
            before, envelopes = len(self._waiting), self._take()
            taken = before - len(self._waiting)
            if envelopes:
                try:
                    await self._bus.publish(envelopes)
                except Exception:
                    log.exception("not_announced", events=len(envelopes))
            return taken

    def _take(self) -> list[Envelope]:
        envelopes: list[Envelope] = []
        while self._waiting and len(envelopes) < CHUNK:
            said = self._waiting.popleft()
            if isinstance(said, Envelope):
                envelopes.append(said)
                continue
            try:
                envelopes += said()
            except Exception:
                log.exception("not_announced")
        return envelopes
