"""Stock clients cut at random, against what was sent: `make reconnect` (CLIENTS=200 CUTS=20).

The clients are socket.io-client 4.8 in Node, by websocket, by polling, and upgraded; a proxy cuts
each of them so many times during a steady stream of numbered events: in handshakes, in upgrades, in
replays, and in the middle of frames. Then each must have every number once, in order.
"""

import argparse
import asyncio
import json
import random
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
from websockets.asyncio.client import connect

from bench.process import measured
from bench.realtime.cutting import CuttingProxy, cutting_proxy
from brasa.server.files import raise_file_limit

CLIENTS = Path(__file__).parents[2] / "tests" / "socketio" / "clients"
KINDS = ["websocket", "websocket", "polling+websocket", "polling+websocket", "polling"]
PATIENCE = 240.0


class Verdict(msgspec.Struct):
    """What the clients received, added up."""

    clients: int
    sent: int
    cuts: int
    disconnects: int
    recovered: int
    fresh: int
    """Times a client had to begin anew after its first connection."""
    missed: int
    repeated: int
    unordered: int

    @property
    def good(self) -> bool:
        return not (self.fresh or self.missed or self.repeated or self.unordered)


class Seen(msgspec.Struct):
    """What one client reports."""

    kind: str
    numbers: list[int]
    recovered: int
    fresh: int
    disconnects: int
    sent: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--cuts", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    args = parser.parse_args()
    raise_file_limit()
    install_clients()
    print(f"seed {args.seed}")
    verdict = asyncio.run(reconnect(args.clients, args.cuts, args.seed))
    print(verdict)
    sys.exit(not verdict.good)


def install_clients() -> None:
    """The stock clients, from their lock, on first use."""
    if not (CLIENTS / "node_modules").exists():
        command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
        subprocess.run(command, cwd=CLIENTS, check=True)


async def reconnect(clients: int, cuts: int, seed: int) -> Verdict:
    """Cut so many clients so many times each."""
    kinds = [KINDS[number % len(KINDS)] for number in range(clients)]
    command = [sys.executable, "-m", "bench.servers.stream", "--seed", str(seed)]
    with measured(command) as server:
        proxy = CuttingProxy(server.port, clients, cuts, random.Random(seed))
        async with (
            asyncio.timeout(PATIENCE),
            cutting_proxy(proxy) as port,
            stock_clients(port, kinds) as output,
        ):
            assert (await output.readline()).strip() == b"ready"
            await tell(server.port, "start")
            proxy.cutting.set()
            await proxy.done.wait()
            await tell(server.port, "stop")
            seen = msgspec.json.decode(await output.readline(), type=list[Seen])
    return judge(seen, proxy.cuts.total())


def judge(seen: list[Seen], cuts: int) -> Verdict:
    """Compare what each client has with what was sent."""
    verdict = Verdict(len(seen), seen[0].sent, cuts, 0, 0, 0, 0, 0, 0)
    for client in seen:
        verdict.disconnects += client.disconnects
        verdict.recovered += client.recovered
        verdict.fresh += client.fresh - 1
        verdict.missed += client.sent - len(set(client.numbers))
        verdict.repeated += len(client.numbers) - len(set(client.numbers))
        verdict.unordered += client.numbers != sorted(client.numbers)
    return verdict


async def tell(port: int, what: str) -> None:
    """Give the server a command, past the proxy."""
    url = f"ws://127.0.0.1:{port}/socket.io/?control=1&EIO=4&transport=websocket"
    async with connect(url, compression=None) as socket:
        await socket.recv()
        await socket.send("40")
        await socket.recv()
        await socket.send(f'421["{what}"]')
        while not str(await socket.recv()).startswith("431"):
            pass


@asynccontextmanager
async def stock_clients(port: int, kinds: list[str]) -> AsyncIterator[asyncio.StreamReader]:
    """Run a client of each kind; yields what they print."""
    process = await asyncio.create_subprocess_exec(
        "node",
        "recover.cjs",
        str(port),
        json.dumps(kinds),
        cwd=CLIENTS,
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 28,
    )
    assert process.stdout is not None
    try:
        yield process.stdout
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


if __name__ == "__main__":
    main()
