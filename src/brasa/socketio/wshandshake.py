"""The opening handshake of a websocket (RFC 6455, section 4), as uvicorn passes it on."""

import asyncio
import base64
import binascii
import hashlib
from collections.abc import Mapping
from http import HTTPStatus

from brasa.socketio.handshake import Handshake
from brasa.socketio.refusal import Refusal

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # section 1.3


def read_request(request: bytes, tcp: asyncio.Transport) -> Handshake:
    """The request as uvicorn rebuilt it: a request line and header lines, names in lower case."""
    line, _, head = request.partition(b"\r\n")
    method, target, _ = line.split(b" ", 2)
    peer = tcp.get_extra_info("peername")
    return Handshake(
        method.decode("latin-1"),
        target,
        head.removesuffix(b"\r\n\r\n"),
        peer[0] if isinstance(peer, tuple) else "unix",
        secure=tcp.get_extra_info("sslcontext") is not None,
    )


def accept_key(headers: Mapping[str, str]) -> bytes | None:
    """The answer to a valid handshake's key (RFC 6455, section 4.2), or None."""
    key = headers.get("sec-websocket-key", "").encode("latin-1")
    try:
        valid = len(base64.b64decode(key, validate=True)) == 16
    except binascii.Error:
        valid = False
    if not valid or headers.get("sec-websocket-version") != "13":
        return None
    return base64.b64encode(hashlib.sha1(key + _GUID, usedforsecurity=False).digest())


def switching_protocols(accept: bytes, protocols: str | None) -> bytes:
    """The answer that opens the websocket; of offered subprotocols the first is taken."""
    chosen = b""
    if protocols:
        first = protocols.split(",")[0].strip().encode("latin-1")
        chosen = b"Sec-WebSocket-Protocol: " + first + b"\r\n"
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: %s\r\n%s\r\n" % (accept, chosen)
    )


def refusal_response(refused: Refusal) -> bytes:
    """The answer that opens nothing."""
    phrase = HTTPStatus(refused.status).phrase.encode()
    body = refused.body
    return (
        b"HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
        b"Connection: close\r\n\r\n%s" % (refused.status, phrase, len(body), body)
    )


def release_parser(http: asyncio.BaseProtocol) -> None:
    """Let uvicorn's HTTP protocol be freed now: it and its parser hold each other.

    Left to the garbage collector they add some KiB to every connection of a storm.
    """
    if hasattr(http, "parser"):
        http.parser = None
