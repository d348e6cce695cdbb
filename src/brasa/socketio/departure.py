"""How clients leave a namespace."""

import logging
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any

from brasa.socketio import reasons
from brasa.socketio.connection import Connection
from brasa.socketio.errors import Disconnected
from brasa.socketio.frame import Frame
from brasa.socketio.packets import disconnect_packet
from brasa.socketio.parking import Parked
from brasa.socketio.socket import Socket

if TYPE_CHECKING:
    from brasa.socketio.hub import Hub

logger = logging.getLogger("brasa.socketio")

DISCONNECT = "disconnect"


class Departure:
    """Lets clients out, for good or for a while, and tells the disconnect handler."""

    __slots__ = ("_hub",)

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub

    def dismiss(self, socket: Socket) -> None:
        """The server ends a client's place and tells it so."""
        connection = socket.session.app
        if isinstance(connection, Connection):
            connection.drop(socket.namespace.name)
        socket.session.send(Frame(disconnect_packet(socket.namespace.name)))
        self.leave(socket, reasons.SERVER_DISCONNECT)

    def leave(self, socket: Socket, reason: str) -> None:
        """The client, or the server, ends its place in a namespace for good."""
        was_connected = socket.connected
        self.remove(socket)
        if was_connected:
            self._say_goodbye(socket, reason)
        if socket.pid is not None:
            self._hub.adapter.discard(socket.pid)

    def lose(self, socket: Socket, reason: str) -> None:
        """The connection is over; the client may be back, if the reason allows."""
        hub = self._hub
        record = hub.record(socket) if hub.remote and socket.connected else None
        was_connected = socket.connected
        known = was_connected or socket.returning
        self.remove(socket)
        if socket.pid is not None and known and reason in reasons.RECOVERABLE:
            until = hub.engine.now() + hub.options.recovery_window
            hub.parking.park(Parked(socket, socket.pid, until))
            if record is not None:
                hub.adapter.save(record)
        if was_connected:
            self._say_goodbye(socket, reason)

    def remove(self, socket: Socket) -> None:
        """Take a client out of the books, whatever the reason."""
        hub = self._hub
        socket.namespace.remove(socket)
        if socket.pid is not None and hub.live.get(socket.pid) is socket:
            del hub.live[socket.pid]
        if socket.connected:
            hub.stats.clients -= 1
        socket.connected = False
        for answer in socket.drop_acks():
            if not answer.done():
                answer.set_exception(Disconnected("the client left before it acknowledged"))

    def _say_goodbye(self, socket: Socket, reason: str) -> None:
        handler = socket.namespace.handlers.get(DISCONNECT)
        if handler is None:
            return
        try:
            result = handler(socket.sid, reason)
        except Exception:
            logger.exception("the disconnect handler failed")
            return
        if isinstance(result, Awaitable):
            self._hub.spawn(_finish(result))


async def _finish(work: Awaitable[Any]) -> None:
    try:
        await work
    except Exception:
        logger.exception("the disconnect handler failed")
