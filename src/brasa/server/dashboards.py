"""The part that talks to people: Socket.IO, the REST API and the pages, on one port."""

import asyncio
import socket
from pathlib import Path
from typing import cast

from litestar import Litestar
from prometheus_client import CollectorRegistry

import brasa
from brasa.actions.unit import Work
from brasa.api.app import ApiSettings, create_app
from brasa.api.asgi import ASGIApp
from brasa.api.headers import Headers
from brasa.api.origin import LocalOnly
from brasa.config import Config
from brasa.domain.access import AccessMode
from brasa.engine.service import Service
from brasa.gateway.doorkeeper import LOOK_EVERY
from brasa.gateway.gateway import Gateway
from brasa.gateway.visitors import GatewaySettings
from brasa.server.checks import checks_of
from brasa.server.form import Form
from brasa.server.observe import Metrics
from brasa.server.realtime import options_of
from brasa.server.realtime_metrics import RealtimeMetrics
from brasa.server.web import web_server
from brasa.socketio import Server
from brasa.store.access import Access

# Seconds that clients get to take what was still sent to them.
GRACE = 3.0


class Dashboards:
    """Serves until `stop`; what was said before that still reaches the clients."""

    def __init__(
        self,
        config: Config,
        work: Work,
        form: Form,
        metrics: Metrics,
        registry: CollectorRegistry,
    ) -> None:
        self._sio = Server(options_of(config), form.adapter)
        registry.register(RealtimeMetrics(self._sio))
        access = Access(work.database, AccessMode(config.access))
        settings = GatewaySettings(origins=tuple(config.cors_origins))
        self._gateway = Gateway(self._sio, work, access, settings, form.attend(self._sio))
        app = create_app(
            work,
            access,
            ApiSettings(built_web_app(), config.tick_seconds, config.health),
            registry=registry,
            checks=checks_of(config, form, metrics),
        )
        self._web = web_server(self._guarded(app, access, config), self._sio)
        self._doorkeeper = Service(self._gateway.doorkeeper, form.clock, metrics, LOOK_EVERY)
        self._serving: list[asyncio.Task[None]] = []

    def _guarded(self, app: Litestar, access: Access, config: Config) -> ASGIApp:
        """Socket.IO and the API behind the same door; in open mode it is this machine's only."""
        pages = Headers(cast("ASGIApp", app))
        return LocalOnly(self._sio.asgi(pages), access.mode, origins=config.cors_origins)

    async def start(self, listener: socket.socket) -> None:
        """Take requests on a bound socket."""
        await self._sio.start()
        self._serving = [
            asyncio.create_task(self._web.serve([listener])),
            asyncio.create_task(self._doorkeeper.run()),
        ]
        await self._web.ready.wait()

    async def stop(self) -> None:
        """Take no more, tell the clients, close."""
        self._doorkeeper.stop()
        await self._sio.shutdown(GRACE)
        self._web.should_exit = True
        await asyncio.gather(*self._serving)


def built_web_app() -> Path:
    """Where the pages are: in the package when it came as a wheel, else beside the sources."""
    package = Path(brasa.__file__).parent
    packed = package / "web"
    return packed if packed.is_dir() else package.parents[1] / "web" / "app" / "dist"
