"""What a connection may send of requests: how much, how fast, and how many ahead."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from brasa.socketio import Server
from brasa.socketio.http import MOST_PIPELINED
from tests.socketio.raw import cut_off
from tests.socketio.serving import quick, serving_app

GET = b"GET / HTTP/1.1\r\nHost: x\r\n"
POLL = b"GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"


class Line:
    """A TCP connection to a server."""

    def __init__(
        self, sio: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.sio = sio
        self.reader = reader
        self.writer = writer

    async def status(self) -> int:
        """Read one answer; its status."""
        async with asyncio.timeout(5):
            head = await self.reader.readuntil(b"\r\n\r\n")
            [size] = [
                line.split(b":")[1]
                for line in head.lower().split(b"\r\n")
                if line.startswith(b"content-length")
            ]
            await self.reader.readexactly(int(size))
        return int(head.split()[1])

    async def pour(self, data: bytes) -> None:
        """Send the same again and again, until the server ends the connection."""
        async with asyncio.timeout(5):
            while not self.writer.is_closing():
                self.writer.write(data)
                await asyncio.sleep(0)
        assert await cut_off(self.reader)

    @property
    def refused(self) -> dict[str, int]:
        return self.sio.stats().refused


@asynccontextmanager
async def line(keep_alive: int = 5, **options: Any) -> AsyncIterator[Line]:
    sio = Server(quick(ping_interval=5.0, ping_timeout=5.0, **options))
    async with serving_app(sio.asgi(), sio.protocol(), sio.http(), keep_alive) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            yield Line(sio, reader, writer)
        finally:
            writer.close()
            await sio.shutdown(0.2)


async def test_requests_sent_ahead_are_answered_in_order() -> None:
    async with line() as there:
        ahead = [GET + b"\r\n"] * (MOST_PIPELINED - 1)
        there.writer.write(b"".join([POLL, *ahead, POLL]))
        answers = [await there.status() for _ in range(MOST_PIPELINED + 1)]
        assert answers == [200] + [404] * (MOST_PIPELINED - 1) + [200]


async def test_too_many_requests_sent_ahead_end_the_connection() -> None:
    async with line() as there:
        await there.pour((GET + b"\r\n") * 5_000)
        assert there.refused == {"pipelined": 1}


async def test_trailers_are_dropped_and_count_like_a_head() -> None:
    async with line(max_head=10_000) as there:
        there.writer.write(GET + CHUNKED + b"0\r\nX: a\r\n\r\n")
        assert await there.status() == 404
        there.writer.write(GET + CHUNKED + b"0\r\n")
        await there.pour(b"X: aaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n")
        assert there.refused == {"trailers too large": 1}


async def test_a_body_that_nobody_reads_does_not_go_on_for_ever() -> None:
    async with line(max_payload=100_000) as there:
        there.writer.write(GET + CHUNKED)
        assert await there.status() == 404
        await there.pour(b"1\r\na\r\n" * 100)
        assert there.refused == {"body after the answer": 1}


async def test_a_body_that_does_not_arrive_is_given_up_though_the_answer_is_given() -> None:
    async with line(body_timeout=0.05, head_timeout=0.05) as there:
        there.writer.write(GET + b"Content-Length: 1000\r\n\r\n")
        assert await there.status() == 404
        there.writer.write(b"a")  # and no more
        assert await cut_off(there.reader)
        assert there.refused == {"body timeout": 1}


@pytest.mark.parametrize("size", [10, 300_000])
async def test_what_comes_in_time_is_read_and_the_next_request_after_it(size: int) -> None:
    async with line() as there:
        body = b"a" * size
        there.writer.write(GET + b"Content-Length: %d\r\n\r\n" % size + body + POLL)
        assert [await there.status(), await there.status()] == [404, 200]
        assert there.refused == {}


async def test_an_empty_line_does_not_keep_a_connection_alive() -> None:
    async with line(keep_alive=1) as there:
        there.writer.write(GET + b"\r\n")
        assert await there.status() == 404
        there.writer.write(b"\r\n")
        assert await cut_off(there.reader)
