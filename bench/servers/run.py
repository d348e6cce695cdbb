"""Serves an ASGI application and a websocket protocol as production would, on loopback."""

import asyncio
import socket

import uvicorn

from brasa.server.files import raise_file_limit
from brasa.socketio.asgi import ASGIApp


def serve(
    app: ASGIApp,
    protocol: type[asyncio.Protocol],
    http: type[asyncio.Protocol],
    port: int,
) -> None:
    """Serve until a signal; prints `ready <port>` when connections are accepted (0: any port)."""
    raise_file_limit()
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(4096)
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http=http,
        ws=protocol,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    print("ready", listener.getsockname()[1], flush=True)
    uvicorn.Server(config).run([listener])
