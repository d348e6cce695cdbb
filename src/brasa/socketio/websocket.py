"""The websocket transport, as a protocol class for uvicorn's `ws` setting."""

import asyncio
from collections.abc import Mapping
from typing import Any, ClassVar, cast

from brasa.socketio import reasons, refusal
from brasa.socketio.engine import Engine
from brasa.socketio.errors import FrameError, ProtocolError
from brasa.socketio.frame import Batch, Frame
from brasa.socketio.refusal import Refusal
from brasa.socketio.session import Session
from brasa.socketio.wsframes import BINARY, CLOSE, PING, TEXT, FrameReader, close_code, pong_frame
from brasa.socketio.wshandshake import (
    accept_key,
    read_request,
    refusal_response,
    release_parser,
    switching_protocols,
)
from brasa.socketio.wswriter import WebSocketWriter

LATE_BYTES = 64 << 10
"""What may be on its way when a peer is told to close; more, and it is not listening."""

_PROBE_ANSWER = Batch(None, Frame(b"3probe"))


class WebSocket(WebSocketWriter):
    """One websocket connection.

    uvicorn parses the request, makes this object, calls `connection_made`, hands it the request's
    bytes again, and then makes it the protocol of the TCP connection.
    """

    __slots__ = ("_connections", "_late", "_probing", "_reader")

    mounts: ClassVar[Mapping[str, Engine]] = {}

    _reader: FrameReader | None

    def __init__(self, config: Any, server_state: Any, app_state: Any) -> None:
        super().__init__()
        self._connections: set[asyncio.Protocol] = server_state.connections
        self._reader = None
        self._probing = False
        self._late = 0

    # ---- asyncio ----

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._tcp = cast("asyncio.Transport", transport)
        self._connections.add(self)
        release_parser(self._tcp.get_protocol())

    def data_received(self, data: bytes) -> None:
        if self._reader is None:
            self._open(data)
            return
        if self._closing and self._is_too_late(len(data)):
            return
        try:
            messages = self._reader.feed(data)
            if self._session is not None:
                self._session.spend(self._reader.frames)
            for opcode, payload in messages:
                self._take(opcode, payload)
        except FrameError as error:
            self._fail(error.code, str(error))
        except UnicodeDecodeError:
            self._fail(1007, "text is not UTF-8")
        except ProtocolError as error:
            self._fail(1002, str(error))

    def _is_too_late(self, size: int) -> bool:
        """Cut off a peer that has been told to close and goes on sending all the same."""
        self._late += size
        if self._late > LATE_BYTES:
            self._tcp.abort()
        return self._late > LATE_BYTES

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
        self._tcp.write(refusal_response(refused))
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
            self.answer_ping(pong_frame(payload))
        elif opcode == CLOSE:
            self._finish(close_code(payload), "")
            self._tcp.close()

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

    # ---- the end ----

    def _leave(self, code: int) -> None:
        if self._reader is None:
            self._tcp.close()
        else:
            self._finish(code, "")

    def tick(self, now: float) -> None:
        """Give up a probe that did not become the transport; cut off who does not close."""
        if self._closing or not self._probing:
            super().tick(now)
            return
        if self._session is not None and self._session.upgrade is self:
            self._session.upgrade = None
        self._finish(1000, "upgrade timeout")
