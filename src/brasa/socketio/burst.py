"""Several events on their way to rooms together, and how they are framed as one."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import repeat

import msgspec

from brasa.socketio.broadcast import Broadcast, open_body
from brasa.socketio.packets import EVENT, data_packet
from brasa.socketio.strip import Strip
from brasa.socketio.wsframes import TEXT, frame_header

logger = logging.getLogger("brasa.socketio")

Emission = tuple[str, bytes, tuple[str, ...]]
"""An event, its one argument as JSON, and the rooms whose members get it, each once."""


class Burst(msgspec.Struct, frozen=True, array_like=True):
    """Several emits, in order. None is volatile, none leaves anyone out."""

    namespace: str
    events: Sequence[Emission]

    def broadcasts(self) -> Iterator[Broadcast]:
        """The same one by one; those that cannot be sent are logged and left out."""
        for event, payload, rooms in self.events:
            try:
                body = open_body(event) + payload
            except (TypeError, ValueError):
                logger.exception("an event could not be sent: %r", event)
            else:
                yield Broadcast(self.namespace, rooms, body)


def frame_burst(burst: Burst, positions: Sequence[int] | None, most_bytes: int) -> list[Strip]:
    """Frame events as `frame_event` does each, in strips of about `most_bytes` at most.

    `positions` are the events' own; None frames them without offsets. Those that cannot be sent
    are logged and left out.
    """
    try:
        return _frame(burst, positions, most_bytes)
    except (TypeError, ValueError):
        alone = [Burst(burst.namespace, [event]) for event in burst.events]
        own = [None] * len(alone) if positions is None else [[each] for each in positions]
        return [
            strip
            for one, position in zip(alone, own, strict=True)
            for strip in _frame_alone(one, position)
        ]


def _frame_alone(burst: Burst, positions: Sequence[int] | None) -> list[Strip]:
    try:
        return _frame(burst, positions, 0)
    except (TypeError, ValueError):
        logger.exception("an event could not be sent: %r", burst.events[0][0])
        return []


def _frame(burst: Burst, positions: Sequence[int] | None, most_bytes: int) -> list[Strip]:
    strips: list[Strip] = []
    pieces: list[bytes] = []  # joined once: what is sent is copied once
    named, head = None, b""
    begun = kept = 0
    for (event, payload, _), tail in zip(burst.events, _tails(positions), strict=False):
        if event is not named:
            named, head = event, _head(burst.namespace, event)
        size = len(head) + len(payload) + len(tail)
        if kept and kept + size > most_bytes:
            strips.append(_strip(pieces, positions, begun))
            begun += strips[-1].packets
            kept, pieces = 0, []
        kept += size
        pieces += (_header(size), head, payload, tail)
    strips.append(_strip(pieces, positions, begun))
    return strips


def _tails(positions: Sequence[int] | None) -> Iterable[bytes]:
    """What follows on each event's argument: its offset, if any."""
    if positions is None:
        return repeat(b"]")
    return [b',"%x"]' % position for position in positions]


def _strip(pieces: list[bytes], positions: Sequence[int] | None, begun: int) -> Strip:
    count = len(pieces) // 4
    own = () if positions is None else positions[begun : begun + count]
    return Strip(b"".join(pieces), count, own)


@lru_cache(maxsize=2048)
def _header(size: int) -> bytes:
    return frame_header(TEXT, size)


@lru_cache(maxsize=1024)
def _head(namespace: str, event: str) -> bytes:
    """All that comes before the argument."""
    return data_packet(EVENT, namespace, open_body(event), 0)
