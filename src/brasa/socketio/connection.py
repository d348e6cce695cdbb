"""Socket.IO on one Engine.IO session: packets in, clients of namespaces out."""

from typing import TYPE_CHECKING

from brasa.socketio.binary import restore
from brasa.socketio.errors import ProtocolError
from brasa.socketio.packets import ACK, CONNECT, DISCONNECT, EVENT, Packet, decode_packet
from brasa.socketio.reasons import CLIENT_LEFT
from brasa.socketio.session import Session
from brasa.socketio.socket import Socket

if TYPE_CHECKING:
    from brasa.socketio.hub import Hub


class Connection:
    """What a session of a Socket.IO server talks to."""

    __slots__ = ("_attachments", "_hub", "_packet", "session", "sockets")

    def __init__(self, hub: "Hub", session: Session) -> None:
        self._hub = hub
        self.session = session
        self.sockets: dict[str, Socket] = {}
        """This client by namespace."""
        self._packet: Packet | None = None
        self._attachments: list[bytes] | None = None

    def on_text(self, data: bytes) -> None:
        """Take the text of a packet, after the Engine.IO packet type."""
        if self._packet is not None:
            raise ProtocolError("text inside a binary packet")
        packet = decode_packet(data, self._hub.options.max_attachments, 1)
        if packet.attachments:
            self._packet = packet
            self._attachments = []
        else:
            self._handle(packet)

    def on_binary(self, data: bytes) -> None:
        """Take an attachment of the packet before it."""
        packet, attachments = self._packet, self._attachments
        if packet is None or attachments is None:
            raise ProtocolError("an attachment of nothing")
        attachments.append(data)
        if len(attachments) < packet.attachments:
            if sum(map(len, attachments)) > self._hub.options.max_payload:
                raise ProtocolError("attachments too large")
            return
        self._packet = self._attachments = None
        self._handle(packet._replace(data=restore(packet.data, attachments)))

    def on_close(self, reason: str) -> None:
        """The session is over: so is this client, everywhere."""
        sockets, self.sockets = self.sockets, {}
        for socket in sockets.values():
            self._hub.departure.lose(socket, reason)

    def holds(self, socket: Socket) -> bool:
        """Whether a client is still here, and has not left or been replaced meanwhile."""
        return self.sockets.get(socket.namespace.name) is socket

    def drop(self, namespace: str) -> None:
        """The server took this client out of a namespace; without any it has to join one again."""
        self.sockets.pop(namespace, None)
        if not self.sockets:
            options = self._hub.options
            self.session.connect_by = self._hub.engine.now() + options.connect_timeout

    def _handle(self, packet: Packet) -> None:
        socket = self.sockets.get(packet.namespace)
        if packet.type == CONNECT:
            if socket is not None:
                raise ProtocolError("connected already")
            self._hub.admission.connect(self, packet.namespace, packet.data or {})
        elif socket is None or not socket.connected:
            # One that was connected may have been disconnected and not know it yet.
            if self.session.connect_by:
                raise ProtocolError("not connected")
        elif packet.type == EVENT:
            self._hub.dispatcher.dispatch(socket, packet)
        elif packet.type == ACK and packet.id is not None:
            answer = socket.take_ack(packet.id)
            if answer is not None and not answer.done():
                answer.set_result(packet.data)
        elif packet.type == DISCONNECT:
            del self.sockets[packet.namespace]
            self._hub.departure.leave(socket, CLIENT_LEFT)
