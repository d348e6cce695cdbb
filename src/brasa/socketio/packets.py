"""Socket.IO packets (Socket.IO protocol 5) as the text of Engine.IO messages.

<type>[<attachments>-][<namespace>,][<ack id>][<JSON>]
"""

import re
from typing import Any, NamedTuple

import msgspec

from brasa.socketio.errors import ProtocolError

CONNECT, DISCONNECT, EVENT, ACK, CONNECT_ERROR, BINARY_EVENT, BINARY_ACK = range(7)
ROOT = "/"

_RESERVED = frozenset(
    ("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener")
)
_MAX_DEPTH = 128  # of lists and objects: what walks them may recurse, here and in handlers
_MAX_DIGITS = 15  # of an ack id: the integers JavaScript counts exactly
_ESCAPES = re.compile(
    rb"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)
_MISSING: Any = object()
_decode_json = msgspec.json.Decoder().decode
_encode_json = msgspec.json.Encoder().encode


class Packet(NamedTuple):
    """A decoded packet. `data` is None where the packet has none.

    EVENT: a list, event name first. ACK: a list. CONNECT: a dict. A binary packet has its type
    without the binary, and `attachments` says how many binary messages follow.
    """

    type: int
    namespace: str
    id: int | None
    data: Any
    attachments: int = 0


def decode_packet(text: bytes, max_attachments: int, start: int = 0) -> Packet:
    """Read the packet in `text` from `start`; raises `ProtocolError`."""
    kind = text[start] - 0x30 if start < len(text) else -1
    at = start + 1
    attachments = 0
    if kind in (BINARY_EVENT, BINARY_ACK):
        attachments, at = _read_attachments(text, at, max_attachments)
        kind -= 3
    elif not 0 <= kind < CONNECT_ERROR:
        raise ProtocolError("unexpected packet type")
    namespace, at = _read_namespace(text, at)
    ack, at = _read_number(text, at)
    data = _read_json(text, at)
    if not _valid(kind, data):
        raise ProtocolError("invalid payload")
    return Packet(kind, namespace, ack, None if data is _MISSING else data, attachments)


def _read_attachments(text: bytes, at: int, limit: int) -> tuple[int, int]:
    count, at = _read_number(text, at)
    if count is None or not 1 <= count <= limit or text[at : at + 1] != b"-":
        raise ProtocolError("illegal attachments")
    return count, at + 1


def _read_namespace(text: bytes, at: int) -> tuple[str, int]:
    if text[at : at + 1] != b"/":
        return ROOT, at
    end = text.find(b",", at)
    if end < 0:
        end = len(text)
    return text[at:end].decode(), end + 1


def _read_number(text: bytes, at: int) -> tuple[int | None, int]:
    end = at
    while end < len(text) and 0x30 <= text[end] <= 0x39:
        end += 1
    if end == at:
        return None, at
    if end - at > _MAX_DIGITS:
        raise ProtocolError("number too long")
    return int(text[at:end]), end


def _read_json(text: bytes, at: int) -> Any:
    if at >= len(text):
        return _MISSING
    json = text[at:]
    try:
        data = _decode_json(json)
    except (msgspec.DecodeError, RecursionError, ValueError):
        data = _decode_halves(json)
    if json.count(b"[") + json.count(b"{") > _MAX_DEPTH and _too_deep(data):
        raise ProtocolError("nested too deeply")
    return data


def _decode_halves(json: bytes) -> Any:
    """JSON with halves of characters, as JavaScript writes a text that was cut in two.

    Each becomes U+FFFD, as where JavaScript makes bytes of text.
    """
    if b"\\ud" not in json.lower():
        raise ProtocolError("invalid JSON")
    try:
        return _decode_json(_ESCAPES.sub(_whole, json))
    except (msgspec.DecodeError, RecursionError, ValueError):
        raise ProtocolError("invalid JSON") from None


def _whole(escape: re.Match[bytes]) -> bytes:
    return b"\\ufffd" if escape["half"] else escape[0]


def _too_deep(data: Any) -> bool:
    level = [data]
    for _ in range(_MAX_DEPTH):
        level = [
            item
            for parent in level
            for item in (parent.values() if type(parent) is dict else parent)
            if type(item) is list or type(item) is dict
        ]
        if not level:
            return False
    return True


def _valid(kind: int, data: Any) -> bool:
    if kind == CONNECT:
        return data is _MISSING or isinstance(data, dict)
    if kind == DISCONNECT:
        return data is _MISSING
    if not isinstance(data, list):
        return False
    if kind == ACK:
        return True
    return bool(data) and isinstance(data[0], str) and data[0] not in _RESERVED


def check_event_name(event: str) -> None:
    """Refuse to emit an event whose name has a meaning of its own; raises `ValueError`."""
    if event in _RESERVED:
        raise ValueError(f"{event!r} is a reserved event name")


def namespace_prefix(namespace: str) -> bytes:
    """The namespace as packets carry it; the root one is left out."""
    return b"" if namespace == ROOT else namespace.encode() + b","


def connect_packet(namespace: str, sid: str, pid: str | None) -> bytes:
    """The answer to a client that joins, as an Engine.IO message."""
    answer = {"sid": sid} if pid is None else {"sid": sid, "pid": pid}
    return b"40" + namespace_prefix(namespace) + _encode_json(answer)


def connect_error_packet(namespace: str, message: str, data: Any = None) -> bytes:
    """The refusal of a client that wants to join, as an Engine.IO message."""
    error: dict[str, Any] = {"message": message}
    if data is not None:
        error["data"] = data
    return b"44" + namespace_prefix(namespace) + _encode_json(error)


def disconnect_packet(namespace: str) -> bytes:
    """The server's goodbye, as an Engine.IO message."""
    # The comma is part of the namespace's encoding even where nothing follows.
    return b"41" + namespace_prefix(namespace)


def data_packet(
    kind: int, namespace: str, body: bytes, attachments: int, ack: int | None = None
) -> bytes:
    """An EVENT or ACK as an Engine.IO message; `body` is its JSON array."""
    number = b"" if ack is None else b"%d" % ack
    head = b"4%d%d-" % (kind + 3, attachments) if attachments else b"4%d" % kind
    return head + namespace_prefix(namespace) + number + body
