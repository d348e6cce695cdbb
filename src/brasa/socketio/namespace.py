"""A namespace: its clients, their rooms, and its handlers."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from brasa.socketio.burst import Emission
from brasa.socketio.flusher import Flusher
from brasa.socketio.frame import Batch, Frame
from brasa.socketio.history import EVERYONE, Entry, History
from brasa.socketio.options import Options
from brasa.socketio.socket import Socket

Handler = Callable[..., Any]
Run = tuple[tuple[str, ...], int, int]
"""The rooms that events of a burst reach, where those begin in it, and where they end."""


class Namespace:
    """Clients by sid, rooms by name. Costs of joining and leaving depend on one client only."""

    __slots__ = ("away", "handlers", "history", "name", "plain", "rooms", "sockets")

    def __init__(self, name: str, options: Options) -> None:
        self.name = name
        self.handlers: dict[str, Handler] = {}
        self.sockets: dict[str, Socket] = {}
        self.rooms: dict[str, set[Socket]] = {}
        self.history = History(options) if options.recovery else None
        self.plain = 0
        """How many clients cannot be recovered, and get their events without an offset."""
        self.away: dict[str, int] = {}
        """For each room, how many clients that may come back were in it when they left."""

    # ---- rooms ----

    def enter(self, socket: Socket, room: str, position: int) -> None:
        """Put a client into a room."""
        if room in socket.rooms:
            return
        socket.rooms[room] = position
        members = self.rooms.get(room)
        if members is None:
            members = self.rooms[room] = set()
        members.add(socket)

    def leave(self, socket: Socket, room: str, position: int) -> None:
        """Take a client out of a room."""
        entered = socket.rooms.pop(room, None)
        if entered is None:
            return
        # A stay that ends before the client is let in was not granted: it has no past to ask for.
        if self.history is not None and socket.connected:
            socket.note_left(room, entered, position)
        self._drop_member(socket, room)

    def add(self, socket: Socket) -> None:
        """Take a client in, with the rooms it brings."""
        if socket.pid is None and socket.sid not in self.sockets:
            self.plain += 1
        self.sockets[socket.sid] = socket
        for room in socket.rooms:
            self.rooms.setdefault(room, set()).add(socket)

    def remove(self, socket: Socket) -> None:
        """Take a client out; it keeps its list of rooms."""
        if self.sockets.get(socket.sid) is socket:
            del self.sockets[socket.sid]
            if socket.pid is None:
                self.plain -= 1
        for room in socket.rooms:
            self._drop_member(socket, room)

    def _drop_member(self, socket: Socket, room: str) -> None:
        members = self.rooms.get(room)
        if members is not None:
            members.discard(socket)
            if not members:
                del self.rooms[room]

    def audience(self, rooms: Collection[str] | None) -> Collection[Socket]:
        """The clients in any of `rooms`, each once; everyone for None. A sid is a room of one."""
        if rooms is None:
            return self.sockets.values()
        if len(rooms) == 1:
            (room,) = rooms
            socket = self.sockets.get(room)
            if socket is None:
                return self.rooms.get(room, ())
            return {socket, *self.rooms.get(room, ())}
        found: set[Socket] = set()
        for room in rooms:
            found.update(self.audience((room,)))
        return found

    # ---- history ----

    def note_away(self, rooms: Iterable[str], change: int) -> None:
        """Count a client that left (+1) or will not be back (-1) for each of its rooms."""
        for room in rooms:
            count = self.away.get(room, 0) + change
            if count:
                self.away[room] = count
            else:
                self.away.pop(room, None)

    def wants(self, room: str) -> bool:
        """Whether anyone, here or away, may ask for a room's history."""
        if room == EVERYONE:
            return bool(self.sockets) or room in self.away
        return room in self.rooms or room in self.sockets or room in self.away

    def wants_any(self, rooms: Collection[str] | None) -> bool:
        """Whether an event for `rooms` reaches anyone, now or later."""
        return any(map(self.wants, (EVERYONE,) if rooms is None else rooms))

    def wanted_runs(self, events: Sequence[Emission]) -> list[Run]:
        """The events that reach anyone, in runs that are for the same of the rooms anyone wants.

        Where nobody asks for fewer events than all, that is one run, whatever rooms there are.
        """
        runs: list[Run] = []
        known: dict[tuple[str, ...], tuple[str, ...]] = {}
        last: tuple[str, ...] | None = None
        wanted: tuple[str, ...] = ()
        start = 0
        for index, (_, _, rooms) in enumerate(events):
            if rooms is last:
                continue
            last, found = rooms, known.get(rooms)
            if found is None:
                found = known[rooms] = tuple(filter(self.wants, rooms))
            if found != wanted:
                if wanted:
                    runs.append((wanted, start, index))
                wanted, start = found, index
        if wanted:
            runs.append((wanted, start, len(events)))
        return runs

    def record(self, rooms: Collection[str] | None, entry: Entry) -> None:
        """Keep an event for those who are away, or will turn out to have been."""
        if self.history is None:
            return
        for room in (EVERYONE,) if rooms is None else rooms:
            if self.wants(room):
                self.history.record(room, entry)


def fan_out(sockets: Iterable[Socket], frame: Frame, flusher: Flusher) -> None:
    """Queue one frame for many clients.

    Clients that wait for the same frames hold the same batch and go on holding the same one after
    this: for each the work is to exchange one reference for another.
    """
    dirty = flusher.dirty
    first = Batch(None, frame)
    grown: dict[Batch, Batch] = {}
    last: Batch | None = None
    after_last = first
    for socket in sockets:
        out = socket.out
        before = out.pending
        if before is None:
            out.pending = first
            if not out.queued:
                out.queued = True
                dirty.append(out)
        elif before is last:
            out.pending = after_last
        else:
            after = grown.get(before)
            if after is None:
                after = grown[before] = Batch(before, frame)
            out.pending = after
            last, after_last = before, after
    flusher.schedule()
