"""What every answer carries: who asked which request, and what a browser must not do with it."""

import re
from uuid import uuid4

import structlog

from brasa.api.asgi import ASGIApp, Message, Receive, Scope, Send

_SAFE_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")

CONTENT_POLICY = (
    "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self' ws: wss:"
)
_SECURITY = [
    (b"content-security-policy", CONTENT_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]


class Headers:
    """Wraps an ASGI application: adds `X-Request-Id` and the security headers.

    A caller's own request id is kept where it is harmless, so that a proxy's logs and ours agree.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        added = [(b"x-request-id", request_id), *_SECURITY]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                have = {name.lower() for name, _ in message["headers"]}
                more = [header for header in added if header[0] not in have]
                message["headers"] = [*message["headers"], *more]
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id.decode()):
            await self._app(scope, receive, send_with_headers)


def _request_id(scope: Scope) -> bytes:
    for name, value in scope["headers"]:
        if name.lower() == b"x-request-id" and _SAFE_ID.fullmatch(value):
            return bytes(value)
    return uuid4().hex.encode()
