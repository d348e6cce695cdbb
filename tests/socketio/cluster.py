"""A stream in memory that joins several servers: what an adapter to a real one has to do."""

import asyncio
from collections.abc import Sequence

import msgspec

from brasa.socketio import Broadcast, Burst, Record
from brasa.socketio.adapter import Receiver

_decode = msgspec.msgpack.Decoder(Broadcast).decode


class Stream:
    """What the nodes share: events in one order, and sessions."""

    def __init__(self) -> None:
        self.events: list[tuple[int, bytes]] = []
        self.sessions: dict[str, bytes] = {}
        self.nodes: set[StreamAdapter] = set()
        self.position = 1 << 40
        self.reachable = True

    def add(self, packed: bytes, volatile: bool) -> None:
        if not volatile:
            self.position += 1
            self.events.append((self.position, packed))
        for node in self.nodes:
            node.receive(self.position, packed)

    def forget(self, count: int) -> None:
        del self.events[:count]


class StreamAdapter:
    """One node's connection to the stream; everything arrives later, as over a network."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._position = stream.position
        self._receiver: Receiver | None = None

    async def start(self, receiver: Receiver) -> None:
        self._receiver = receiver
        self._position = self._stream.position
        self._stream.nodes.add(self)

    async def stop(self) -> None:
        self._stream.nodes.discard(self)

    def position(self) -> int:
        return self._position

    def publish(self, message: Broadcast) -> None:
        packed = msgspec.msgpack.encode(message)
        self._soon(0.002, self._stream.add, packed, message.volatile)

    def publish_burst(self, burst: Burst) -> None:
        for message in burst.broadcasts():
            self.publish(message)

    def receive(self, position: int, packed: bytes) -> None:
        self._soon(0.002, self._take, position, packed)

    def _take(self, position: int, packed: bytes) -> None:
        self._position = position
        if self._receiver is not None:
            self._receiver.deliver(position, _decode(packed))

    @staticmethod
    def _soon(delay: float, function: object, *args: object) -> None:
        asyncio.get_running_loop().call_later(delay, function, *args)  # type: ignore[arg-type]

    def save(self, record: Record) -> None:
        if self._stream.reachable:
            self._stream.sessions[record.pid] = msgspec.msgpack.encode(record)

    def discard(self, pid: str) -> None:
        self._stream.sessions.pop(pid, None)

    async def load(self, pid: str) -> Record | None:
        await asyncio.sleep(0)
        packed = self._stream.sessions.pop(pid, None) if self._stream.reachable else None
        return None if packed is None else msgspec.msgpack.decode(packed, type=Record)

    async def history(self, after: int) -> Sequence[tuple[int, Broadcast]] | None:
        await asyncio.sleep(0)
        events = self._stream.events
        if events and events[0][0] > after + 1:
            return None
        return [(position, _decode(packed)) for position, packed in events if position > after]
