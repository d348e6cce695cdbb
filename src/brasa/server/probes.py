"""What a worker serves: whether it lives, whether it may work, and its metrics."""

import asyncio
import socket
from collections.abc import Mapping
from typing import cast

import uvicorn
from litestar import Litestar
from litestar.di import Provide
from prometheus_client import CollectorRegistry

from brasa.api.readiness import Check, Readiness
from brasa.api.routes import operations
from brasa.server.web import WebServer
from brasa.socketio.asgi import ASGIApp


class Probes:
    """`/healthz`, `/readyz` and `/metrics` on the worker's own port."""

    def __init__(self, checks: Mapping[str, Check], registry: CollectorRegistry) -> None:
        readiness = Readiness(checks)
        app = Litestar(
            route_handlers=[operations.router],
            dependencies={
                "registry": Provide(lambda: registry, sync_to_thread=False),
                "readiness": Provide(lambda: readiness, sync_to_thread=False),
            },
            openapi_config=None,
            logging_config=None,
        )
        config = uvicorn.Config(
            cast("ASGIApp", app),
            loop="none",
            http="httptools",
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
        )
        self._web = WebServer(config)
        self._serving: asyncio.Task[None] | None = None

    async def start(self, listener: socket.socket) -> None:
        """Take requests on a bound socket."""
        self._serving = asyncio.create_task(self._web.serve([listener]))
        await self._web.ready.wait()

    async def stop(self) -> None:
        """Take no more and close."""
        self._web.should_exit = True
        if self._serving is not None:
            await self._serving
