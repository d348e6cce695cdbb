"""Which web pages may use a server that asks for no token.

In open mode the server trusts whoever reaches its loopback address, and a browser does: any page
that its user visits may send requests there. Three checks keep foreign pages out.

- The peer must be on loopback.
- The `Host` must be a name of this machine. A page whose own name resolves to 127.0.0.1 (DNS
  rebinding) is same-origin to the browser, but still has to send its own name here.
- An `Origin`, which browsers send with every websocket and with every cross-site request that
  could change or read something, must be of this machine or allowed. `null`, the origin of
  sandboxed pages and files, never is.

In token mode a page cannot have the token, and none of this is needed.
"""

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from brasa.errors import Forbidden

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


class Locality:
    """`hosts` are further host names, `origins` further origins (`https://host:port`) to allow."""

    def __init__(self, hosts: Iterable[str] = (), origins: Iterable[str] = ()) -> None:
        self._hosts = frozenset(host.lower() for host in (*LOOPBACK_NAMES, *hosts))
        self._origins = frozenset(origin.rstrip("/").lower() for origin in origins)

    def require(self, peer: str | None, host: str, origin: str | None) -> None:
        """Raise Forbidden unless a request of `peer` with these headers is of this machine.

        `peer` is an address; None or empty for a socket of the file system, which has none.
        """
        if peer and not _is_loopback(peer):
            raise Forbidden("Sem token, só se aceita esta máquina", code="not_local")
        if _name(host) not in self._hosts:
            raise Forbidden("Este nome de servidor não é aceito", code="host_not_allowed")
        if origin is not None and not self._admits(origin):
            raise Forbidden("Esta página não pode usar o servidor", code="origin_not_allowed")

    def _admits(self, origin: str) -> bool:
        if origin.rstrip("/").lower() in self._origins:
            return True
        try:
            return _name(urlsplit(origin).netloc) in self._hosts
        except ValueError:
            return False


def _name(host: str) -> str:
    """A `Host` without its port."""
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdigit() else host.lower()


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
