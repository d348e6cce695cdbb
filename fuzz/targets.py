"""What is fuzzed. A target takes any bytes; whatever it raises is a finding."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

from brasa.socketio import Options, ProtocolError, Server
from brasa.socketio.binary import restore
from brasa.socketio.errors import FrameError
from brasa.socketio.packets import decode_packet
from brasa.socketio.payload import decode_payload
from brasa.socketio.wsframes import FrameReader, frame_header

Target = Callable[[bytes], None]

REQUEST = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\n"
    b"connection: Upgrade\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"sec-websocket-version: 13\r\n\r\n"
)


def frames(data: bytes) -> None:
    """The bytes of a websocket, cut where the first byte says."""
    reader = FrameReader(1000)
    cut = data[0] if data else 0
    with contextlib.suppress(FrameError):
        reader.feed(data[1 : 1 + cut])
        reader.feed(data[1 + cut :])


def packets(data: bytes) -> None:
    """A Socket.IO packet, with as many attachments as it asks for."""
    with contextlib.suppress(ProtocolError, UnicodeDecodeError):
        packet = decode_packet(data, 10)
        restore(packet.data, [b"x"] * packet.attachments)


def payloads(data: bytes) -> None:
    """A polling body."""
    with contextlib.suppress(ProtocolError):
        decode_payload(data)


class FakeTransport:
    """A TCP connection that takes everything and says nothing."""

    def __init__(self) -> None:
        self.closed = False

    def get_protocol(self) -> object:
        return self

    def get_extra_info(self, name: str) -> object:
        return ("127.0.0.1", 1) if name == "peername" else None

    def write(self, data: bytes) -> None:
        assert isinstance(data, bytes)

    def is_closing(self) -> bool:
        return self.closed

    def get_write_buffer_size(self) -> int:
        return 0

    def close(self) -> None:
        self.closed = True

    abort = close


class _State:
    def __init__(self) -> None:
        self.connections: set[Any] = set()


class ServerTarget:
    """A whole server, one connection after the other, by messages or by raw bytes."""

    def __init__(self, *, framed: bool) -> None:
        self._framed = framed
        self._loop = asyncio.new_event_loop()
        self._sio = Server(Options(max_payload=10_000))
        self._sio.on("*")(lambda sid, *args: args)
        self._sio.on("*", namespace="/a")(self._enter)
        self._protocol = self._sio.protocol()
        self._state = _State()
        self._loop.run_until_complete(self._sio.start())

    async def _enter(self, sid: str, *args: Any) -> Any:
        self._sio.enter_room(sid, "room", "/a")
        await self._sio.emit("x", *args[1:], room="room", namespace="/a")
        return args

    def __call__(self, data: bytes) -> None:
        self._loop.run_until_complete(self._serve(data))

    async def _serve(self, data: bytes) -> None:
        socket = self._protocol(None, self._state, {})
        transport = FakeTransport()
        socket.connection_made(transport)  # type: ignore[arg-type]
        socket.data_received(REQUEST)
        for piece in self._pieces(data):
            if not transport.closed:
                socket.data_received(piece)
                await asyncio.sleep(0)
        socket.connection_lost(None)
        await asyncio.sleep(0)
        self._check()

    def close(self) -> None:
        """Give the loop back."""
        self._loop.run_until_complete(self._sio.shutdown(0))
        self._loop.close()

    def _pieces(self, data: bytes) -> list[bytes]:
        if not self._framed:
            return [data]
        # Lines are messages; those that begin with a zero byte are binary.
        pieces = [masked(1, b"40"), masked(1, b"40/a,")]
        for line in data.split(b"\n"):
            binary = line[:1] == b"\0"
            pieces.append(masked(2 if binary else 1, line[binary:]))
        return pieces

    def _check(self) -> None:
        stats = self._sio.stats()
        assert stats.connections == stats.clients == stats.rooms == 0, stats
        assert not self._state.connections


def masked(opcode: int, data: bytes) -> bytes:
    """A client's frame, with a mask of zeros."""
    header = bytearray(frame_header(opcode, len(data)))
    header[1] |= 0x80
    return bytes(header) + bytes(4) + data


TARGETS: dict[str, Callable[[], Target]] = {
    "frames": lambda: frames,
    "packets": lambda: packets,
    "payloads": lambda: payloads,
    "messages": lambda: ServerTarget(framed=True),
    "bytes": lambda: ServerTarget(framed=False),
}

SEEDS: dict[str, list[bytes]] = {
    "frames": [b"\3" + masked(1, b"hello"), b"\0" + masked(9, b"x") + masked(8, b"\3\xe8bye")],
    "packets": [
        b'0/a,{"token":"x"}',
        b'2/a,12["event",{"a":[1,null]}]',
        b'52-3["event",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]',
        b"312[]",
    ],
    "payloads": [b"4hello\x1ebAQIDBA==\x1e2"],
    "messages": [
        b'42["event",1]\n42/a,7["event","x"]',
        b'451-["event",{"_placeholder":true,"num":0}]\n\0\1\2',
        b'40{"pid":"x","offset":"1"}\n41\n3\n1',
    ],
    "bytes": [masked(1, b"40") + masked(1, b'421["event"]') + masked(8, b"\3\xe8")],
}
