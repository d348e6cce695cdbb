"""uvicorn's HTTP protocol with bounds on the head of a request, which uvicorn has none for."""

import asyncio
from http import HTTPStatus
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from brasa.socketio.engine import Engine


class BoundedHttp(HttpToolsProtocol):
    """Refuses a request line and headers that are too large, or take too long to arrive.

    Not counted is the chunk of bytes in which a head begins: what comes at once may be as large as
    the kernel hands over at once.
    """

    engine: ClassVar[Engine]

    _deadline: asyncio.TimerHandle | None = None
    _size = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._begin()

    def data_received(self, data: bytes) -> None:
        begun = self._deadline
        super().data_received(data)
        if begun is not None and self._deadline is begun:
            self._size += len(data)
            if self._size > self.engine.options.max_head:
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "head too large")

    def connection_lost(self, exc: Exception | None) -> None:
        self._end()
        super().connection_lost(exc)

    # ---- what the parser calls ----

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._deadline is None:
            self._begin()

    def on_headers_complete(self) -> None:
        self._end()
        super().on_headers_complete()

    # ---- a head ----

    def _begin(self) -> None:
        self._size = 0
        self._deadline = self.loop.call_later(self.engine.options.head_timeout, self._late)

    def _end(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _late(self) -> None:
        self._refuse(HTTPStatus.REQUEST_TIMEOUT, "head timeout")

    def _refuse(self, status: HTTPStatus, reason: str) -> None:
        self._end()
        if self.transport.is_closing():
            return
        self.engine.stats.refuse(reason)
        line = f"HTTP/1.1 {status.value} {status.phrase}\r\n"
        self.transport.write(f"{line}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
        self.transport.close()
