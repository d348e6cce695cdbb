"""A whole cluster of real processes, with a provider that keeps its own book and a proxy."""

import asyncio
import contextlib
import json
import signal
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from brasa.domain.shards import SHARDS
from brasa.store.database import Database
from tests.socketio import programs
from tools.chaos.campaign import House, prepare
from tools.chaos.processes import Helper, Process, Provider, node
from tools.proxy import Proxy
from tools.servers import Postgres, Valkey, free_port

PATIENCE = 40.0


class Room:
    """Two gateways and two workers, all alike to those of `make cluster`, on a tick of a second."""

    def __init__(self, folder: Path) -> None:
        self.postgres, self.valkey = Postgres(), Valkey()
        self.book = folder / "book"
        self._stack = contextlib.ExitStack()
        self._folder = folder
        self.provider: Provider
        self.gateways: list[Process] = []
        self.workers: list[Process] = []
        self.database: Database

    def start(self) -> None:
        """The servers and what helps."""
        for server in (self.postgres, self.valkey):
            self._stack.callback(server.stop)
            server.start()
        self.provider = Provider(self.book, "--latency", "0.01")
        self._stack.callback(self.provider.stop)
        zygote = Helper("-m", "tools.chaos.zygote")
        self._stack.callback(zygote.stop)
        settings = {
            "data": str(self._folder),
            "database": self.postgres.url,
            "engine": self.valkey.url,
            "tick_seconds": "1",
            "lease_seconds": "5",
            "access": "open",
        }
        self.gateways = [node(zygote, "gateway", n, self._folder, settings) for n in (1, 2)]
        self.workers = [node(zygote, "worker", n, self._folder, settings) for n in (1, 2)]
        self.database = Database(self.postgres.url)

    async def prepare(self, *houses: House) -> None:
        """What there is to do."""
        await prepare(self.postgres.url, self.provider.url, houses)

    async def run(self, processes: list[Process]) -> None:
        """Start some nodes, and wait until they are ready."""
        for process in processes:
            process.start()
            self._stack.callback(process.end, signal.SIGKILL)
        for process in processes:
            await until_ready(process)

    async def stop(self) -> None:
        """All of it."""
        await self.database.close()
        await asyncio.to_thread(self._stack.close)

    @property
    def nodes(self) -> list[Process]:
        """Every process of Brasa."""
        return [*self.gateways, *self.workers]

    def log_of(self, process: Process) -> str:
        """What a node has printed, in all its lives."""
        return (self._folder / f"{process.name}.log").read_text()


@asynccontextmanager
async def room(folder: Path) -> AsyncIterator[Room]:
    """A room with its servers, no nodes yet; everything ends with the block."""
    found = Room(folder)
    try:
        await asyncio.to_thread(found.start)
        yield found
    finally:
        await found.stop()


@asynccontextmanager
async def cluster_of(folder: Path, house: House) -> AsyncIterator[Room]:
    """A room in which every node runs, and every worker has some of a house's work."""
    async with room(folder) as found:
        await found.prepare(house)
        await found.run(found.nodes)
        await until_shared(found.workers)
        yield found


@asynccontextmanager
async def proxied(gateways: list[Process]) -> AsyncIterator[str]:
    """The address of a proxy before the gateways."""
    port = free_port()
    proxy = asyncio.create_task(Proxy([process.port for process in gateways]).serve(port))
    yield f"http://127.0.0.1:{port}"
    proxy.cancel()
    await asyncio.gather(proxy, return_exceptions=True)


class Dashboard:
    """A stock client of Node, and all it has heard."""

    def __init__(self, output: asyncio.StreamReader) -> None:
        self._output = output
        self.heard: list[list[Any]] = []

    def of(self, event: str) -> list[Any]:
        """The payloads of one event."""
        return [words[1] for words in self.heard if words[0] == event]

    def notices(self, code: str) -> list[Any]:
        """The notifications with a code."""
        return [one for one in self.of("notification") if one["code"] == code]

    async def until(self, condition: Callable[[], Any]) -> None:
        """Listen until something is so."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self.heard.append(json.loads(await self._output.readline()))


@asynccontextmanager
async def dashboard(url: str, organization: int) -> AsyncIterator[Dashboard]:
    """One that has joined its organization."""
    async with programs.node("follow.cjs", url, str(organization)) as output:
        found = Dashboard(output)
        await found.until(lambda: ["joined"] in found.heard)
        yield found


async def get(process: Process, path: str) -> tuple[int, str]:
    """The status and the body of a node's answer; 0 while it does not answer."""

    def ask() -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{process.port}{path}", timeout=10) as a:
                return a.status, a.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()
        except OSError:
            return 0, ""

    return await asyncio.to_thread(ask)


async def until_ready(process: Process, *failing: str) -> None:
    """Wait until `/readyz` names exactly these."""
    async with asyncio.timeout(PATIENCE):
        while True:
            _, body = await get(process, "/readyz")
            if body and json.loads(body)["failing"] == list(failing):
                return
            await asyncio.sleep(0.1)


async def metric(process: Process, name: str) -> float:
    """The value of a metric of a node."""
    _, body = await get(process, "/metrics")
    found = [line for line in body.splitlines() if line.startswith(f"{name} ")]
    return float(found[0].rsplit(" ", 1)[1])


async def until_shared(workers: Sequence[Process]) -> None:
    """Wait until all shards are owned and every worker has some: each has work from then on."""
    async with asyncio.timeout(PATIENCE):
        while True:
            owned = [await metric(worker, "brasa_shards_owned") for worker in workers]
            if all(owned) and sum(owned) == SHARDS:
                return
            await asyncio.sleep(0.1)


async def until_metric(process: Process, name: str, value: float) -> None:
    """Wait until a metric of a node has a value."""
    async with asyncio.timeout(PATIENCE):
        while await metric(process, name) != value:  # noqa: ASYNC110 - a clock brings it about
            await asyncio.sleep(0.1)
