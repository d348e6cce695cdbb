"""Churn, and what is left of it: `make soak` (SECONDS=60).

Clients come, join rooms, talk, and go in every way there is: in order, cut off, silent, rude, by
websocket and by polling. After each round of churn everything they left is given time to be
forgotten, and the server is asked what it still holds. Memory and objects may not grow from round
to round; tasks, connections, rooms and histories must be none.
"""

import argparse
import asyncio
import json
import random
import sys
from typing import Any

import aiohttp
import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from bench.process import Measured, measured
from brasa.server.files import raise_file_limit

ROUNDS = 6
AT_ONCE = 60
FORGETTING = 2.8
"""Seconds after which a server with the churn server's timeouts has forgotten a client."""

EXPECTED = {"connections": 1, "clients": 1, "rooms": 0, "parked": 0, "history": 0}
"""What is left when nobody but the one who asks is connected."""


class Census(msgspec.Struct):
    """What the server holds when nobody but the one who asks is connected."""

    tasks: int
    connections: int
    clients: int
    rooms: int
    parked: int
    history: int
    opened: int
    recovered: int
    objects: int
    rss: int = 0


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    seconds = parser.parse_args().seconds
    raise_file_limit()
    taken = await soak(seconds)
    for census in taken:
        print(census)
    problems = judge(taken)
    print("\n".join(problems) or f"flat after {taken[-1].opened} connections")
    sys.exit(bool(problems))


async def soak(seconds: float, rounds: int = ROUNDS) -> list[Census]:
    """Churn for about so long; the census after each round."""
    chance = random.Random(7)
    taken = []
    command = [sys.executable, "-m", "bench.servers.churn", "--port", "0"]
    with measured(command) as server:
        async with aiohttp.ClientSession() as http:
            for _ in range(rounds):
                end = asyncio.get_running_loop().time() + seconds / rounds
                lives = (churn(server.port, http, chance, end) for _ in range(AT_ONCE))
                await asyncio.gather(*lives)
                await asyncio.sleep(FORGETTING)
                taken.append(await census(server))
    return taken


def judge(taken: list[Census]) -> list[str]:
    """What is wrong with a soak. The first round, in which caches fill, does not count."""
    first, last = taken[min(1, len(taken) - 2)], taken[-1]
    problems = [
        f"{name}: {getattr(last, name)} instead of {expected}"
        for name, expected in EXPECTED.items()
        if getattr(last, name) != expected
    ]
    if last.tasks > first.tasks:
        problems.append(f"tasks grew from {first.tasks} to {last.tasks}")
    if last.objects > first.objects * 1.02 + 200:
        problems.append(f"objects grew from {first.objects} to {last.objects}")
    if last.rss > first.rss * 1.05 + (1 << 20):
        problems.append(f"memory grew from {first.rss} to {last.rss} bytes")
    return problems


async def census(server: Measured) -> Census:
    """Ask the server what it holds."""
    async with connect(url(server.port), compression=None) as socket:
        await join(socket, {})
        await socket.send('420["census"]')
        while not (answer := str(await socket.recv())).startswith("430"):
            pass
    found = msgspec.json.decode(answer[3:], type=list[Census])[0]
    return msgspec.structs.replace(found, rss=server.rss())


def url(port: int) -> str:
    return f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"


async def join(socket: ClientConnection, auth: dict[str, Any]) -> dict[str, Any]:
    await socket.recv()
    await socket.send("40" + json.dumps(auth))
    while (answer := str(await socket.recv())) == "2":
        await socket.send("3")
    found: dict[str, Any] = json.loads(answer[2:])
    return found


async def churn(port: int, http: aiohttp.ClientSession, chance: random.Random, end: float) -> None:
    """One client after the other."""
    pid: str | None = None
    while asyncio.get_running_loop().time() < end:
        try:
            if chance.random() < 0.2:
                await poll(port, http, chance)
            else:
                pid = await talk(port, chance, pid)
        except (OSError, ConnectionClosed, aiohttp.ClientError, TimeoutError):
            pid = None


async def talk(port: int, chance: random.Random, pid: str | None) -> str | None:
    """A websocket client's life; returns the private id it may come back with."""
    socket = await connect(url(port), compression=None, ping_interval=None, close_timeout=1)
    auth = {"pid": pid} if pid is not None else {}
    mine: str = (await join(socket, auth))["pid"]
    room = f"room-{chance.randrange(200)}"
    await socket.send(f'42["enter","{room}"]')
    for _ in range(chance.randrange(5)):
        await socket.send(f'421["say","{room}","{"x" * chance.randrange(2000)}"]')
    if chance.random() < 0.1:
        await socket.send('422["ask"]')
    if chance.random() < 0.5:
        await asyncio.wait_for(socket.recv(), 2)
    match chance.randrange(5):
        case 0:
            socket.transport.abort()
            return mine
        case 1:
            await socket.send("41")
        case 2:
            await socket.send("nonsense")
        case 3:
            asyncio.get_running_loop().call_later(1.5, socket.transport.abort)  # silent till then
            return None
    await socket.close()
    return None


async def poll(port: int, http: aiohttp.ClientSession, chance: random.Random) -> None:
    """A polling client's life."""
    base = f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=polling"
    async with http.get(base) as response:
        sid = json.loads((await response.text())[1:])["sid"]
    headers = {"Content-Type": "text/plain"}
    room = chance.randrange(200)
    for body in ("40", f'42["enter","room-{room}"]', f'421["say","room-{room}","hello"]'):
        async with http.post(f"{base}&sid={sid}", data=body, headers=headers) as response:
            await response.read()
    async with http.get(f"{base}&sid={sid}") as response:
        await response.read()
    if chance.random() < 0.5:
        async with http.post(f"{base}&sid={sid}", data="1", headers=headers) as response:
            await response.read()


if __name__ == "__main__":
    asyncio.run(main())
