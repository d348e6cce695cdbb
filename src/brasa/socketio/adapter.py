"""How the events of several nodes become one stream, and what a node may ask of the past."""

import time
from collections.abc import Sequence
from typing import Protocol

import msgspec

from brasa.socketio.broadcast import Broadcast
from brasa.socketio.burst import Burst


class Receiver(Protocol):
    """This node's clients. Positions never fall; recoverable events' always rise."""

    def deliver(self, position: int, message: Broadcast) -> None:
        """Give them an event."""

    def deliver_burst(self, positions: Sequence[int], burst: Burst) -> None:
        """Give them several, each with its position."""


class Record(msgspec.Struct, array_like=True):
    """A client's session, as another node needs it to take it over. Positions as in `Receiver`."""

    pid: str
    sid: str
    namespace: str
    since: int
    """The position at which the session began."""
    rooms: dict[str, int]
    """Its rooms and the position at which it entered each."""
    left: list[tuple[str, int, int]] = []
    """Rooms it left lately: entered at, left at."""
    data: bytes = b""
    """What the application keeps for it, as msgpack."""


class Adapter(Protocol):
    """What joins this node to the others. One object serves one `Server`."""

    async def start(self, receiver: Receiver) -> None:
        """Begin to hand every node's events to `receiver`, in one order for all nodes."""

    async def stop(self) -> None:
        """Send what is waiting and stop."""

    def position(self) -> int:
        """The position of the last event delivered here."""

    def publish(self, message: Broadcast) -> None:
        """Send an event to all nodes, this one included, in the order of the calls."""

    def publish_burst(self, burst: Burst) -> None:
        """Send several events, as `publish` would send each."""

    def save(self, record: Record) -> None:
        """Keep a session where every node finds it, for as long as it may be recovered.

        Called when it begins, changes rooms, and is lost.
        """

    def discard(self, pid: str) -> None:
        """Forget a session that cannot be recovered any more."""

    async def load(self, pid: str) -> Record | None:
        """Find, and take from the other nodes, a session this node does not know."""

    async def history(self, after: int) -> Sequence[tuple[int, Broadcast]] | None:
        """Every recoverable event after a position, in order; None if some are forgotten."""


class LocalAdapter:
    """One node alone: events are delivered as they are published."""

    __slots__ = ("_position", "_receiver")

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver
        # Positions go on rising over a restart, so that an offset of the past is never a new one.
        self._position = int(time.time() * 1000) << 20

    async def start(self, receiver: Receiver) -> None:
        self._receiver = receiver

    async def stop(self) -> None:
        """Nothing waits."""

    def position(self) -> int:
        return self._position

    def publish(self, message: Broadcast) -> None:
        if not message.volatile:
            self._position += 1
        self._receiver.deliver(self._position, message)

    def publish_burst(self, burst: Burst) -> None:
        first = self._position + 1
        self._position += len(burst.events)
        self._receiver.deliver_burst(range(first, self._position + 1), burst)

    def save(self, record: Record) -> None:
        """The server remembers its own sessions."""

    def discard(self, pid: str) -> None:
        """The server forgets its own sessions."""

    async def load(self, pid: str) -> Record | None:
        return None

    async def history(self, after: int) -> Sequence[tuple[int, Broadcast]] | None:
        return None
