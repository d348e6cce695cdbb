"""The public face of the Socket.IO server."""

import msgspec

from brasa.socketio.adapter import Adapter
from brasa.socketio.admission import Admission
from brasa.socketio.asgi import ASGIApp
from brasa.socketio.departure import Departure
from brasa.socketio.dispatch import Dispatcher
from brasa.socketio.emitting import Emitting
from brasa.socketio.engine import Engine
from brasa.socketio.handling import Handling
from brasa.socketio.http import BoundedHttp
from brasa.socketio.hub import Hub
from brasa.socketio.members import Members
from brasa.socketio.mount import http_protocol, protocol
from brasa.socketio.options import Options
from brasa.socketio.polling import PollingApp
from brasa.socketio.stats import Stats
from brasa.socketio.websocket import WebSocket


class Server(Handling, Emitting, Members):
    """A Socket.IO server: handlers by event name, rooms, and events to them.

    Not thread-safe: everything happens on the event loop that serves it.
    """

    def __init__(self, options: Options | None = None, adapter: Adapter | None = None) -> None:
        self.options = options if options is not None else Options()
        self._hub = Hub(self.options, adapter)
        self._hub.admission = Admission(self._hub)
        self._hub.departure = Departure(self._hub)
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
        await self._hub.adapter.start(self._hub)

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
