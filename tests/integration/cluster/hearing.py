"""Buses of a test: what is said on them, and what a gateway has heard."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from brasa.bus.base import Envelope
from brasa.bus.valkey import ValkeyBus


class Heard:
    """What one gateway has heard, to wait for."""

    def __init__(self, bus: ValkeyBus) -> None:
        self.events: list[str] = []
        self.gaps = 0
        self._changed = asyncio.Event()
        bus.subscribe(lambda envelopes: self._hear([e.payload.decode() for e in envelopes]))
        bus.on_gap(self._miss)

    def _hear(self, payloads: list[str]) -> None:
        self.events.extend(payloads)
        self._changed.set()

    def _miss(self) -> None:
        self.gaps += 1
        self._changed.set()

    async def until(self, condition: Callable[[], bool], within: float = 10) -> None:
        async with asyncio.timeout(within):
            while not condition():
                self._changed.clear()
                await self._changed.wait()


def say(*payloads: object, organization: int = 1) -> list[Envelope]:
    return [Envelope(organization, "campaign-log", str(p).encode()) for p in payloads]


@asynccontextmanager
async def started(bus: ValkeyBus) -> AsyncIterator[ValkeyBus]:
    await bus.start()
    try:
        yield bus
    finally:
        await bus.stop()
