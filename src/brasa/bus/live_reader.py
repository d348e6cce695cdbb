"""Follows the stream of live events: all, once, in order; and says when some are missing."""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence

import structlog

from brasa.bus.link import Link
from brasa.bus.live import LiveStream, Placed

log = structlog.get_logger()

WAIT = 1.0
TRIM_EVERY = 10.0


class LiveReader:
    """Calls `deliver` with all events and their positions, some at a time, whose positions follow
    each other. `gap` is called after a loss.

    `keep` is how many seconds of the past stay in the stream for others.
    """

    def __init__(
        self,
        stream: LiveStream,
        link: Link,
        deliver: Callable[[Sequence[Placed]], None],
        gap: Callable[[], None],
        keep: float,
    ) -> None:
        self._stream = stream
        self._link = link
        self._deliver = deliver
        self._gap = gap
        self._keep = keep
        self._marks: deque[tuple[float, int]] = deque()
        self.position = 0

    async def run(self) -> None:
        """Follow until cancelled."""
        await self._link.keep(self._follow)

    async def catch_up(self, past: Callable[[Placed], None]) -> None:
        """Begin at the present; hand what is still in the stream to `past` first."""
        head = await self._stream.head()
        for placed in await self._stream.past(head):
            past(placed)
        self.position = head

    async def _follow(self) -> None:
        await self._check_head()
        while not self._link.closing:
            for run in _runs(await self._stream.read(self.position, WAIT)):
                self._take(run)
            self._link.found()
            await self._trim()

    async def _check_head(self) -> None:
        """After every reconnect: has Valkey forgotten what it had said?"""
        head = await self._stream.head()
        if self.position == 0:
            self.position = head
        elif head < self.position:
            await self._stream.raise_head(self.position)
            self._gap()

    def _take(self, run: Sequence[Placed]) -> None:
        first = run[0][0]
        if self.position and first != self.position + 1:
            log.warning("events_missing", after=self.position, until=first)
            self.position = first - 1
            self._gap()
        self.position = run[-1][0]
        self._deliver(run)

    async def _trim(self) -> None:
        now = time.monotonic()
        if self._marks and now - self._marks[-1][0] < TRIM_EVERY:
            return
        self._marks.append((now, self.position))
        before = None
        while self._marks and now - self._marks[0][0] > self._keep:
            before = self._marks.popleft()[1]
        if before is not None:
            await self._stream.trim(before)


def _runs(placed: Sequence[Placed]) -> Iterator[Sequence[Placed]]:
    """Events in order, apart where a position is missing."""
    begun = 0
    for index in range(1, len(placed) + 1):
        if index == len(placed) or placed[index][0] != placed[index - 1][0] + 1:
            yield placed[begun:index]
            begun = index
