"""A TCP proxy that cuts connections at random, in the middle of whatever they carry."""

import asyncio
import random
import re
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

_CLIENT = re.compile(rb"[?&]client=(\d+)")
_BYTES, _SECONDS = 6000, 0.4
"""How much a connection carries, and how long it lives, on average."""


class CuttingProxy:
    """Forwards connections; while `cutting`, each lives for some bytes or some time only.

    A cut forwards part of a chunk and then resets both sides, or only the client's: the server
    finds out about the other when the client is back already. Clients say who they are by `client`
    in their query; each is cut so many times and then left alone.
    """

    def __init__(self, target: int, clients: int, times: int, chance: random.Random) -> None:
        self.cutting = asyncio.Event()
        self.done = asyncio.Event()
        self.cuts: Counter[int] = Counter()
        self.target = target
        self._missing = clients
        self._times = times
        self._chance = chance
        self._tasks: set[asyncio.Task[None]] = set()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection of a client."""
        server: asyncio.StreamWriter | None = None
        try:
            first = await reader.read(4096)
            answers, server = await asyncio.open_connection("127.0.0.1", self.target)
            found = _CLIENT.search(first)
            link = _Link(self, int(found[1]) if found else -1, writer, server, self._chance)
            server.write(first)
            await self._run(link.pump(reader, server), link.pump(answers, writer), link.time_out())
        except OSError:
            pass
        finally:
            for side in (writer, server):
                if side is not None:
                    side.close()

    async def _run(self, *work: Coroutine[Any, Any, None]) -> None:
        """Until both directions have ended, or anything has cut them."""
        tasks = {asyncio.create_task(each) for each in work}
        self._tasks |= tasks
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        self._tasks -= tasks

    def may_cut(self, client: int) -> bool:
        """Whether a client is due for another cut."""
        return self.cutting.is_set() and self.cuts[client] < self._times

    def note(self, client: int) -> None:
        """A client was cut."""
        self.cuts[client] += 1
        if self.cuts[client] == self._times:
            self._missing -= 1
            if not self._missing:
                self.done.set()

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()


class _Link:
    """The two halves of one connection."""

    def __init__(
        self,
        proxy: CuttingProxy,
        client: int,
        writer: asyncio.StreamWriter,
        server: asyncio.StreamWriter,
        chance: random.Random,
    ) -> None:
        self._proxy = proxy
        self._client = client
        self._writer = writer
        self._server = server
        self._chance = chance
        self._budget = int(chance.expovariate(1 / _BYTES))
        self._lifetime = chance.expovariate(1 / _SECONDS)

    async def pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(4096):
                if self._proxy.may_cut(self._client):
                    self._budget -= len(data)
                    if self._budget < 0:
                        writer.write(data[: self._chance.randrange(len(data) + 1)])
                        await self._cut()
                        return
                writer.write(data)
                await writer.drain()
        except (OSError, RuntimeError):  # uvloop's word for a connection reset meanwhile
            pass

    async def time_out(self) -> None:
        await self._proxy.cutting.wait()
        await asyncio.sleep(self._lifetime)
        if not self._proxy.may_cut(self._client):
            await asyncio.Event().wait()
        await self._cut()

    async def _cut(self) -> None:
        self._proxy.note(self._client)
        self._writer.transport.abort()
        if self._chance.random() < 0.7:
            self._server.transport.abort()
        else:
            await asyncio.sleep(self._chance.expovariate(1 / _SECONDS))  # half-dead until then


@asynccontextmanager
async def cutting_proxy(proxy: CuttingProxy) -> AsyncIterator[int]:
    """Run a proxy; yields its port."""
    server = await asyncio.start_server(proxy.accept, "127.0.0.1", 0, backlog=1024)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        proxy.close()
        server.close()
