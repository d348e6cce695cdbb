"""The part that talks to people: Socket.IO, the REST API and the pages, on one port."""

import asyncio
import socket

from prometheus_client import CollectorRegistry

from brasa.actions.unit import Work
from brasa.config import Config
from brasa.domain.access import AccessMode
from brasa.gateway.gateway import Gateway
from brasa.server.observe import Metrics
from brasa.server.realtime import options_of
from brasa.server.web import web_server
from brasa.socketio import Server
from brasa.store.access import Access

# Seconds that clients get to take what was still sent to them.
GRACE = 3.0


class Dashboards:
    """Serves until `stop`; what was said before that still reaches the clients."""

    def __init__(
        self, config: Config, work: Work, metrics: Metrics, registry: CollectorRegistry
    ) -> None:
        self._sio = Server(options_of(config))
        access = Access(work.database, AccessMode(config.access))
        self._gateway = Gateway(self._sio, work, access)
        self._web = web_server(self._sio.asgi(), self._sio.protocol())
        self._serving: asyncio.Task[None] | None = None

    async def start(self, listener: socket.socket) -> None:
        """Take requests on a bound socket."""
        await self._sio.start()
        self._serving = asyncio.create_task(self._web.serve([listener]))
        await self._web.ready.wait()

    async def stop(self) -> None:
        """Take no more, tell the clients, close."""
        await self._sio.shutdown(GRACE)
        self._web.should_exit = True
        if self._serving is not None:
            await self._serving
