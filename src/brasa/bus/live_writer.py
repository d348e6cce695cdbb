"""Takes what is said here to the stream, in order, without keeping the speaker waiting."""

import asyncio
from collections import deque
from collections.abc import Sequence

import structlog

from brasa.bus.base import Envelope
from brasa.bus.link import Link
from brasa.bus.live import BATCH, LiveStream

log = structlog.get_logger()

# Events kept while Valkey is away. Whoever missed one is told to look again.
MOST_WAITING = 20_000


class LiveWriter:
    """Batches grow with the load: while one is on its way, the next one gathers."""

    def __init__(self, stream: LiveStream, link: Link) -> None:
        self._stream = stream
        self._link = link
        self._waiting: deque[Envelope] = deque()
        self._leaving: list[Envelope] = []
        self._written = 0
        self._wake = asyncio.Event()
        self._empty = asyncio.Event()
        self._empty.set()
        self.dropped = 0
        self.dropped_for: set[int] = set()

    def add(self, envelopes: Sequence[Envelope]) -> None:
        """Queue events; the oldest go when there are too many."""
        self._waiting.extend(envelopes)
        while len(self._waiting) > MOST_WAITING:
            self.dropped_for.add(self._waiting.popleft().organization_id)
            self.dropped += 1
        if self._waiting:
            self._empty.clear()
            self._wake.set()

    async def run(self) -> None:
        """Write until cancelled."""
        await self._link.keep(self._write)

    async def drain(self, within: float) -> None:
        """Wait until everything is written, or `within` seconds have passed."""
        try:
            async with asyncio.timeout(within):
                await self._empty.wait()
        except TimeoutError:
            log.warning("events_not_written", events=len(self._waiting) + len(self._leaving))

    async def _write(self) -> None:
        if not await self._link.something(self._wake):
            return
        if not self._leaving:
            some = min(BATCH, len(self._waiting))
            self._leaving = [self._waiting.popleft() for _ in range(some)]
        # Said again, under the same number, when the answer is lost: a Valkey that hung still does
        # what it had been told before.
        await self._stream.append(self._leaving, self._written + 1)
        self._written += 1
        self._leaving = []
        if not self._waiting:
            self._wake.clear()
            self._empty.set()
