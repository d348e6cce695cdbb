"""The HTTP server: a port of its own, and an end that the composition root decides."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from brasa.domain.os_errors import reason
from brasa.errors import BrasaError
from brasa.socketio import Server
from brasa.socketio.asgi import ASGIApp

BACKLOG = 2048


class PortInUse(BrasaError):
    """Somebody else listens there."""

    code = "port_in_use"


def listen(host: str, port: int) -> socket.socket:
    """Bind before anything else is started, so that a port in use costs nothing.

    Raises PortInUse; BrasaError when the address is not this machine's or not allowed.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno in (48, 98):
            raise PortInUse(
                "A porta {port} já está em uso; escolha outra, por exemplo PORT={other}",
                port=port,
                other=port + 1,
            ) from error
        raise BrasaError(
            "Não é possível escutar em {host}:{port}: {why}",
            code="cannot_listen",
            host=host,
            port=port,
            why=reason(error),
        ) from error
    listener.setblocking(False)
    return listener


class WebServer(uvicorn.Server):
    """uvicorn without its signal handlers: whoever composes the parts also ends them."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and tell who waits for it."""
        await super().startup(sockets)
        self.ready.set()


def web_server(app: ASGIApp, sio: Server) -> WebServer:
    """A server for the API, the dashboard and Socket.IO over both transports."""
    return WebServer(
        uvicorn.Config(
            app,
            ws=sio.protocol(),
            ws_per_message_deflate=False,
            ws_ping_interval=None,
            loop="none",
            http=sio.http(),
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=5,
        )
    )
