"""Clients that left and may come back."""

from collections import OrderedDict

from brasa.socketio.history import EVERYONE
from brasa.socketio.socket import Socket


class Parked:
    """What is kept of a client that left."""

    __slots__ = ("data", "left", "namespace", "pid", "rooms", "sid", "since", "until")

    def __init__(self, socket: Socket, pid: str, until: float) -> None:
        self.namespace = socket.namespace
        self.sid = socket.sid
        self.pid = pid
        self.since = socket.since
        self.rooms = socket.rooms
        self.left = socket.left
        self.data = socket.data
        self.until = until

    def all_rooms(self) -> set[str]:
        """Every room whose history it may ask for."""
        return {EVERYONE, self.sid, *self.rooms, *(room for room, _, _ in self.left)}


class Parking:
    """The parked clients by pid, those that left first being forgotten first."""

    __slots__ = ("_limit", "_parked")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parked: OrderedDict[str, Parked] = OrderedDict()

    def __len__(self) -> int:
        return len(self._parked)

    def __contains__(self, pid: object) -> bool:
        return pid in self._parked

    def park(self, parked: Parked) -> None:
        """Keep a client that left."""
        parked.namespace.note_away(parked.all_rooms(), 1)
        self._parked[parked.pid] = parked
        while len(self._parked) > self._limit:
            self._forget(next(iter(self._parked)))

    def take(self, pid: str, now: float) -> Parked | None:
        """The client that left with this pid, if its time is not over; it is parked no more."""
        parked = self._forget(pid)
        return parked if parked is not None and parked.until >= now else None

    def sweep(self, now: float) -> list[str]:
        """Forget the clients whose time is over; return their pids."""
        over = []
        for pid, parked in self._parked.items():
            if parked.until >= now:
                break
            over.append(pid)
        for pid in over:
            self._forget(pid)
        return over

    def _forget(self, pid: str) -> Parked | None:
        parked = self._parked.pop(pid, None)
        if parked is not None:
            parked.namespace.note_away(parked.all_rooms(), -1)
        return parked


Stay = tuple[str, int, int]
"""A room, and the positions at which a client entered and left it."""


def stays(socket: Socket, now: int) -> list[Stay]:
    """When a client was in which room: what its missed events are found by."""
    return [
        (EVERYONE, socket.since, now),
        (socket.sid, socket.since, now),
        *((room, entered, now) for room, entered in socket.rooms.items()),
        *socket.left,
    ]
