"""WebSocket frames (RFC 6455, section 5) without I/O.

The server's frames are not masked; the client's are. No extension is ever negotiated, so the
reserved bits are always zero: a compressed frame could not be shared between connections.
"""

import struct
from typing import NamedTuple

from brasa.socketio.errors import FrameError

try:
    from websockets.speedups import apply_mask
except ImportError:  # pragma: no cover - platforms without the compiled module
    from websockets.utils import apply_mask

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA

_FIN = 0x80
_MASK = 0x80
_RESERVED_BITS = 0x70
_OPCODE = 0x0F
_CONTROL = 0x08
_KNOWN = frozenset((CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG))
_CONTROL_LIMIT = 125

PROTOCOL_ERROR, INVALID_DATA, TOO_BIG = 1002, 1007, 1009


class Message(NamedTuple):
    """A whole message or a control frame; `opcode` is never CONTINUATION."""

    opcode: int
    data: bytes


def frame_header(opcode: int, size: int) -> bytes:
    """The header of an unmasked, unfragmented frame of `size` bytes."""
    first = _FIN | opcode
    if size < 126:
        return bytes((first, size))
    if size < 1 << 16:
        return struct.pack("!BBH", first, 126, size)
    return struct.pack("!BBQ", first, 127, size)


def frame_bodies(wire: bytes) -> list[bytes]:
    """The bodies of frames that follow each other, each with a header of `frame_header`'s."""
    bodies = []
    at = 0
    while at < len(wire):
        size, body = wire[at + 1], at + 2
        if size > 125:
            body += 2 if size == 126 else 8
            size = int.from_bytes(wire[at + 2 : body], "big")
        at = body + size
        bodies.append(wire[body:at])
    return bodies


def close_frame(code: int, reason: str = "") -> bytes:
    """A close frame with its code and up to 123 bytes of reason."""
    body = struct.pack("!H", code) + reason.encode()[:123]
    return frame_header(CLOSE, len(body)) + body


def pong_frame(data: bytes) -> bytes:
    """The answer to a ping carrying `data`."""
    return frame_header(PONG, len(data)) + data


class FrameReader:
    """Turns the bytes a client sends into messages.

    Holds nothing while no frame is cut in two, which is nearly always.
    """

    __slots__ = ("_fragments", "_max_size", "_needed", "_opcode", "_rest", "frames")

    def __init__(self, max_size: int) -> None:
        self._max_size = max_size
        self.frames = 0
        """How many the last `feed` found, whatever they were."""
        self._rest: bytearray | None = None
        self._needed = 0
        self._fragments: bytearray | None = None
        self._opcode = 0

    def feed(self, data: bytes) -> list[Message]:
        """The messages completed by `data`, in order.

        Raises `FrameError` at the first violation; messages before it in `data` are lost with the
        connection.
        """
        self.frames = 0
        if self._rest is not None:
            self._rest += data
            if len(self._rest) < self._needed:
                return []  # a frame that comes byte by byte is looked at once, when it is there
            data = bytes(self._rest)
        messages: list[Message] = []
        start = frames = 0
        while (end := self._read(data, start, messages)) > start:
            start = end
            frames += 1
        self.frames = frames
        self._rest = bytearray(data[start:]) if start < len(data) else None
        return messages

    def _read(self, data: bytes, start: int, messages: list[Message]) -> int:
        """Read one frame at `start`; return where it ends, or `start` if it is not all there."""
        available = len(data) - start
        if available < 2:
            self._needed = 2
            return start
        first, second = data[start], data[start + 1]
        opcode = first & _OPCODE
        size = second & 0x7F
        check_header(first, second)
        head = 6
        if size > 125:
            head = 8 if size == 126 else 14
            if available < head - 4:
                self._needed = head - 4
                return start
            size = int.from_bytes(data[start + 2 : start + head - 4], "big")
        if size > self._max_size - self._held(opcode):
            raise FrameError(TOO_BIG, "message too big")
        if available < head + size:
            self._needed = head + size
            return start
        body = start + head
        payload = apply_mask(data[body : body + size], data[body - 4 : body])
        self._take(opcode, first & _FIN, payload, messages)
        return body + size

    def _held(self, opcode: int) -> int:
        """How much a frame's payload adds to."""
        return 0 if self._fragments is None or opcode & _CONTROL else len(self._fragments)

    def _take(self, opcode: int, fin: int, payload: bytes, messages: list[Message]) -> None:
        if opcode & _CONTROL:
            messages.append(Message(opcode, payload))
        elif opcode == CONTINUATION:
            self._continue(fin, payload, messages)
        elif self._fragments is not None:
            raise FrameError(PROTOCOL_ERROR, "a new message inside another")
        elif fin:
            messages.append(Message(opcode, payload))
        else:
            self._opcode = opcode
            self._fragments = bytearray(payload)

    def _continue(self, fin: int, payload: bytes, messages: list[Message]) -> None:
        if self._fragments is None:
            raise FrameError(PROTOCOL_ERROR, "a continuation of nothing")
        self._fragments += payload
        if fin:
            messages.append(Message(self._opcode, bytes(self._fragments)))
            self._fragments = None


def check_header(first: int, second: int) -> None:
    """Refuse a frame header that RFC 6455 forbids; raises `FrameError`."""
    opcode = first & _OPCODE
    if first & _RESERVED_BITS:
        raise FrameError(PROTOCOL_ERROR, "reserved bits")
    if opcode not in _KNOWN:
        raise FrameError(PROTOCOL_ERROR, "unknown opcode")
    if not second & _MASK:
        raise FrameError(PROTOCOL_ERROR, "unmasked frame")
    if opcode & _CONTROL and (not first & _FIN or second & 0x7F > _CONTROL_LIMIT):
        raise FrameError(PROTOCOL_ERROR, "bad control frame")


def close_code(body: bytes) -> int:
    """The close code to answer a close frame with (sections 5.5.1 and 7.4); raises `FrameError`."""
    if not body:
        return 1000
    if len(body) == 1:
        raise FrameError(PROTOCOL_ERROR, "half a close code")
    code = int.from_bytes(body[:2], "big")
    if not (3000 <= code < 5000 or (1000 <= code <= 1014 and code not in (1004, 1005, 1006))):
        raise FrameError(PROTOCOL_ERROR, "bad close code")
    try:
        body[2:].decode()
    except UnicodeDecodeError:
        raise FrameError(INVALID_DATA, "close reason is not UTF-8") from None
    return code
