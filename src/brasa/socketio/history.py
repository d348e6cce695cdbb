"""The recent events of each room, kept so that a client that was away can have them."""

from collections import deque
from collections.abc import Callable, Iterator
from typing import NamedTuple

from brasa.socketio.frame import Frame
from brasa.socketio.options import Options

EVERYONE = ""
"""The room everyone in a namespace is in."""


class Entry(NamedTuple):
    """An event in a room's history."""

    at: float
    frame: Frame
    skip: frozenset[str]


class Ring:
    """One room's recent events, oldest first."""

    __slots__ = ("bytes", "entries", "forgotten")

    def __init__(self) -> None:
        self.entries: deque[Entry] = deque()
        self.bytes = 0
        self.forgotten = 0
        """The position of the last event no longer here."""

    def drop_oldest(self) -> int:
        """Forget the oldest event; return its size."""
        entry = self.entries.popleft()
        size = len(entry.frame.wire)
        self.bytes -= size
        self.forgotten = entry.frame.position
        return size

    def between(self, after: int, until: int) -> Iterator[Entry]:
        """Entries with events of `after` < position <= `until`, newest first, at the cost of what
        is found. Events outside of that may be with them in the last and in the first.
        """
        for entry in reversed(self.entries):
            if entry.frame.position <= after:
                return
            if entry.frame.first <= until:
                yield entry


def _parts_between(frame: Frame, after: int, until: int) -> dict[int, Frame]:
    return {part.position: part for part in frame.parts() if after < part.position <= until}


class History:
    """The rings of one namespace, bounded in time, per room and in all."""

    __slots__ = ("_options", "bytes", "rings")

    def __init__(self, options: Options) -> None:
        self._options = options
        self.rings: dict[str, Ring] = {}
        self.bytes = 0

    def record(self, room: str, entry: Entry) -> None:
        """Keep an event of a room."""
        ring = self.rings.get(room)
        if ring is None:
            ring = self.rings[room] = Ring()
        size = len(entry.frame.wire)
        ring.entries.append(entry)
        ring.bytes += size
        self.bytes += size
        while ring.bytes > self._options.recovery_room_bytes and ring.entries:
            self.bytes -= ring.drop_oldest()
        if self.bytes > self._options.recovery_total_bytes:
            self._shrink()

    def missed(self, sid: str, stays: list[tuple[str, int, int]], after: int) -> list[Frame] | None:
        """The events after a position for a client with these stays in rooms, in order, each once.

        A stay is a room and the positions between which the client was in it. None if some are
        forgotten.
        """
        found: dict[int, Frame] = {}
        cut: list[tuple[Frame, int, int]] = []
        for room, entered, left in stays:
            ring = self.rings.get(room)
            start = max(after, entered)
            if ring is None or left <= start:
                continue
            if ring.forgotten > start:
                return None
            for _, frame, skip in ring.between(start, left):
                if sid in skip:
                    continue
                if start < frame.first and frame.position <= left:
                    found[frame.position] = frame
                else:
                    cut.append((frame, start, left))
        for whole, start, left in cut:
            if found.get(whole.position) is not whole:
                found |= _parts_between(whole, start, left)
        return [found[position] for position in sorted(found)]

    def sweep(self, now: float, wanted: Callable[[str], bool]) -> None:
        """Forget what is too old, and rooms nobody, here or away, can ask about."""
        oldest = now - self._options.recovery_retention
        for room, ring in list(self.rings.items()):
            while ring.entries and ring.entries[0].at < oldest:
                self.bytes -= ring.drop_oldest()
            if not wanted(room):
                self.bytes -= ring.bytes
                del self.rings[room]

    def _shrink(self) -> None:
        """Forget half of the largest room's history: who fills the memory gives it back."""
        ring = max(self.rings.values(), key=lambda ring: ring.bytes)
        for _ in range((len(ring.entries) + 1) // 2):
            self.bytes -= ring.drop_oldest()
