"""A reverse proxy for one machine: round robin, sticky for Socket.IO's long polling.

It reads the first request of a connection to choose a gateway, then passes bytes. Who polls comes
back to the gateway that gave it its session: by cookie, or by the session's id where a client
keeps no cookies. Real hosts have nginx or HAProxy for this; see docs/cluster.md.
"""

import asyncio
import itertools
import re
from collections import OrderedDict
from collections.abc import Sequence

COOKIE = "brasa-gateway"
_COOKIE = re.compile(rb"(?i)^cookie:.*\b%s=(\d+)" % COOKIE.encode(), re.MULTILINE)
_SID = re.compile(rb"[?&]sid=([\w-]+)")
_NEW_SID = re.compile(rb'0\{"sid":"([\w-]+)"')
HEAD_LIMIT = 64 * 1024
CHUNK = 64 * 1024
REMEMBERED = 10_000


class Proxy:
    """Passes connections on to gateways, by port on this machine."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = ports
        self._turn = itertools.cycle(range(len(ports)))
        self._sids: OrderedDict[bytes, int] = OrderedDict()
        self._open: set[asyncio.Task[None]] = set()

    async def serve(self, port: int) -> None:
        """Serve until cancelled; no connection is left behind."""
        server = await asyncio.start_server(self._accept, "127.0.0.1", port, limit=HEAD_LIMIT)
        try:
            async with server:
                await server.serve_forever()
        finally:
            for passing in self._open:
                passing.cancel()
            await asyncio.gather(*self._open, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        passing = asyncio.create_task(self._pass_on(reader, writer))
        self._open.add(passing)
        passing.add_done_callback(self._open.discard)
        await passing

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            gateway, streams = await self._reach(self._choose(head))
        except (OSError, EOFError, asyncio.LimitOverrunError):
            writer.close()
            return
        there, here = streams
        here.write(head)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_pass(reader, here))
                group.create_task(self._answer(there, writer, gateway))
        except* OSError:
            pass
        finally:
            writer.close()
            here.close()

    def _choose(self, head: bytes) -> int:
        line = head.partition(b"\r\n")[0]
        sid, cookie = _SID.search(line), _COOKIE.search(head)
        if sid is not None and sid[1] in self._sids:
            return self._sids[sid[1]]
        if cookie is not None and int(cookie[1]) < len(self._ports):
            return int(cookie[1])
        return next(self._turn)

    async def _reach(
        self, first: int
    ) -> tuple[int, tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """The chosen gateway, or the next one that answers."""
        for step in range(len(self._ports)):
            gateway = (first + step) % len(self._ports)
            try:
                return gateway, await asyncio.open_connection("127.0.0.1", self._ports[gateway])
            except OSError:
                continue
        raise OSError("no gateway answers")

    async def _answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, gateway: int
    ) -> None:
        """Pass answers back; the first one takes the cookie along."""
        first = await reader.read(CHUNK)
        found = _NEW_SID.search(first)
        if found is not None:
            self._sids[found[1]] = gateway
            if len(self._sids) > REMEMBERED:
                self._sids.popitem(last=False)
        cookie = f"\r\nSet-Cookie: {COOKIE}={gateway}; Path=/; HttpOnly; SameSite=Lax\r\n".encode()
        writer.write(first.replace(b"\r\n", cookie, 1))
        await _pass(reader, writer)


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(CHUNK):
        writer.write(chunk)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()
