"""Which web pages may connect: the defence against cross-site websocket hijacking.

A browser sends `Origin` with every websocket handshake and cross-site request and lets no page
forge it. Other clients send none, hold no one's cookies, and are not affected.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

Headers = list[tuple[bytes, bytes]]


class OriginPolicy:
    """Decides by the list of allowed origins; see `Options.cors_allowed_origins`."""

    __slots__ = ("_allowed", "_any", "_credentials")

    def __init__(self, allowed: Sequence[str] | str | None, *, credentials: bool) -> None:
        origins = [allowed] if isinstance(allowed, str) else allowed
        self._any = origins is not None and "*" in origins
        self._allowed = (
            None if origins is None else frozenset(o.rstrip("/").lower() for o in origins)
        )
        self._credentials = credentials

    def admits(self, origin: str | None, host: str | None) -> bool:
        """Whether a request with these `Origin` and `Host` headers may connect."""
        if origin is None or self._any:
            return True
        if self._listed(origin.rstrip("/").lower()):
            return True
        return self._same_site(origin, host)

    def _listed(self, origin: str) -> bool:
        """`http://localhost:*` in the list stands for that host with any port, or with none."""
        if self._allowed is None:
            return False
        host, colon, port = origin.rpartition(":")
        any_port = f"{host if colon and port.isdecimal() else origin}:*"
        return origin in self._allowed or any_port in self._allowed

    def _same_site(self, origin: str, host: str | None) -> bool:
        try:
            return bool(host) and urlsplit(origin).netloc.lower() == (host or "").lower()
        except ValueError:
            return False

    def cors_headers(self, origin: str | None) -> Headers:
        """The headers that let the page of an admitted origin read the answer."""
        if origin is None:
            return []
        if self._any and not self._credentials:
            return [(b"access-control-allow-origin", b"*")]
        headers = [
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"vary", b"Origin"),
        ]
        if self._credentials and not self._any:
            headers.append((b"access-control-allow-credentials", b"true"))
        return headers

    def preflight_headers(self, origin: str | None, wanted: str | None) -> Headers:
        """The answer to a preflight that asks for the headers `wanted`."""
        return [
            *self.cors_headers(origin),
            (b"access-control-allow-methods", b"GET,POST,OPTIONS"),
            (b"access-control-allow-headers", (wanted or "content-type").encode("latin-1")),
            (b"access-control-max-age", b"600"),
        ]
