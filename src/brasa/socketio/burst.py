"""Several events on their way to rooms together, and how they are framed as one."""

import logging
from collections.abc import Iterator, Sequence
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
    wires: list[bytes] = []
    begun = size = 0
    for (event, payload, _), position in zip(burst.events, positions or repeat(0), strict=False):
        head = _head(burst.namespace, event)
        if positions is None:
            text = b"%b%b]" % (head, payload)
        else:
            text = b'%b%b,"%x"]' % (head, payload, position)
        if size and size + len(text) > most_bytes:
            strips.append(_strip(wires, positions, begun))
            begun += len(wires)
            wires, size = [], 0
        wires.append(frame_header(TEXT, len(text)) + text)
        size += len(text)
    strips.append(_strip(wires, positions, begun))
    return strips


def _strip(wires: list[bytes], positions: Sequence[int] | None, begun: int) -> Strip:
    count = len(wires)
    kept = () if positions is None else positions[begun : begun + count]
    return Strip(b"".join(wires), count, kept)


@lru_cache(maxsize=1024)
def _head(namespace: str, event: str) -> bytes:
    """All that comes before the argument."""
    return data_packet(EVENT, namespace, open_body(event), 0)
