"""The HTTP request that opened a connection."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

_WSGI_PLAIN = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}

_NO_RECOVERY = re.compile(rb"[?&](?:recovery=0(?:&|$)|transport=[a-z]+&EIO=4&t=\d+\.\d+$)")
"""A client that says so, or python-socketio's by the way it writes its query: see `recovers`."""


class Handshake(Mapping[str, Any]):
    """The request of a client's handshake; also a read-only mapping in the shape of a WSGI environ.

    Kept as the bytes that came, for as long as the connection lives, and read when asked.
    """

    __slots__ = ("_head", "_method", "_peer", "_target", "hops", "recovered", "secure")

    def __init__(
        self, method: str, target: bytes, head: bytes, peer: str, *, secure: bool, hops: int = 0
    ) -> None:
        self._method = method
        self._target = target
        self._head = head
        self._peer = peer
        self.secure = secure
        """Whether it came by TLS to this process."""
        self.hops = hops
        """How many proxies in front are trusted to append to X-Forwarded-For."""
        self.recovered = False
        """Whether the client being connected comes back to a session it had."""

    @property
    def method(self) -> str:
        return self._method

    @property
    def path(self) -> str:
        return unquote(self._target.partition(b"?")[0].decode("latin-1"))

    @property
    def query(self) -> dict[str, str]:
        """The query parameters; of a repeated one the last."""
        text = self._target.partition(b"?")[2].decode("latin-1")
        if "%" in text or "+" in text:
            return dict(parse_qsl(text, keep_blank_values=True))
        # What a stock client sends: nothing to unquote, and a tenth of the time.
        pairs = [pair.partition("=") for pair in text.split("&") if pair]
        return {name: value for name, _, value in pairs}

    @property
    def recovers(self) -> bool:
        """Whether the client is taken for one that may recover its session.

        The offset that recovery adds to events is one argument more. JavaScript ignores it, a
        Python function refuses to be called; and python-socketio's client never recovers.
        """
        return _NO_RECOVERY.search(self._target) is None

    @property
    def headers(self) -> dict[str, str]:
        """The headers, names in lower case; of a repeated one the last."""
        return dict(_split_headers(self._head))

    @property
    def address(self) -> str:
        """The client's address, past the trusted proxies."""
        if not self.hops:
            return self._peer
        chain = [hop.strip() for hop in self.headers.get("x-forwarded-for", "").split(",")]
        chain = [hop for hop in chain if hop]
        return chain[-self.hops] if len(chain) >= self.hops else self._peer

    def _environ(self) -> dict[str, Any]:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self._method,
            "PATH_INFO": self.path,
            "QUERY_STRING": self._target.partition(b"?")[2].decode("latin-1"),
            "REMOTE_ADDR": self.address,
            "wsgi.url_scheme": "https" if self.secure else "http",
        }
        for name, value in _split_headers(self._head):
            key = _WSGI_PLAIN.get(name) or "HTTP_" + name.upper().replace("-", "_")
            environ[key] = value
        return environ

    def __getitem__(self, key: str) -> Any:
        return self._environ()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._environ())

    def __len__(self) -> int:
        return len(self._environ())


def _split_headers(head: bytes) -> list[tuple[str, str]]:
    lines = [line.partition(":") for line in head.decode("latin-1").split("\r\n")]
    return [(name.lower(), value.strip()) for name, colon, value in lines if colon]


def join_headers(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """ASGI headers as the lines they came in."""
    return b"\r\n".join([name + b": " + value for name, value in headers])
