"""Stock clients, cut at random, against what was sent."""

import asyncio
import json
import random
from typing import Any

import pytest

from brasa.socketio import Handshake, Options, Server
from tests.socketio.cutting import cutting_proxy
from tests.socketio.programs import line, node
from tests.socketio.serving import serving

KINDS = ["websocket", "websocket", "polling+websocket", "polling+websocket", "polling"] * 6
SECONDS = 3.0


@pytest.mark.parametrize("seed", [1])
async def test_clients_cut_at_random_get_every_event_once_and_in_order(seed: int) -> None:
    # Buffers must not hide a cut, and a quick heartbeat finds the half-dead connections.
    sio = Server(Options(ping_interval=0.5, ping_timeout=0.5))
    numbers = iter(range(1_000_000))
    sent: list[int] = []

    @sio.on("connect")
    async def connect(sid: str, handshake: Handshake, auth: dict[str, Any]) -> None:
        await asyncio.sleep(0)  # as an authentication that asks a database
        if not handshake.recovered:
            sio.enter_room(sid, "room")

    async def stream(chance: random.Random, until: float) -> None:
        loop = asyncio.get_running_loop()
        while loop.time() < until:
            for _ in range(chance.choice([1, 1, 1, 2, 10])):
                number = next(numbers)
                sent.append(number)
                await sio.emit("n", number, "x" * chance.choice([0, 10, 500]), room="room")
            await asyncio.sleep(chance.expovariate(1 / 0.02))

    chance = random.Random(seed)
    async with (
        serving(sio) as port,
        cutting_proxy(port, chance) as (proxy, through),
        node("recover.cjs", str(through), *KINDS) as output,
    ):
        assert await line(output, 20) == "ready"
        proxy.cutting_began.set()
        await stream(chance, asyncio.get_running_loop().time() + SECONDS)
        proxy.cutting_began.clear()
        await sio.emit("end", room="room")
        clients = json.loads(await line(output, 20))
    assert proxy.cuts > len(KINDS)
    assert sum(client["recovered"] for client in clients) > len(KINDS) / 2
    for client in clients:
        assert client["fresh"] == 1, "a client was not recovered"
        assert client["numbers"] == sent
