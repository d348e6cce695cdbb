"""The clients of this node: their rooms, and what is kept for them."""

from typing import Any

from brasa.socketio.errors import SocketIOError
from brasa.socketio.handshake import Handshake
from brasa.socketio.hub import Hub
from brasa.socketio.packets import ROOT


class Members:
    """The part of a `Server` that knows its clients."""

    _hub: Hub

    # ---- rooms ----

    def enter_room(self, sid: str, room: str, namespace: str = ROOT) -> None:
        """Put a client of this node into a room; raises `UnknownSid`, `SocketIOError` if full."""
        socket = self._hub.socket(sid, namespace)
        limit = self._hub.options.max_rooms
        if limit is not None and len(socket.rooms) >= limit and room not in socket.rooms:
            self._hub.stats.refuse("rooms")
            raise SocketIOError(f"a client may be in {limit} rooms")
        socket.namespace.enter(socket, room, self._hub.adapter.position())
        self._hub.save(socket)

    def leave_room(self, sid: str, room: str, namespace: str = ROOT) -> None:
        """Take a client of this node out of a room; raises `UnknownSid`."""
        socket = self._hub.socket(sid, namespace)
        socket.namespace.leave(socket, room, self._hub.adapter.position())
        self._hub.save(socket)

    def rooms(self, sid: str, namespace: str = ROOT) -> set[str]:
        """The rooms a client of this node is in, its sid among them; raises `UnknownSid`."""
        return {sid, *self._hub.socket(sid, namespace).rooms}

    def close_room(self, room: str, namespace: str = ROOT) -> None:
        """Take every client of this node out of a room."""
        for socket in list(self._hub.members(room, namespace)):
            socket.namespace.leave(socket, room, self._hub.adapter.position())
            self._hub.save(socket)

    def members(self, room: str, namespace: str = ROOT) -> set[str]:
        """The sids of this node's clients in a room."""
        return {socket.sid for socket in self._hub.members(room, namespace)}

    # ---- clients ----

    def session(self, sid: str, namespace: str = ROOT) -> dict[str, Any]:
        """What you keep for a client; it survives recovery. Raises `UnknownSid`."""
        return self._hub.socket(sid, namespace).data

    def handshake(self, sid: str, namespace: str = ROOT) -> Handshake:
        """The request by which a client is connected now; another one after each recovery.

        Raises `UnknownSid`.
        """
        return self._hub.socket(sid, namespace).session.handshake

    def connected(self, sid: str, namespace: str = ROOT) -> bool:
        """Whether a client is connected to this node."""
        found = self._hub.namespaces.get(namespace)
        return found is not None and sid in found.sockets

    async def disconnect(self, sid: str, namespace: str = ROOT) -> None:
        """Tell a client of this node to leave a namespace; the stock client does not come back.

        Raises `UnknownSid`.
        """
        self._hub.departure.dismiss(self._hub.socket(sid, namespace))
