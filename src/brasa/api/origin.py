"""Keeps foreign pages out of a server that asks for no token; why and how: domain/locality.py."""

from collections.abc import Iterable

import msgspec

from brasa.api.asgi import ASGIApp, Receive, Scope, Send
from brasa.domain.access import AccessMode
from brasa.domain.locality import Locality
from brasa.domain.refusals import error_body
from brasa.errors import Forbidden
from brasa.i18n import DEFAULT_LANGUAGE


class LocalOnly:
    """Wraps an ASGI application; in open mode it refuses foreign peers, hosts and origins.

    `hosts` and `origins` are allowed besides this machine's own.
    """

    def __init__(
        self,
        app: ASGIApp,
        mode: AccessMode,
        hosts: Iterable[str] = (),
        origins: Iterable[str] = (),
    ) -> None:
        self._app = app
        self._locality = Locality(hosts, origins) if mode is AccessMode.OPEN else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._locality is not None and scope["type"] == "http":
            try:
                self._require(self._locality, scope)
            except Forbidden as error:
                await _refuse(send, error)
                return
        await self._app(scope, receive, send)

    def _require(self, locality: Locality, scope: Scope) -> None:
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        client = scope.get("client")
        locality.require(
            client[0] if client else None, headers.get(b"host", ""), headers.get(b"origin")
        )


async def _refuse(send: Send, error: Forbidden) -> None:
    body = msgspec.json.encode({"error": error_body(error, DEFAULT_LANGUAGE)})
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})
