"""What an ASGI application is, and the little of it that this one needs."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from brasa.socketio.handshake import Handshake, join_headers

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

TEXT = (b"content-type", b"text/plain; charset=UTF-8")
HTML = (b"content-type", b"text/html")
JSON = (b"content-type", b"application/json")
NO_STORE = (b"cache-control", b"no-store")


async def respond(send: Send, status: int, body: bytes, headers: Headers) -> None:
    """Send a whole response."""
    length = (b"content-length", b"%d" % len(body))
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})


async def serve_lifespan(receive: Receive, send: Send) -> None:
    """Accept startup and shutdown."""
    while True:
        message = await receive()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return


def read_scope(scope: Scope, hops: int) -> Handshake:
    """The request of an ASGI scope."""
    client = scope.get("client")
    target: bytes = scope["raw_path"] if scope.get("raw_path") else scope["path"].encode()
    return Handshake(
        scope["method"],
        target + b"?" + scope["query_string"],
        join_headers(scope["headers"]),
        client[0] if client else "unix",
        secure=scope.get("scheme") == "https",
        hops=hops,
    )
