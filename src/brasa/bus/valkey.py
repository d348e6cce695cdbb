"""The bus of a cluster: what any node says, every gateway hears once and in one order."""

import asyncio
from collections.abc import Callable, Sequence

import msgspec
import structlog

from brasa.bus.base import Envelope, Listener
from brasa.bus.link import TROUBLE, Link, Watcher
from brasa.bus.live import LiveStream, Placed
from brasa.bus.live_reader import LiveReader
from brasa.bus.live_writer import LiveWriter

log = structlog.get_logger()

# Seconds of events kept in the stream: what a dashboard may be away for, and a margin.
KEEP = 180.0
# Seconds that a stop waits for what is not yet written, and a start for Valkey to answer.
DRAIN_WITHIN = 2.0
START_WITHIN = 3.0


class BusStats(msgspec.Struct):
    """Counters; a snapshot is a copy."""

    reconnects: int = 0
    dropped: int = 0
    """Events given up because Valkey was away for too long."""
    gaps: int = 0
    """Times that events were missing in the stream."""


class ValkeyBus:
    """Publishes to the stream; with `listening`, as gateways do, hands it to the listeners too."""

    def __init__(self, url: str, *, listening: bool, prefix: str = "brasa") -> None:
        self._writing, self._reading = Link(url), Link(url)
        self._writer = LiveWriter(LiveStream(self._writing.client, prefix), self._writing)
        self._reader = LiveReader(
            LiveStream(self._reading.client, prefix), self._reading, self._hand, self._miss, KEEP
        )
        self._listening = listening
        self._listeners: list[Listener] = []
        self._past: list[Callable[[Placed], None]] = []
        self._gap_watchers: list[Callable[[], None]] = []
        self._tasks: dict[Link, asyncio.Task[None]] = {}
        self._gaps = 0
        self.handing: range | None = None
        """The positions of the events that the listeners have in hands, None between events."""

    # ---- the bus ----

    async def publish(self, envelopes: Sequence[Envelope]) -> None:
        self._writer.add(envelopes)

    def subscribe(self, listener: Listener) -> None:
        self._listeners.append(listener)

    # ---- its life ----

    async def start(self) -> None:
        """Begin; without Valkey too, for it may come later."""
        self._tasks[self._writing] = asyncio.create_task(self._writer.run())
        if not self._listening:
            return
        try:
            async with asyncio.timeout(START_WITHIN):
                await self._reader.catch_up(self._recall)
        except TROUBLE as error:
            log.warning("valkey_not_there", error=repr(error))
        self._tasks[self._reading] = asyncio.create_task(self._reader.run())

    async def stop(self) -> None:
        """Write what is left and end."""
        await self._writer.drain(DRAIN_WITHIN)
        for link, task in self._tasks.items():
            await link.end(task)
        await self._writing.close()
        await self._reading.close()

    # ---- what gateways ask ----

    @property
    def available(self) -> bool:
        """Whether events come through now."""
        return self._writing.available and self._reading.available

    @property
    def position(self) -> int:
        """The position of the last event that was handed out here."""
        return self._reader.position

    def move_on(self) -> None:
        """Let the position rise, by an event that is nobody's."""
        self._writer.add([Envelope(0, "beat", b"null")])

    def watch(self, watcher: Watcher) -> None:
        """Call `watcher` when live events stop coming (False) and come again (True)."""
        link = self._reading if self._listening else self._writing
        link.watch(watcher)

    def on_past(self, take: Callable[[Placed], None]) -> None:
        """Hand events from before the start to `take`, at the start."""
        self._past.append(take)

    def on_gap(self, watcher: Callable[[], None]) -> None:
        """Call `watcher` when events are missing: between the last one and the next."""
        self._gap_watchers.append(watcher)

    def stats(self) -> BusStats:
        """The counters as they are now."""
        reconnects = self._writing.reconnects + self._reading.reconnects
        return BusStats(reconnects, self._writer.dropped, self._gaps)

    def take_dropped_for(self) -> set[int]:
        """The organizations whose events were dropped since this was last asked."""
        dropped, self._writer.dropped_for = self._writer.dropped_for, set()
        return dropped

    def _hand(self, run: Sequence[Placed]) -> None:
        self.handing = range(run[0][0], run[-1][0] + 1)
        envelopes = [envelope for _, envelope in run]
        for listener in self._listeners:
            try:
                listener(envelopes)
            except Exception:  # the other listeners are not to blame
                log.exception("listener_failed", events=len(envelopes))
        self.handing = None

    def _recall(self, placed: Placed) -> None:
        for take in self._past:
            take(placed)

    def _miss(self) -> None:
        self._gaps += 1
        for watcher in self._gap_watchers:
            watcher()
