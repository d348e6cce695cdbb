"""What a client that comes back missed."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from brasa.socketio.adapter import Record
from brasa.socketio.broadcast import Broadcast, frame_event, parse_offset
from brasa.socketio.frame import Frame
from brasa.socketio.history import EVERYONE
from brasa.socketio.namespace import Namespace
from brasa.socketio.parking import Parked, Stay, stays
from brasa.socketio.session import Session
from brasa.socketio.socket import Socket


class Comeback(NamedTuple):
    """How far a client got before it left, and where the events since then are.

    Events up to `joined` are in `past`, which other nodes kept; later ones are in this node's own
    history. On the node it left, `joined` is `after` and there is no `past`.
    """

    after: int
    joined: int
    past: Sequence[tuple[int, Broadcast]] = ()

    def missed(self, socket: Socket, now: int) -> list[Frame] | None:
        """The events the client missed, in order, each once; None if some are forgotten.

        Judged by the rooms it is in now, so that a room its connect handler took it out of says
        nothing more to it.
        """
        history = socket.namespace.history
        if history is None:
            return None
        where = stays(socket, now)
        here = history.missed(socket.sid, where, self.joined)
        if here is None:
            return None
        return self._missed_elsewhere(socket, where) + here

    def _missed_elsewhere(self, socket: Socket, where: list[Stay]) -> list[Frame]:
        return [
            frame_event(message, position)
            for position, message in self.past
            if self.after < position <= self.joined
            and message.namespace == socket.namespace.name
            and socket.sid not in message.skip
            and _reached(message.rooms, position, where)
        ]


def _reached(rooms: tuple[str, ...] | None, position: int, where: list[Stay]) -> bool:
    wanted = (EVERYONE,) if rooms is None else rooms
    return any(room in wanted and entered < position <= left for room, entered, left in where)


def position_of(offset: object, since: int, now: int | None) -> int | None:
    """The position after which a client misses events; None if the offset makes no sense.

    A client without an offset has seen no event of its session. One with an offset older than the
    session brought it from the session before. `now` is the last position there is, if known.
    """
    if offset is None:
        return since
    if not isinstance(offset, str):
        return None
    try:
        position = parse_offset(offset)
    except ValueError:
        return None
    return None if now is not None and position > now else max(position, since)


def revive(parked: Parked, session: Session) -> Socket:
    """A client that left this node, on its new connection."""
    socket = Socket(parked.namespace, session, parked.sid, parked.pid, parked.since)
    socket.returning = True
    socket.rooms = parked.rooms
    socket.left = parked.left
    socket.data = parked.data
    return socket


def revive_record(record: Record, namespace: Namespace, session: Session) -> Socket:
    """A client that left another node, on its connection to this one."""
    socket = Socket(namespace, session, record.sid, record.pid, record.since)
    socket.returning = True
    socket.rooms = dict(record.rooms)
    socket.left = list(record.left)
    if record.data:
        socket.data = msgspec.msgpack.decode(record.data)
    return socket
