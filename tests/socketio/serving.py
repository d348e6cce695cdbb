"""Real servers on free ports of loopback."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import uvicorn

from brasa.socketio import Options, Server
from brasa.socketio.asgi import ASGIApp


class _Uvicorn(uvicorn.Server):
    """Stops when told, not at the next tick of a clock."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.stop = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals belong to the test run."""
        yield

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self.stop.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await self.lifespan.shutdown()


@asynccontextmanager
async def serving_app(
    app: ASGIApp,
    protocol: type[asyncio.Protocol],
    http: type[asyncio.Protocol] | str = "httptools",
    keep_alive: int = 5,
) -> AsyncIterator[int]:
    """Serve an application; yields its port. `keep_alive` is in seconds."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(1024)
    config = uvicorn.Config(
        app,
        http=http,
        ws=protocol,
        log_level="error",
        access_log=False,
        timeout_keep_alive=keep_alive,
        timeout_graceful_shutdown=1,
    )
    server = _Uvicorn(config)
    task = asyncio.create_task(server.serve([listener]))
    try:
        yield listener.getsockname()[1]
    finally:
        server.stop.set()
        await task


@asynccontextmanager
async def serving(sio: Server) -> AsyncIterator[int]:
    """Serve a Socket.IO server; yields its port. It is shut down before uvicorn is."""
    async with serving_app(sio.asgi(), sio.protocol(), sio.http()) as port:
        await sio.start()
        try:
            yield port
        finally:
            await sio.shutdown(0.2)


def quick(**changes: object) -> Options:
    """The suites' settings, with recovery off unless asked for."""
    settings = {
        "ping_interval": 0.3,
        "ping_timeout": 0.2,
        "connect_timeout": 1.0,
        "close_timeout": 1.0,
        "cors_allowed_origins": "*",
        "recovery": False,
        **changes,
    }
    return Options(**settings)  # type: ignore[arg-type]
