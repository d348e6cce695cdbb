"""Work over Valkey: a stream for each shard, read by the worker that owns the shard.

A worker acknowledges an item once the store has been asked for all it names. What a dead worker
left unacknowledged is claimed by the next owner of the shard. All of it may be lost: the planner
hands out from the store each tick what is still to be done.
"""

import asyncio
import time
from collections.abc import Collection, Sequence

import msgspec
import structlog
from valkey.exceptions import ResponseError

from brasa.bus.link import TROUBLE, Link
from brasa.bus.work import WorkItem
from brasa.domain.shards import shard_of

log = structlog.get_logger()

GROUP = "workers"
# Items kept in a stream: a tick makes one a shard, or a few.
MOST_ITEMS = 1_000
READ_AT_ONCE = 50
WAIT_MS = 500

Entries = Sequence[tuple[bytes, dict[bytes, bytes]]]
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[tuple[int, int], ...]).decode


class WorkStats(msgspec.Struct):
    """Counters of one worker's queue; `lag` counts items nobody has read yet, by shard."""

    taken: int = 0
    taken_over: int = 0
    reconnects: int = 0
    lag: dict[int, int] = {}


class ValkeyWorkQueue:
    """Hands out by shard; takes from the shards it was told to `follow`."""

    def __init__(self, url: str, worker: str, prefix: str = "brasa") -> None:
        self.link = Link(url)
        self._worker = worker
        self._prefix = prefix
        self._shards: frozenset[int] = frozenset()
        self._until = 0.0
        self._new: set[int] = set()
        self._changed = asyncio.Event()
        self._items: asyncio.Queue[WorkItem] = asyncio.Queue()
        self._done: list[tuple[str, str]] = []
        self._stats = WorkStats()
        self._task: asyncio.Task[None] | None = None

    # ---- the queue ----

    async def offer(self, items: Sequence[WorkItem]) -> None:
        by_shard: dict[int, list[tuple[int, int]]] = {}
        for session_id, moment in (due for item in items for due in item.dues):
            by_shard.setdefault(shard_of(session_id), []).append((session_id, moment))
        # Without Valkey the owners look into the store themselves: the planner waits for nobody.
        if not by_shard or not self.link.available:
            return
        try:
            async with self.link.client.pipeline(transaction=False) as pipe:
                for shard, dues in by_shard.items():
                    fields: dict[str, bytes] = {"dues": _encode(dues)}
                    pipe.xadd(self._stream(shard), fields, maxlen=MOST_ITEMS, approximate=True)
                await pipe.execute()
        except TROUBLE as error:
            self.link.lost(error)

    async def take(self) -> WorkItem:
        return await self._items.get()

    def done(self, item: WorkItem) -> None:
        if item.ticket:
            stream, _, entry = item.ticket.partition(" ")
            self._done.append((stream, entry))

    def owns(self, session_id: int) -> bool:
        return shard_of(session_id) in self._shards and time.monotonic() < self._until

    # ---- its life ----

    def start(self) -> None:
        """Begin to read."""
        self._task = asyncio.create_task(self.link.keep(self._read))

    async def stop(self) -> None:
        """Say what has been done, and end."""
        if self._task is not None:
            await self.link.end(self._task)
        try:
            async with asyncio.timeout(1):
                await self._acknowledge()
        except TROUBLE:
            log.info("work_not_acknowledged", items=len(self._done))
        await self.link.close()

    def follow(self, shards: Collection[int], until: float) -> None:
        """Own these shards, and no others, until a moment of the monotonic clock."""
        self._until = until
        self._new |= set(shards) - self._shards
        self._shards = frozenset(shards)
        self._changed.set()

    def stats(self) -> WorkStats:
        """The counters as they are now."""
        self._stats.reconnects = self.link.reconnects
        return msgspec.structs.replace(self._stats, lag=dict(self._stats.lag))

    async def measure(self) -> None:
        """Look how many items nobody has read yet, in each of the shards owned."""
        lag: dict[int, int] = {}
        for shard in sorted(self._shards):
            try:
                groups = await self.link.client.xinfo_groups(self._stream(shard))
            except ResponseError:  # nothing was ever handed out
                continue
            except TROUBLE as error:
                self.link.lost(error)
                return
            lag[shard] = sum(int(group["lag"] or 0) for group in groups)
        self._stats.lag = lag

    async def _read(self) -> None:
        await self._acknowledge()
        shards = self._shards
        self._new &= shards
        if self._new:
            await self._take_over(next(iter(self._new)))
            return
        if not shards:
            if await self.link.something(self._changed):
                self._changed.clear()
                await self.link.client.ping()
            return
        streams = {self._stream(shard): ">" for shard in shards}
        try:
            reply = await self.link.client.xreadgroup(
                GROUP, self._worker, streams, count=READ_AT_ONCE, block=WAIT_MS
            )
        except ResponseError:  # Valkey has forgotten the groups
            self._new |= shards
            raise
        for stream, entries in reply or ():
            self._put(stream.decode(), entries)

    async def _take_over(self, shard: int) -> None:
        """What the former owner read and did not finish is read again by us."""
        stream = self._stream(shard)
        try:
            await self.link.client.xgroup_create(stream, GROUP, id="0", mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise
        start: bytes | str = "0-0"
        while True:
            start, entries, *_ = await self.link.client.xautoclaim(
                stream, GROUP, self._worker, min_idle_time=0, start_id=start, count=READ_AT_ONCE
            )
            self._stats.taken_over += len(entries)
            self._put(stream, entries)
            if start in (b"0-0", "0-0"):
                break
        self._new.discard(shard)

    def _put(self, stream: str, entries: Entries) -> None:
        for id_, fields in entries:
            self._items.put_nowait(WorkItem(_decode(fields[b"dues"]), f"{stream} {id_.decode()}"))
        self._stats.taken += len(entries)

    async def _acknowledge(self) -> None:
        while self._done:
            stream, _ = self._done[-1]
            ids = [id_ for other, id_ in self._done if other == stream]
            await self.link.client.xack(stream, GROUP, *ids)
            gone = set(ids)
            self._done = [d for d in self._done if d[0] != stream or d[1] not in gone]

    def _stream(self, shard: int) -> str:
        return f"{self._prefix}:work:{shard}"
