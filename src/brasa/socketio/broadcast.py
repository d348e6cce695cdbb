"""An event on its way to rooms, in the form that can travel between nodes."""

import re
from functools import lru_cache

import msgspec

from brasa.socketio.frame import Frame
from brasa.socketio.packets import EVENT, check_event_name, data_packet

_OFFSET = re.compile(r"[0-9a-f]{1,16}")


class Broadcast(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """One emit: what, to whom. Pack it with `msgspec.msgpack` to send it to another node."""

    namespace: str
    rooms: tuple[str, ...] | None
    """Each member of any of them gets it once; None for everyone in the namespace."""
    body: bytes
    """The JSON array of the event and its arguments, without the closing bracket."""
    attachments: tuple[bytes, ...] = ()
    skip: tuple[str, ...] = ()
    """Clients that do not get it, by sid."""
    volatile: bool = False
    """Not kept for those who are away, dropped for those who are busy."""
    ends_in_text: bool = False
    """Whether the last argument is a string."""


def frame_event(message: Broadcast, position: int | None) -> Frame:
    """Frame an event, with its position as the offset that recovery needs, unless None.

    The stock client takes the last argument of any event for an offset if it is a string, so a
    volatile event that ends in one carries the present position too.
    """
    body = message.body + b"]"
    kept = 0
    if position is not None and not message.volatile:
        kept = position
    if position is not None and (kept or message.ends_in_text):
        body = b'%s,"%x"]' % (message.body, position)
    text = data_packet(EVENT, message.namespace, body, len(message.attachments))
    return Frame(text, message.attachments, kept)


@lru_cache(maxsize=1024)
def open_body(event: str) -> bytes:
    """The JSON array of an event, up to its first argument; raises `ValueError` for a reserved
    name.
    """
    check_event_name(event)
    return b"[" + msgspec.json.encode(event) + b","


def parse_offset(offset: str) -> int:
    """The position in an offset; raises `ValueError`."""
    if not _OFFSET.fullmatch(offset):
        raise ValueError(offset)
    return int(offset, 16)
