"""What committed transactions have to say, on its way to the bus in the order of their commits."""

import asyncio
from collections.abc import Sequence

import structlog

from brasa.bus.base import Bus, Envelope

log = structlog.get_logger()

# So many at a time, that whoever else has work on this loop gets a turn in between.
CHUNK = 20


class Announcements:
    """A queue before the bus. Whoever publishes, publishes what was committed earlier first."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._waiting: list[Envelope] = []
        self._turn = asyncio.Lock()

    @property
    def waiting(self) -> bool:
        """Whether something was committed and not said yet."""
        return bool(self._waiting)

    def add(self, envelopes: Sequence[Envelope]) -> None:
        """Queue what a transaction says, right after its commit."""
        self._waiting += envelopes

    async def publish(self) -> None:
        """Say all that waits. Never raises for the bus: what it reports is committed already."""
        await self._publish(len(self._waiting))

    async def publish_some(self) -> None:
        """Say a little of what waits; as `publish`."""
        await self._publish(CHUNK)

    async def _publish(self, most: int) -> None:
        async with self._turn:
            envelopes, self._waiting = self._waiting[:most], self._waiting[most:]
            if not envelopes:
                return
            try:
                await self._bus.publish(envelopes)
            except Exception:
                log.exception("not_announced", events=len(envelopes))
