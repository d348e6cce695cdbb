"""How clients enter a namespace, come back to it, and leave it."""

import logging
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any

from brasa.socketio import reasons
from brasa.socketio.comeback import Comeback, position_of, revive, revive_record
from brasa.socketio.connection import Connection
from brasa.socketio.errors import ConnectionRefused, Disconnected
from brasa.socketio.frame import Frame
from brasa.socketio.ids import make_id
from brasa.socketio.namespace import Namespace
from brasa.socketio.packets import connect_error_packet, connect_packet, disconnect_packet
from brasa.socketio.parking import Parked
from brasa.socketio.replay import replay
from brasa.socketio.session import Session
from brasa.socketio.socket import Held, Socket

if TYPE_CHECKING:
    from brasa.socketio.hub import Hub

logger = logging.getLogger("brasa.socketio")

CONNECT, DISCONNECT = "connect", "disconnect"


class Admission:
    """Lets clients in, by their connect handler, and out.

    A client that comes back is let in by the same handler again. Until the handler has agreed,
    events for the client are held back; then it gets CONNECT, what it missed, and what was held.

    CONNECT goes first, unlike in Socket.IO's own server: the stock client keeps events that come
    before CONNECT, and a connection lost between them and CONNECT would have it ask for them again
    and see them twice.
    """

    __slots__ = ("_hub",)

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub

    # ---- in ----

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
            self._enter(connection, self._fresh(connection, namespace), auth, None)
        elif hub.remote:
            # Its place is taken while the other nodes are asked.
            placeholder = self._fresh(connection, namespace)
            connection.sockets[name] = placeholder
            hub.spawn(self._connect_from_afar(connection, placeholder, auth, pid, offset))
        else:
            self._close_former(pid)
            self._enter_here(connection, self._fresh(connection, namespace), auth, pid, offset)

    def _fresh(self, connection: Connection, namespace: Namespace) -> Socket:
        hub = self._hub
        recovers = hub.options.recovery and connection.session.handshake.recovers
        pid = make_id() if recovers else None
        return Socket(namespace, connection.session, make_id(), pid, hub.adapter.position())

    def _enter(
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
        elif socket.session.transport is not None:
            self._admit(socket, comeback)

    def _refuse(self, connection: Connection, socket: Socket, error: Exception) -> None:
        """Tell the client that it may not join, and forget it, with whatever it came back to."""
        hub = self._hub
        if not isinstance(error, ConnectionRefused):
            logger.error("the connect handler failed", exc_info=error)
            hub.stats.handler_errors += 1
            error = ConnectionRefused("Internal error")
        hub.stats.refuse("connect handler")
        if connection.sockets.get(socket.namespace.name) is socket:
            del connection.sockets[socket.namespace.name]
        self._remove(socket)
        packet = connect_error_packet(socket.namespace.name, error.message, error.data)
        socket.session.send(Frame(packet))
        if socket.pid is not None:
            hub.adapter.discard(socket.pid)

    def _admit(self, socket: Socket, comeback: Comeback | None) -> None:
        """Confirm the client, send it what it missed, and let it go live."""
        hub, held = self._hub, socket.out
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
            hub.stats.replayed += len(missed)
        socket.connected = True
        socket.session.connect_by = 0.0
        hub.stats.clients += 1
        name = socket.namespace.name
        socket.session.send_apart(Frame(connect_packet(name, socket.sid, socket.pid)))
        rest = replay(socket, held, missed)
        if rest is not None:
            hub.spawn(rest.run())
        hub.save(socket)

    # ---- back ----

    def _close_former(self, pid: str) -> None:
        """A client may be back before its old connection is known to be dead."""
        former = self._hub.live.get(pid)
        if former is not None:
            former.session.close(reasons.REPLACED, abort=True)

    def _enter_here(
        self, connection: Connection, fresh: Socket, auth: dict[str, Any], pid: str, offset: object
    ) -> None:
        """Let a client in to the place it had on this node, or else as the `fresh` one."""
        restored = self._restore(connection.session, fresh.namespace, pid, offset)
        if restored is None:
            self._enter(connection, fresh, auth, None)
        else:
            self._enter(connection, restored[0], auth, restored[1])

    def _restore(
        self, session: Session, namespace: Namespace, pid: str, offset: object
    ) -> tuple[Socket, Comeback] | None:
        """The place a client had on this node, and how to find what it missed."""
        hub = self._hub
        parked = hub.parking.take(pid, hub.engine.now())
        if parked is None or parked.namespace is not namespace:
            hub.stats.unrecover("unknown session")
            return None
        now = hub.adapter.position()
        after = position_of(offset, parked.since, now)
        if after is None:
            hub.stats.unrecover("unknown offset")
            return None
        socket, comeback = revive(parked, session), Comeback(after, after)
        if comeback.missed(socket, now) is None:
            hub.stats.unrecover("history forgotten")
            return None
        return socket, comeback

    async def _connect_from_afar(
        self, connection: Connection, fresh: Socket, auth: dict[str, Any], pid: str, offset: object
    ) -> None:
        """Ask the other nodes for the place a client had; else let it in as the `fresh` one."""
        hub, namespace = self._hub, fresh.namespace
        self._close_former(pid)
        record = await hub.adapter.load(pid)
        if not self._still_there(connection, fresh):
            if record is not None:
                hub.adapter.save(record)
            return
        if record is None:
            # Nobody knows it, or nobody can be asked: what this node remembers is all there is.
            self._enter_here(connection, fresh, auth, pid, offset)
            return
        # It may have been elsewhere since it left here.
        hub.parking.take(pid, hub.engine.now())
        after = position_of(offset, record.since, None)
        if after is None or record.namespace != namespace.name:
            hub.stats.unrecover("unknown offset")
            self._enter(connection, fresh, auth, None)
            return
        # It is in its rooms before the past is asked for: the two overlap and leave no gap.
        joined = hub.adapter.position()
        socket = revive_record(record, namespace, connection.session)
        namespace.add(socket)
        past = await hub.adapter.history(after)
        if not self._still_there(connection, fresh):
            namespace.remove(socket)
            hub.adapter.save(record)
        elif past is None:
            namespace.remove(socket)
            hub.stats.unrecover("history forgotten")
            self._enter(connection, fresh, auth, None)
        else:
            self._enter(connection, socket, auth, Comeback(after, max(after, joined), past))

    @staticmethod
    def _still_there(connection: Connection, socket: Socket) -> bool:
        return connection.sockets.get(socket.namespace.name) is socket

    # ---- out ----

    def dismiss(self, socket: Socket) -> None:
        """The server ends a client's place and tells it so."""
        connection = socket.session.app
        if isinstance(connection, Connection):
            connection.drop(socket.namespace.name)
        socket.session.send(Frame(disconnect_packet(socket.namespace.name)))
        self.leave(socket, reasons.SERVER_DISCONNECT)

    def leave(self, socket: Socket, reason: str) -> None:
        """The client, or the server, ends its place in a namespace for good."""
        self._remove(socket)
        self._say_goodbye(socket, reason)
        if socket.pid is not None:
            self._hub.adapter.discard(socket.pid)

    def lose(self, socket: Socket, reason: str) -> None:
        """The connection is over; the client may be back, if the reason allows."""
        hub = self._hub
        record = hub.record(socket) if hub.remote and socket.connected else None
        was_connected = socket.connected
        known = was_connected or socket.returning
        self._remove(socket)
        if socket.pid is not None and known and reason in reasons.RECOVERABLE:
            until = hub.engine.now() + hub.options.recovery_window
            hub.parking.park(Parked(socket, socket.pid, until))
            if record is not None:
                hub.adapter.save(record)
        if was_connected:
            self._say_goodbye(socket, reason)

    def _remove(self, socket: Socket) -> None:
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
