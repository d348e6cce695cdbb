"""A client's place in a namespace."""

import asyncio
from typing import TYPE_CHECKING, Any

import msgspec

from brasa.socketio.frame import Batch, Frame
from brasa.socketio.session import Session

if TYPE_CHECKING:
    from brasa.socketio.namespace import Namespace

_encode_data = msgspec.msgpack.Encoder().encode
_MAX_LEFT = 64  # stays that are over, kept for what may have been in flight when the client left


class Held:
    """Stands in for the session of a client that may not be sent events yet.

    Frames wait here, in order, until the client's place is confirmed and what it missed is sent.
    """

    __slots__ = ("pending", "queued")

    writable = False

    def __init__(self) -> None:
        self.pending: Batch | None = None
        self.queued = True  # so that no fan-out hands it to the flusher

    def send(self, frame: Frame) -> None:
        self.pending = Batch(self.pending, frame)

    def flush(self) -> bool:
        return False

    def drop_recoverable(self) -> None:
        """Forget the events that the history has, too."""
        waiting, self.pending = self.pending, None
        for frame in waiting.frames() if waiting is not None else ():
            if not frame.position:
                self.send(frame)


class Socket:
    """One client in one namespace."""

    __slots__ = (
        "_acks",
        "_data",
        "_left",
        "_next_ack",
        "connected",
        "handlers",
        "namespace",
        "out",
        "pid",
        "returning",
        "rooms",
        "session",
        "sid",
        "since",
    )

    def __init__(
        self, namespace: "Namespace", session: Session, sid: str, pid: str | None, since: int
    ) -> None:
        self.namespace = namespace
        self.session = session
        self.sid = sid
        self.pid = pid
        """The secret by which the client may come back; None without recovery."""
        self.since = since
        """The position at which this client's session began."""
        self.out: Session | Held = Held()
        """Where events for it go."""
        self.connected = False
        self.returning = False
        """Whether it had this place before, on another connection."""
        self.rooms: dict[str, int] = {}
        """The rooms it is in and the position at which it entered each."""
        self.handlers = 0
        """How many handlers are at work for it."""
        self._left: list[tuple[str, int, int]] | None = None
        self._data: dict[str, Any] | None = None
        self._acks: dict[int, asyncio.Future[list[Any]]] | None = None
        self._next_ack = 0

    # ---- what the application keeps ----

    @property
    def data(self) -> dict[str, Any]:
        """What the application keeps for this client."""
        if self._data is None:
            self._data = {}
        return self._data

    @data.setter
    def data(self, data: dict[str, Any]) -> None:
        self._data = data

    def packed_data(self) -> bytes:
        """The application's data for another node, as msgpack."""
        return _encode_data(self._data) if self._data else b""

    # ---- stays in rooms ----

    @property
    def left(self) -> list[tuple[str, int, int]]:
        """Rooms it left: room, entered at, left at."""
        return self._left if self._left is not None else []

    @left.setter
    def left(self, stays: list[tuple[str, int, int]]) -> None:
        self._left = stays or None

    def note_left(self, room: str, entered: int, now: int) -> None:
        """Remember a stay that is over, if events fell into it."""
        if now <= entered:
            return
        if self._left is None:
            self._left = []
        self._left.append((room, entered, now))
        del self._left[:-_MAX_LEFT]

    # ---- acknowledgements from the client ----

    def expect_ack(self) -> tuple[int, "asyncio.Future[list[Any]]"]:
        """A new ack id and the future of its answer."""
        if self._acks is None:
            self._acks = {}
        number = self._next_ack
        self._next_ack += 1
        answer = self._acks[number] = asyncio.get_running_loop().create_future()
        return number, answer

    def take_ack(self, number: int) -> "asyncio.Future[list[Any]] | None":
        """The future that waits for an ack, once; None if nobody does (any more)."""
        return self._acks.pop(number, None) if self._acks else None

    def drop_acks(self) -> "list[asyncio.Future[list[Any]]]":
        """Every future still waiting."""
        waiting = list(self._acks.values()) if self._acks else []
        self._acks = None
        return waiting
