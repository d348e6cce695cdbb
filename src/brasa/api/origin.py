"""Which web pages may use a server that asks for no token.

In open mode the server trusts whoever can reach its loopback address, and a browser can: any page
that its user visits may send requests there. Three checks keep foreign pages out.

- The peer must be on loopback.
- The `Host` must be a name of this machine. A page that has its own name resolve to 127.0.0.1
  (DNS rebinding) is same-origin to the browser, but still has to send its own name here.
- An `Origin`, which browsers send with every cross-site request that could change or read
  something, must be allowed. `null`, of sandboxed pages and files, never is.

In token mode a page cannot have the token, and none of this is needed.
"""

from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

import msgspec

from brasa.api.asgi import ASGIApp, Receive, Scope, Send
from brasa.domain.access import AccessMode
from brasa.domain.hosts import LOOPBACK_NAMES, host_name
from brasa.domain.refusals import error_body
from brasa.errors import Forbidden
from brasa.i18n import DEFAULT_LANGUAGE


class LocalOnly:
    """Wraps an ASGI application; in open mode it refuses foreign peers, hosts and origins.

    `hosts` are further host names, `origins` further origins (`https://host:port`), to allow.
    """

    def __init__(
        self,
        app: ASGIApp,
        mode: AccessMode,
        hosts: Sequence[str] = (),
        origins: Sequence[str] = (),
    ) -> None:
        self._app = app
        self._open = mode is AccessMode.OPEN
        self._hosts = frozenset(host.lower() for host in (*LOOPBACK_NAMES, *hosts))
        self._origins = frozenset(origin.rstrip("/").lower() for origin in origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._open and scope["type"] in ("http", "websocket"):
            problem = self._problem(scope)
            if problem is not None:
                await _refuse(scope, send, problem)
                return
        await self._app(scope, receive, send)

    def _problem(self, scope: Scope) -> Forbidden | None:
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        client = scope.get("client")
        if client is not None and not _is_loopback(client[0]):
            return Forbidden("Sem token, só se aceita esta máquina", code="not_local")
        if host_name(headers.get(b"host", "")) not in self._hosts:
            return Forbidden("Este nome de servidor não é aceito", code="host_not_allowed")
        origin = headers.get(b"origin")
        if origin is not None and not self._admits(origin):
            return Forbidden("Esta página não pode usar o servidor", code="origin_not_allowed")
        return None

    def _admits(self, origin: str) -> bool:
        if origin.rstrip("/").lower() in self._origins:
            return True
        try:
            return host_name(urlsplit(origin).netloc) in self._hosts
        except ValueError:
            return False


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == ""  # a socket of the file system has no address


async def _refuse(scope: Scope, send: Send, error: Forbidden) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": error.code})
        return
    body = msgspec.json.encode({"error": error_body(error, DEFAULT_LANGUAGE)})
    headers = [(b"content-type", b"application/json")]
    await send(
        {"type": "http.response.start", "status": 403, "headers": headers, "trailers": False}
    )
    await send({"type": "http.response.body", "body": body, "more_body": False})
