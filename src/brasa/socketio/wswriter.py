"""The sending half of a websocket, and how it ends."""

import asyncio
import contextlib

from brasa.socketio import reasons
from brasa.socketio.engine import Engine
from brasa.socketio.frame import Batch
from brasa.socketio.session import Session
from brasa.socketio.wsframes import close_frame


class WebSocketWriter(asyncio.Protocol):
    """Writes batches, pongs and the close frame, within what the peer takes."""

    __slots__ = ("_closing", "_paused", "_pong", "_session", "_tcp", "engine")

    name = "websocket"
    engine: Engine
    _tcp: asyncio.Transport
    _session: Session | None

    def __init__(self) -> None:
        self._session = None
        self._closing = False
        self._paused = False
        self._pong: bytes | None = None

    # ---- flow ----

    def pause_writing(self) -> None:
        self._paused = True

    def resume_writing(self) -> None:
        self._paused = False
        pong, self._pong = self._pong, None
        if pong is not None and not self._closing:
            self._write(pong)
        if self._session is not None:
            self._session.flush()  # a large frame may have waited
        if self._session is not None:
            self._session.on_drain()

    def answer_ping(self, pong: bytes) -> None:
        """Of pings that a client sends and does not read on, only the last needs an answer."""
        if self._paused:
            self._pong = pong
        else:
            self._write(pong)

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
        # Only past the transport's high-water mark can there be too much to add to, and where
        # little waits one frame may be as large as it is.
        if self._paused and self.backlog > self._little(batch):
            return batch
        self._write(data)
        return None

    def _little(self, batch: Batch) -> int:
        """How much may wait before a batch for it to be added."""
        limit = self.engine.options.send_buffer_limit
        return limit // 4 if batch.before is None and batch.size > limit else limit - batch.size

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
        """Cut off a peer that does not answer the close."""
        if self._closing and not self._tcp.is_closing():
            self._tcp.abort()
