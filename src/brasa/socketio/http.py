"""uvicorn's HTTP protocol with the bounds on a request that uvicorn has none for."""

import asyncio
from enum import Enum
from http import HTTPStatus
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from brasa.socketio.engine import Engine

MOST_PIPELINED = 16
"""Requests that may wait for the answer to the one before them; browsers send none ahead."""
_A_LOT = 128 << 10  # bytes at once, after which the other connections have their turn


class _Stage(Enum):
    """What of a request is to come next."""

    HEAD = 1
    BODY = 2
    NOTHING = 3


class _Refused(Exception):
    """Ends the parser's work on a request that has been refused."""


class BoundedHttp(HttpToolsProtocol):
    """Refuses a request whose head is too large, or whose parts take too long to arrive.

    Not counted is the chunk of bytes in which a head begins: what comes at once may be as large as
    the kernel hands over at once. Of a body that nobody reads any more, since the answer is given,
    as much may come as a payload may have. Trailers are dropped, and count like a head.
    """

    engine: ClassVar[Engine]

    _deadline: asyncio.TimerHandle | None = None
    _size = 0
    _stage = _Stage.HEAD

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._begin()

    def data_received(self, data: bytes) -> None:
        begun, stage = self._deadline, self._stage
        super().data_received(data)
        if self.parser is None or self.transport.is_closing():
            return
        if stage is _Stage.HEAD and self._deadline is begun:
            self._count(len(data), self.engine.options.max_head, "head too large")
        elif self._stage is _Stage.BODY:
            self._wait_for_body(len(data))
        elif self._stage is _Stage.NOTHING:
            self._wait_for_more()
        if len(data) > _A_LOT and not self.flow.read_paused:
            self.transport.pause_reading()
            self.loop.call_soon(self._go_on)

    def connection_lost(self, exc: Exception | None) -> None:
        self._end()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self) -> None:
        self._end()
        super().handle_websocket_upgrade()

    def send_400_response(self, msg: str) -> None:
        self._end()
        if not self.transport.is_closing():
            super().send_400_response(msg)

    # ---- what the parser calls ----

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._stage is not _Stage.HEAD:
            self._begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._stage is _Stage.HEAD:
            super().on_header(name, value)
        elif not self._count(
            len(name) + len(value), self.engine.options.max_head, "trailers too large"
        ):
            raise _Refused

    def on_headers_complete(self) -> None:
        self._end()
        self._stage, self._size = _Stage.BODY, 0
        if len(self.pipeline) >= MOST_PIPELINED:
            self._refuse(HTTPStatus.TOO_MANY_REQUESTS, "pipelined")
            raise _Refused
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._end()
        self._stage = _Stage.NOTHING
        super().on_message_complete()

    # ---- time ----

    def _begin(self) -> None:
        self._stage, self._size = _Stage.HEAD, 0
        self._wait(self.engine.options.head_timeout, "head timeout")

    def _wait_for_body(self, size: int) -> None:
        """The application may have a deadline of its own, which comes first."""
        options = self.engine.options
        if self._deadline is None:
            self._wait(options.body_timeout + options.head_timeout, "body timeout")
        if self.cycle.response_complete:
            self._count(size, options.max_payload, "body after the answer")

    def _wait_for_more(self) -> None:
        """What is no request, such as an empty line, may not switch the keep-alive timeout off."""
        if self.cycle.response_complete and self.timeout_keep_alive_task is None:
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )

    def _wait(self, seconds: float, reason: str) -> None:
        self._deadline = self.loop.call_later(
            seconds, self._refuse, HTTPStatus.REQUEST_TIMEOUT, reason
        )

    def _end(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _go_on(self) -> None:
        if not (self.flow.read_paused or self.transport.is_closing()):
            self.transport.resume_reading()

    # ---- refusing ----

    def _count(self, size: int, most: int, reason: str) -> bool:
        """Whether, with so many bytes more, it is still within `most`; else it is refused."""
        self._size += size
        if self._size > most:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, reason)
        return self._size <= most

    def _refuse(self, status: HTTPStatus, reason: str) -> None:
        self._end()
        if self.transport.is_closing():
            return
        self.engine.stats.refuse(reason)
        if self._may_answer():
            line = f"HTTP/1.1 {status.value} {status.phrase}\r\n"
            end = "Content-Length: 0\r\nConnection: close\r\n\r\n"
            self.transport.write(f"{line}{end}".encode())
        self.transport.close()

    def _may_answer(self) -> bool:
        """Whether what is written now is taken for the answer to the request that is refused."""
        if self.cycle is None or self.pipeline:
            return not self.pipeline
        if self._stage is _Stage.HEAD:
            return self.cycle.response_complete
        return not self.cycle.response_started
