"""A local server that answers as it is told, byte for byte, and counts what reached it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


def answer(status: int, body: str = "{}", **headers: str) -> bytes:
    """The bytes of an HTTP answer; `Retry_After="3"` becomes the header `Retry-After: 3`."""
    lines = [f"HTTP/1.1 {status} Status", f"Content-Length: {len(body.encode())}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", body]).encode()


class Misbehaving:
    """`reply` None: never answer. After `reply`, empty or not, the connection is closed."""

    def __init__(self, reply: bytes | None) -> None:
        self.reply = reply
        self.requests: list[bytes] = []
        self.url = ""
        self._leaving = asyncio.Event()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read one request, do as told."""
        try:
            self.requests.append(await _request(reader))
            if self.reply is None:
                await self._leaving.wait()
            else:
                writer.write(self.reply)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def leave(self) -> None:
        """Give up on those who still wait."""
        self._leaving.set()


@asynccontextmanager
async def misbehaving(reply: bytes | None) -> AsyncIterator[Misbehaving]:
    """A server on a free port of this machine, until the block ends."""
    behaviour = Misbehaving(reply)
    server = await asyncio.start_server(behaviour.talk, "127.0.0.1", 0)
    behaviour.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/messages"
    async with server:
        try:
            yield behaviour
        finally:
            behaviour.leave()


@asynccontextmanager
async def nobody() -> AsyncIterator[str]:
    """An address where connections are refused: the port is ours, and nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/messages"


async def _request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    sizes = [
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    ]
    return head + await reader.readexactly(sum(sizes))
