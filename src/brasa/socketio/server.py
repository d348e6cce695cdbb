"""The public face of the Socket.IO server."""

import asyncio
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from brasa.socketio.adapter import Adapter
from brasa.socketio.admission import Admission
from brasa.socketio.binary import encode_args
from brasa.socketio.broadcast import Broadcast
from brasa.socketio.dispatch import Dispatcher, wants_ack
from brasa.socketio.engine import Engine
from brasa.socketio.errors import AckTimeout, SocketIOError, UnknownSid
from brasa.socketio.frame import Frame
from brasa.socketio.http import BoundedHttp
from brasa.socketio.hub import Hub
from brasa.socketio.mount import http_protocol, protocol
from brasa.socketio.namespace import Handler, Namespace
from brasa.socketio.options import Options
from brasa.socketio.packets import (
    EVENT,
    ROOT,
    check_event_name,
    data_packet,
)
from brasa.socketio.polling import ASGIApp, PollingApp
from brasa.socketio.socket import Socket
from brasa.socketio.stats import Stats
from brasa.socketio.websocket import WebSocket

AnyHandler = TypeVar("AnyHandler", bound=Handler)


class Server:
    """A Socket.IO server: handlers by event name, rooms, and events to them.

    Not thread-safe: everything happens on the event loop that serves it.
    """

    def __init__(self, options: Options | None = None, adapter: Adapter | None = None) -> None:
        self.options = options if options is not None else Options()
        self._hub = Hub(self.options, adapter)
        self._hub.admission = Admission(self._hub)
        self._hub.dispatcher = Dispatcher(self._hub)

    # ---- mounting ----

    @property
    def engine(self) -> Engine:
        """The Engine.IO server beneath, to mount several by `brasa.socketio.protocol`."""
        return self._hub.engine

    def asgi(self, other: ASGIApp | None = None) -> ASGIApp:
        """An ASGI application: long-polling under `options.path`, everything else by `other`."""
        return PollingApp(self._hub.engine, other)

    def protocol(self) -> type[WebSocket]:
        """The class for uvicorn's `ws` setting."""
        return protocol(self._hub.engine)

    def http(self) -> type[BoundedHttp]:
        """The class for uvicorn's `http` setting: its own, with bounds on a request's head."""
        return http_protocol(self._hub.engine)

    async def start(self) -> None:
        """Bind to the running loop and join the other nodes, if there is an adapter."""
        self._hub.engine.bind()
        await self._hub.adapter.start(self._hub.deliver)

    async def shutdown(self, grace: float = 5.0) -> None:
        """Refuse new clients, tell those there are, send what waits, and close.

        Takes at most about `grace` seconds. The clients are told to come back: elsewhere, or here
        after a restart.
        """
        half = grace / 2
        await self._hub.settle(half)
        await self._hub.engine.shutdown(half)
        await self._hub.settle(half)
        await self._hub.adapter.stop()

    # ---- handlers ----

    def on(self, event: str, namespace: str = ROOT) -> Callable[[AnyHandler], AnyHandler]:
        """Decorate the handler of an event; it may be a function or a coroutine function.

        - `connect(sid, handshake, auth)`: raise `ConnectionRefused` to refuse the client;
        - `disconnect(sid, reason)`;
        - any other `event(sid, *args)`: the result acknowledges it: None with no value, a tuple
          with several;
        - `"*"`, for events without a handler of their own: `(sid, event, *args)`.

        A namespace exists once it has a handler.
        """

        def register(handler: AnyHandler) -> AnyHandler:
            self.namespace(namespace).handlers[event] = handler
            return handler

        return register

    def on_error(self, handler: AnyHandler) -> AnyHandler:
        """Decorate what is called with `(error, sid, event, args)` when an event's handler raises.

        A plain function; its result acknowledges the event. Without one the error is logged and
        nothing acknowledged.
        """
        self._hub.on_error = handler
        return handler

    @staticmethod
    def wants_ack() -> bool:
        """Within an event's handler, or its error handler: whether the client asked for an ack."""
        return wants_ack.get()

    def namespace(self, name: str) -> Namespace:
        """The namespace of this name, made if need be."""
        found = self._hub.namespaces.get(name)
        if found is None:
            found = self._hub.namespaces[name] = Namespace(name, self.options)
        return found

    # ---- to clients ----

    async def emit(
        self,
        event: str,
        *args: Any,
        room: str | Iterable[str] | None = None,
        to: str | None = None,
        skip_sid: str | Iterable[str] | None = None,
        namespace: str = ROOT,
        volatile: bool = False,
    ) -> None:
        """Send an event to a room, to several, to one client (`to`), or to everyone.

        A member of several rooms gets it once. A single tuple is taken for several arguments.
        A volatile event is dropped for clients that are busy, and not kept for those away.
        Raises `ValueError` for a reserved event name.
        """
        check_event_name(event)
        if len(args) == 1 and isinstance(args[0], tuple):
            args = args[0]
        body, attachments = encode_args((event, *args))
        self._publish(
            Broadcast(
                namespace,
                _names(to if to is not None else room),
                body[:-1],
                attachments,
                _names(skip_sid) or (),
                volatile,
                isinstance(args[-1] if args else event, str),
            )
        )

    def emit_json(
        self,
        event: str,
        payload: bytes,
        room: str | Iterable[str] | None = None,
        namespace: str = ROOT,
    ) -> None:
        """Send an event whose one argument is JSON already, at once: the cheapest way to emit."""
        self._publish(Broadcast(namespace, _names(room), _open_body(event) + payload))

    def _publish(self, message: Broadcast) -> None:
        hub = self._hub
        hub.engine.bind()
        hub.stats.emitted += 1
        hub.adapter.publish(message)

    async def call(
        self,
        event: str,
        *args: Any,
        to: str,
        timeout: float = 60.0,
        namespace: str = ROOT,
    ) -> Any:
        """Send an event to one client of this node and wait for its acknowledgement.

        Returns None for none, the value for one, a tuple for several. Raises `UnknownSid`,
        `AckTimeout` after `timeout` seconds, `Disconnected` if the client leaves first.
        """
        check_event_name(event)
        socket = self._socket(to, namespace)
        number, answer = socket.expect_ack()
        body, attachments = encode_args((event, *args))
        text = data_packet(EVENT, namespace, body, len(attachments), number)
        self._hub.stats.emitted += 1
        socket.out.send(Frame(text, attachments))
        try:
            values = await asyncio.wait_for(answer, timeout)
        except TimeoutError:
            raise AckTimeout(f"{event!r} was not acknowledged in {timeout} s") from None
        finally:
            socket.take_ack(number)
        if len(values) > 1:
            return tuple(values)
        return values[0] if values else None

    # ---- rooms ----

    def enter_room(self, sid: str, room: str, namespace: str = ROOT) -> None:
        """Put a client of this node into a room; raises `UnknownSid`, `SocketIOError` if full."""
        socket = self._socket(sid, namespace)
        limit = self.options.max_rooms
        if limit is not None and len(socket.rooms) >= limit and room not in socket.rooms:
            self._hub.stats.refuse("rooms")
            raise SocketIOError(f"a client may be in {limit} rooms")
        socket.namespace.enter(socket, room, self._hub.adapter.position())
        self._hub.save(socket)

    def leave_room(self, sid: str, room: str, namespace: str = ROOT) -> None:
        """Take a client of this node out of a room; raises `UnknownSid`."""
        socket = self._socket(sid, namespace)
        socket.namespace.leave(socket, room, self._hub.adapter.position())
        self._hub.save(socket)

    def rooms(self, sid: str, namespace: str = ROOT) -> set[str]:
        """The rooms a client of this node is in, its sid among them; raises `UnknownSid`."""
        return {sid, *self._socket(sid, namespace).rooms}

    def close_room(self, room: str, namespace: str = ROOT) -> None:
        """Take every client of this node out of a room."""
        for socket in list(self.namespace(namespace).rooms.get(room, ())):
            socket.namespace.leave(socket, room, self._hub.adapter.position())
            self._hub.save(socket)

    def members(self, room: str, namespace: str = ROOT) -> set[str]:
        """The sids of this node's clients in a room."""
        return {socket.sid for socket in self.namespace(namespace).rooms.get(room, ())}

    # ---- clients ----

    def session(self, sid: str, namespace: str = ROOT) -> dict[str, Any]:
        """What you keep for a client; it survives recovery. Raises `UnknownSid`."""
        return self._socket(sid, namespace).data

    def connected(self, sid: str, namespace: str = ROOT) -> bool:
        """Whether a client is connected to this node."""
        found = self._hub.namespaces.get(namespace)
        return found is not None and sid in found.sockets

    async def disconnect(self, sid: str, namespace: str = ROOT) -> None:
        """Tell a client of this node to leave a namespace; the stock client does not come back.

        Raises `UnknownSid`.
        """
        self._hub.admission.dismiss(self._socket(sid, namespace))

    def _socket(self, sid: str, namespace: str) -> Socket:
        found = self._hub.namespaces.get(namespace)
        socket = found.sockets.get(sid) if found is not None else None
        if socket is None:
            raise UnknownSid(sid)
        return socket

    # ---- measuring ----

    def stats(self) -> Stats:
        """A copy of the counters."""
        hub = self._hub
        now = msgspec.structs.replace(
            hub.stats,
            refused=dict(hub.stats.refused),
            closed=dict(hub.stats.closed),
            unrecovered=dict(hub.stats.unrecovered),
        )
        now.rooms = sum(len(namespace.rooms) for namespace in hub.namespaces.values())
        now.parked = len(hub.parking)
        now.history_bytes = sum(n.history.bytes for n in hub.namespaces.values() if n.history)
        return now


def _names(names: str | Iterable[str] | None) -> tuple[str, ...] | None:
    if names is None:
        return None
    return (names,) if isinstance(names, str) else tuple(dict.fromkeys(names))


@lru_cache(maxsize=1024)
def _open_body(event: str) -> bytes:
    check_event_name(event)
    return b"[" + msgspec.json.encode(event) + b","
