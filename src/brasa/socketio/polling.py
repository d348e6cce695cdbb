"""HTTP long-polling, as an ASGI application."""

from brasa.socketio.asgi import (
    NO_STORE,
    TEXT,
    ASGIApp,
    Receive,
    Scope,
    Send,
    read_scope,
    respond,
    serve_lifespan,
)
from brasa.socketio.engine import Engine
from brasa.socketio.exchange import Exchange


class PollingApp:
    """Answers the requests under an engine's path; anything else goes to `other`."""

    def __init__(self, engine: Engine, other: ASGIApp | None) -> None:
        self._engine = engine
        self._other = other
        self._path = engine.options.path.rstrip("/") + "/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].rstrip("/") + "/" == self._path:
            await self._serve(scope, receive, send)
        elif self._other is not None:
            await self._other(scope, receive, send)
        elif scope["type"] == "http":
            await respond(send, 404, b"Not Found", [TEXT])
        elif scope["type"] == "lifespan":
            await serve_lifespan(receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        engine = self._engine
        engine.bind()
        handshake = read_scope(scope, engine.options.trusted_proxies)
        headers = handshake.headers
        origin = headers.get("origin")
        admitted = engine.origins.admits(origin, headers.get("host"))
        cors = engine.origins.cors_headers(origin) if admitted else []
        if handshake.method == "OPTIONS" and admitted:
            wanted = headers.get("access-control-request-headers")
            await respond(send, 204, b"", engine.origins.preflight_headers(origin, wanted))
            return
        exchange = Exchange(engine, receive, send, [*cors, NO_STORE])
        await exchange.run(handshake, headers)
