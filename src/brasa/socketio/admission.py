"""How clients enter a namespace."""

import logging
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any

from brasa.socketio import reasons
from brasa.socketio.comeback import Comeback
from brasa.socketio.connection import Connection
from brasa.socketio.errors import ConnectionRefused, Disconnected, UnknownSid
from brasa.socketio.frame import Frame
from brasa.socketio.ids import make_id
from brasa.socketio.namespace import Namespace
from brasa.socketio.packets import connect_error_packet, connect_packet
from brasa.socketio.replay import replay
from brasa.socketio.returns import Returns
from brasa.socketio.socket import Held, Socket

if TYPE_CHECKING:
    from brasa.socketio.hub import Hub

logger = logging.getLogger("brasa.socketio")

CONNECT = "connect"


class Admission:
    """Lets clients in, by their connect handler.

    A client that comes back is let in by the same handler again. Until the handler has agreed,
    events for the client are held back; then it gets CONNECT, what it missed, and what was held.

    CONNECT goes first, unlike in Socket.IO's own server: the stock client keeps events that come
    before CONNECT, and a connection lost between them and CONNECT would have it ask for them again
    and see them twice.
    """

    __slots__ = ("_hub", "_returns")

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._returns = Returns(hub, self.enter)

    def connect(self, connection: Connection, name: str, auth: dict[str, Any]) -> None:
        """A client asks to join a namespace."""
        hub = self._hub
        namespace = hub.namespaces.get(name)
        if namespace is None:
            hub.stats.refuse("invalid namespace")
            error = connect_error_packet(name, "Invalid namespace")
            connection.session.send(Frame(error))
            return
        pid, offset = auth.pop("pid", None), auth.pop("offset", None)
        if not hub.options.recovery or not isinstance(pid, str):
            self.enter(connection, self._fresh(connection, namespace), auth, None)
        elif hub.remote:
            # Its place is taken while the other nodes are asked.
            placeholder = self._fresh(connection, namespace)
            connection.sockets[name] = placeholder
            hub.spawn(self._returns.enter_from_afar(connection, placeholder, auth, pid, offset))
        else:
            self._returns.close_former(pid)
            if connection.session.transport is None:
                return  # it named a place of its own, in another namespace
            fresh = self._fresh(connection, namespace)
            self._returns.enter(connection, fresh, auth, pid, offset)

    def _fresh(self, connection: Connection, namespace: Namespace) -> Socket:
        hub = self._hub
        recovers = hub.options.recovery and connection.session.handshake.recovers
        pid = make_id() if recovers else None
        return Socket(namespace, connection.session, make_id(), pid, hub.adapter.position())

    def enter(
        self,
        connection: Connection,
        socket: Socket,
        auth: dict[str, Any],
        comeback: Comeback | None,
    ) -> None:
        """Take the client in, held back, and ask the connect handler."""
        namespace = socket.namespace
        connection.sockets[namespace.name] = socket
        namespace.add(socket)
        if socket.pid is not None:
            self._hub.live[socket.pid] = socket
        handler = namespace.handlers.get(CONNECT)
        if handler is None:
            self._admit(socket, comeback)
            return
        handshake = connection.session.handshake
        handshake.recovered = comeback is not None
        try:
            result = handler(socket.sid, handshake, auth)
        except Exception as error:
            self._refuse(connection, socket, error)
            return
        if isinstance(result, Awaitable):
            self._hub.spawn(self._await_consent(connection, socket, result, comeback))
        else:
            self._decide(connection, socket, result, comeback)

    async def _await_consent(
        self,
        connection: Connection,
        socket: Socket,
        consent: Awaitable[Any],
        comeback: Comeback | None,
    ) -> None:
        try:
            result = await consent
        except Exception as error:
            self._refuse(connection, socket, error)
        else:
            self._decide(connection, socket, result, comeback)

    def _decide(
        self, connection: Connection, socket: Socket, result: Any, comeback: Comeback | None
    ) -> None:
        if result is False:
            self._refuse(connection, socket, ConnectionRefused())
        elif connection.holds(socket):
            self._admit(socket, comeback)

    def _refuse(self, connection: Connection, socket: Socket, error: Exception) -> None:
        """Tell the client that it may not join, and forget it, with whatever it came back to."""
        hub, here = self._hub, connection.holds(socket)
        if not isinstance(error, ConnectionRefused):
            if here or not isinstance(error, (Disconnected, UnknownSid)):
                logger.error("the connect handler failed", exc_info=error)
                hub.stats.handler_errors += 1
            error = ConnectionRefused("Internal error")
        if not here:
            return  # it left while the handler was thinking: nobody to tell, nothing to take back
        hub.stats.refuse("connect handler")
        del connection.sockets[socket.namespace.name]
        hub.departure.remove(socket)
        packet = connect_error_packet(socket.namespace.name, error.message, error.data)
        socket.session.send(Frame(packet))
        if socket.pid is not None:
            hub.adapter.discard(socket.pid)

    def _admit(self, socket: Socket, comeback: Comeback | None) -> None:
        """Confirm the client, send it what it missed, and let it go live.

        From here on the disconnect handler will be called, whatever becomes of the client.
        """
        hub, held = self._hub, socket.out
        socket.connected = True
        hub.stats.clients += 1
        missed: list[Frame] | None = []
        if comeback is not None:
            missed = comeback.missed(socket, hub.adapter.position())
        if missed is None or not isinstance(held, Held):
            # Forgotten while the handler was thinking: the client has to start afresh.
            socket.session.close(reasons.TRANSPORT_ERROR)
            return
        if comeback is not None:
            held.drop_recoverable()  # they are among the missed
            hub.stats.recovered += 1
            hub.stats.replayed += sum(frame.events for frame in missed)
        socket.session.connect_by = 0.0
        name = socket.namespace.name
        socket.session.send_apart(Frame(connect_packet(name, socket.sid, socket.pid)))
        rest = replay(socket, held, missed)
        if rest is not None:
            hub.spawn(rest.run())
        hub.save(socket)
