"""The websocket transport, as a protocol class for uvicorn's `ws` setting."""

import asyncio
import base64
import binascii
import contextlib
import hashlib
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar, cast

from brasa.socketio import reasons, refusal
from brasa.socketio.engine import Engine
from brasa.socketio.errors import FrameError, ProtocolError
from brasa.socketio.frame import Batch, Frame
from brasa.socketio.handshake import Handshake
from brasa.socketio.refusal import Refusal
from brasa.socketio.session import Session
from brasa.socketio.wsframes import (
    BINARY,
    CLOSE,
    PING,
    TEXT,
    FrameReader,
    close_code,
    close_frame,
    pong_frame,
)

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, section 1.3
_PROBE_ANSWER = Batch(None, Frame(b"3probe"))


class WebSocket(asyncio.Protocol):
    """One websocket connection.

    uvicorn parses the request, makes this object, calls `connection_made`, hands it the request's
    bytes again, and then makes it the protocol of the TCP connection.
    """

    __slots__ = (
        "_closing",
        "_connections",
        "_paused",
        "_pong",
        "_probing",
        "_reader",
        "_session",
        "_tcp",
        "engine",
    )

    name = "websocket"
    mounts: ClassVar[Mapping[str, Engine]] = {}

    _reader: FrameReader | None
    _session: Session | None

    def __init__(self, config: Any, server_state: Any, app_state: Any) -> None:
        self._connections: set[asyncio.Protocol] = server_state.connections
        self._reader = None
        self._session = None
        self._probing = False
        self._closing = False
        self._paused = False
        self._pong: bytes | None = None

    # ---- asyncio ----

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._tcp = cast("asyncio.Transport", transport)
        self._connections.add(self)
        release_parser(self._tcp.get_protocol())

    def data_received(self, data: bytes) -> None:
        if self._reader is None:
            self._open(data)
            return
        try:
            for opcode, payload in self._reader.feed(data):
                self._take(opcode, payload)
        except FrameError as error:
            self._fail(error.code, str(error))
        except UnicodeDecodeError:
            self._fail(1007, "text is not UTF-8")
        except ProtocolError as error:
            self._fail(1002, str(error))

    def pause_writing(self) -> None:
        self._paused = True

    def resume_writing(self) -> None:
        self._paused = False
        pong, self._pong = self._pong, None
        if pong is not None and not self._closing:
            self._write(pong)
        if self._session is not None:
            self._session.on_drain()

    def connection_lost(self, exc: Exception | None) -> None:
        self._connections.discard(self)
        if self._reader is not None:
            self.engine.unwatch(self)
        session, self._session = self._session, None
        if session is None:
            return
        self._let_go(session, reasons.TRANSPORT_ERROR if exc else reasons.TRANSPORT_CLOSE)

    def shutdown(self) -> None:
        """Close because uvicorn stops."""
        if self._session is not None and not self._probing:
            self._session.close(reasons.SERVER_SHUTTING_DOWN)
        else:
            self._leave(1012)

    # ---- opening ----

    def _open(self, request: bytes) -> None:
        handshake = read_request(request, self._tcp)
        engine = self.mounts.get(handshake.path.rstrip("/") + "/")
        if engine is None:
            self._refuse(Refusal(404, 3, "Not found", "not found"))
            return
        engine.bind()
        self.engine = engine
        handshake.hops = engine.options.trusted_proxies
        headers, query = handshake.headers, handshake.query
        refused = engine.refuse(handshake, headers, query, self.name)
        sid = query.get("sid")
        session = engine.sessions.get(sid) if sid else None
        if refused is None and sid and session is None:
            refused = refusal.UNKNOWN_SESSION
        accept = accept_key(headers)
        if refused is None and accept is None:
            refused = refusal.BAD_REQUEST
        if refused is not None:
            engine.stats.refuse(refused.reason)
            self._refuse(refused)
            return
        switching = switching_protocols(accept or b"", headers.get("sec-websocket-protocol"))
        self._reader = FrameReader(engine.options.max_payload)
        engine.watch(self)
        if session is None:
            self._session, opening = engine.open(handshake, self)
            self._tcp.write(switching + opening.wire)
            engine.begin(self._session)
        else:
            self._tcp.write(switching)
            self._probe(session)

    def _refuse(self, refused: Refusal) -> None:
        phrase = HTTPStatus(refused.status).phrase.encode()
        body = refused.body
        self._tcp.write(
            b"HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
            b"Connection: close\r\n\r\n%s" % (refused.status, phrase, len(body), body)
        )
        self._tcp.close()

    # ---- upgrading a polling session ----

    def _probe(self, session: Session) -> None:
        busy = session.upgrade is not None or session.transport is None
        if busy or session.transport is None or session.transport.name != "polling":
            self._finish(1008, "the session has a websocket")
            return
        self._session = session
        self._probing = True
        session.upgrade = self
        self.engine.wheel.add(self, self.engine.now() + self.engine.options.upgrade_timeout)

    def _take_probing(self, packet: bytes) -> None:
        session = self._session
        if session is None or session.transport is None:
            self._finish(1000, "")
        elif packet == b"2probe":
            self.send(_PROBE_ANSWER)
            cast("Any", session.transport).release()
        elif packet == b"5":
            self._probing = False
            session.upgrade = None
            previous, session.transport = session.transport, self
            self.engine.stats.upgraded += 1
            self.engine.stats.websockets += 1
            previous.finish(None, 1000, "upgraded")
            session.flush()
        else:
            session.upgrade = None
            self._finish(1002, "bad probe")

    # ---- in ----

    def _take(self, opcode: int, payload: bytes) -> None:
        if self._closing:
            if opcode == CLOSE:
                self._tcp.close()
        elif opcode in (TEXT, BINARY):
            self._take_message(opcode, payload)
        elif opcode == PING:
            self._answer_ping(pong_frame(payload))
        elif opcode == CLOSE:
            self._finish(close_code(payload), "")
            self._tcp.close()

    def _answer_ping(self, pong: bytes) -> None:
        """Of pings that a client sends and does not read on, only the last needs an answer."""
        if self._paused:
            self._pong = pong
        else:
            self._write(pong)

    def _take_message(self, opcode: int, payload: bytes) -> None:
        session = self._session
        if self._probing:
            self._take_probing(payload if opcode == TEXT else b"")
        elif session is None:
            return
        elif opcode == TEXT:
            session.receive(payload)
        else:
            session.receive_binary(payload)

    def _fail(self, code: int, message: str) -> None:
        """Close for good at a violation by the client."""
        session = self._session
        reason = reasons.PAYLOAD_TOO_LARGE if code == 1009 else reasons.PARSE_ERROR
        if session is not None and session.transport is self:
            self._session = None
            session.lost(reason)
        self._finish(code, message)

    # ---- out ----

    def _write(self, data: bytes) -> None:
        # uvloop objects to writes between a reset and `connection_lost`, which comes and tells.
        with contextlib.suppress(RuntimeError):
            self._tcp.write(data)

    @property
    def writable(self) -> bool:
        return not self._paused and not self._closing

    @property
    def backlog(self) -> int:
        return 0 if self._tcp.is_closing() else self._tcp.get_write_buffer_size()

    def send(self, batch: Batch) -> Batch | None:
        data = batch.wire
        # Only past the transport's high-water mark can there be too much to add to.
        if self._paused and self.backlog + len(data) > self.engine.options.send_buffer_limit:
            return batch
        self._write(data)
        return None

    def finish(self, batch: Batch | None, code: int, reason: str) -> None:
        if batch is not None and not self._closing:
            self._write(batch.wire)
        self._finish(code, reason)

    def abort(self) -> None:
        self._session = None
        self._tcp.abort()

    def _let_go(self, session: Session, reason: str) -> None:
        """This websocket is of no more use to the session."""
        if session.upgrade is self:
            session.upgrade = None
        elif session.transport is self:
            session.lost(reason)

    def _leave(self, code: int) -> None:
        if self._reader is None:
            self._tcp.close()
        else:
            self._finish(code, "")

    def _finish(self, code: int, reason: str) -> None:
        """Send a close frame and wait for the peer's, but not for long."""
        if self._closing:
            return
        self._closing = True
        session, self._session = self._session, None
        if session is not None:
            self._let_go(session, reasons.TRANSPORT_CLOSE)
        self._write(close_frame(code, reason))
        self.engine.wheel.add(self, self.engine.now() + self.engine.options.close_timeout)

    def tick(self, now: float) -> None:
        """A probe that did not become the transport, or a peer that does not answer the close."""
        if self._closing:
            if not self._tcp.is_closing():
                self._tcp.abort()
        elif self._probing:
            if self._session is not None and self._session.upgrade is self:
                self._session.upgrade = None
            self._finish(1000, "upgrade timeout")


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


def release_parser(http: asyncio.BaseProtocol) -> None:
    """Let uvicorn's HTTP protocol be freed now: it and its parser hold each other.

    Left to the garbage collector they add some KiB to every connection of a storm.
    """
    if hasattr(http, "parser"):
        http.parser = None
