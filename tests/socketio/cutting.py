"""A TCP proxy that cuts connections at random, in the middle of whatever they carry."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class CuttingProxy:
    """Forwards connections; while `cutting`, each lives for some bytes or some time only.

    A cut forwards part of a chunk and then resets both sides, or only the client's: the server
    finds out about the other when the client is back already.
    """

    def __init__(self, target: int, chance: random.Random) -> None:
        self._target = target
        self._chance = chance
        self.cutting_began = asyncio.Event()
        self.cuts = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()

    @property
    def cutting(self) -> bool:
        return self.cutting_began.is_set()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one client."""
        try:
            up = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        link = _Link(self, writer, up[1], self._chance)
        self._writers |= {writer, up[1]}
        pumps = [
            asyncio.create_task(link.pump(reader, up[1])),
            asyncio.create_task(link.pump(up[0], writer)),
            asyncio.create_task(link.time_out()),
        ]
        self._tasks.update(pumps)
        await asyncio.wait(pumps[:2])
        pumps[2].cancel()
        self._tasks.difference_update(pumps)

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        for writer in self._writers:
            writer.transport.abort()


class _Link:
    def __init__(
        self,
        proxy: CuttingProxy,
        client: asyncio.StreamWriter,
        server: asyncio.StreamWriter,
        chance: random.Random,
    ) -> None:
        self._proxy = proxy
        self._client = client
        self._server = server
        self._chance = chance
        self._budget = int(chance.expovariate(1 / 6000))
        self._lifetime = chance.expovariate(1 / 0.4)

    async def pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(4096):
                if self._proxy.cutting:
                    self._budget -= len(data)
                    if self._budget < 0:
                        writer.write(data[: self._chance.randrange(len(data) + 1)])
                        self._cut()
                        return
                writer.write(data)
                await writer.drain()
        except (OSError, RuntimeError):  # uvloop's word for a connection reset meanwhile
            pass
        writer.close()

    async def time_out(self) -> None:
        await self._proxy.cutting_began.wait()
        await asyncio.sleep(self._lifetime)
        if self._proxy.cutting:
            self._cut()

    def _cut(self) -> None:
        self._proxy.cuts += 1
        self._client.transport.abort()
        if self._chance.random() < 0.7:
            self._server.transport.abort()


@asynccontextmanager
async def cutting_proxy(
    target: int, chance: random.Random
) -> AsyncIterator[tuple[CuttingProxy, int]]:
    """A proxy to a port of this machine; yields it and its own port."""
    proxy = CuttingProxy(target, chance)
    server = await asyncio.start_server(proxy.accept, "127.0.0.1", 0)
    try:
        yield proxy, server.sockets[0].getsockname()[1]
    finally:
        proxy.close()
        server.close()
