"""Hands over events when they are due: one heap and one task, however many events wait."""

import asyncio
import heapq
from collections.abc import Sequence
from itertools import count
from math import ceil

import structlog

from brasa.channels.base import Event, Sink
from brasa.clock import Clock

BATCH = 500
# Due times fall on a grid of seconds, so that events travel in batches and not one by one.
GRID = 0.05
_FIRST_RETRY, _LAST_RETRY = 0.5, 30.0

_log = structlog.get_logger(__name__)


class EventTimer:
    """Gives each event to the sink when its time has come; again, for as long as the sink fails.

    What is still waiting at `close` is dropped: the owner must be able to tell it otherwise.
    """

    def __init__(self, clock: Clock, sink: Sink) -> None:
        self._clock = clock
        self._sink = sink
        self._waiting: list[tuple[float, int, Event]] = []
        self._arrival = count()
        self._wake = asyncio.Event()
        self._closing = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        """How many events are not yet handed over."""
        return len(self._waiting)

    def add(self, after: float, event: Event) -> None:
        """Hand `event` over in `after` seconds."""
        due = ceil((self._clock.monotonic() + after) / GRID) * GRID
        if not self._waiting or due < self._waiting[0][0]:
            self._wake.set()
        heapq.heappush(self._waiting, (due, next(self._arrival), event))

    async def start(self) -> None:
        """Begin to hand over."""
        self._task = asyncio.create_task(self._run(), name="simulator-receipts")

    async def close(self) -> None:
        """Finish the hand-over under way and stop."""
        self._closing.set()
        self._wake.set()
        if self._task is not None:
            await self._task
            self._task = None

    async def _run(self) -> None:
        while not self._closing.is_set():
            batch = self._take_due()
            if batch:
                await self._deliver(batch)
            else:
                await self._pause(self._until_next(), self._wake)
                self._wake.clear()

    def _until_next(self) -> float | None:
        if not self._waiting:
            return None
        return max(0.0, self._waiting[0][0] - self._clock.monotonic())

    def _take_due(self) -> list[Event]:
        now = self._clock.monotonic()
        batch: list[Event] = []
        while self._waiting and self._waiting[0][0] <= now and len(batch) < BATCH:
            batch.append(heapq.heappop(self._waiting)[2])
        return batch

    async def _deliver(self, batch: Sequence[Event]) -> None:
        retry = _FIRST_RETRY
        while not self._closing.is_set():
            try:
                return await self._sink(batch)
            except Exception as error:
                _log.warning("receipts_not_taken", error=type(error).__name__, n=len(batch))
            await self._pause(retry, self._closing)
            retry = min(2 * retry, _LAST_RETRY)

    async def _pause(self, seconds: float | None, unless: asyncio.Event) -> None:
        """Return after `seconds` (None: never), or as soon as `unless` is set."""
        waits: set[asyncio.Task[object]] = {asyncio.create_task(unless.wait())}
        if seconds is not None:
            waits.add(asyncio.create_task(self._clock.sleep(seconds)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)
