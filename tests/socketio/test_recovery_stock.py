"""What recovery promises, by the word of stock clients: `socket.recovered` and what they got."""

import json
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from bench.realtime.cutting import CuttingProxy, cutting_proxy
from bench.realtime.reconnect import CLIENTS, stock_clients
from brasa.socketio import Options, Server
from brasa.socketio.reasons import TRANSPORT_ERROR
from tests.socketio.cluster import Stream, StreamAdapter
from tests.socketio.programs import line
from tests.socketio.serving import serving
from tests.socketio.waiting import until
from tests.tools import require_node_modules

KINDS = ["websocket", "polling", "polling+websocket"]
RECOVERED_TWICE = {"recovered": 2, "fresh": 1}


def build(stream: Stream | None = None) -> tuple[Server, list[str]]:
    """A server, and who has told it that its CONNECT arrived."""
    # A stock client dropped in the middle of an upgrade finds out by the missing ping alone.
    options = Options(ping_interval=0.5, ping_timeout=1.0)
    sio = Server(options, None if stream is None else StreamAdapter(stream))
    here: list[str] = []

    @sio.on("connect")
    def connect(sid: str, handshake: Any, auth: dict[str, Any]) -> None:
        if not handshake.recovered:
            sio.enter_room(sid, "room")

    sio.on("here")(here.append)
    return sio, here


@asynccontextmanager
async def started(stream: Stream) -> AsyncIterator[tuple[Server, list[str], int]]:
    sio, here = build(stream)
    async with serving(sio) as port:
        yield sio, here, port


def drop_all(sio: Server) -> None:
    for session in list(sio.engine.sessions.values()):
        session.close(TRANSPORT_ERROR, abort=True)


def results(text: str) -> list[tuple[list[int], dict[str, int]]]:
    return [
        (client["numbers"], {"recovered": client["recovered"], "fresh": client["fresh"]})
        for client in json.loads(text)
    ]


async def test_clients_that_saw_no_event_and_quiet_ones_are_recovered() -> None:
    require_node_modules(CLIENTS)
    sio, here = build()
    async with serving(sio) as port, stock_clients(port, KINDS) as output:
        assert await line(output, 20) == "ready"
        await until(lambda: len(here) == 3)
        drop_all(sio)
        for number in range(3):
            await sio.emit("n", number, room="room")
        await until(lambda: len(here) == 6)
        drop_all(sio)  # nothing was sent since
        await until(lambda: len(here) == 9)
        await sio.emit("end", 3, room="room")
        assert results(await line(output, 20)) == [([0, 1, 2], RECOVERED_TWICE)] * 3


async def test_clients_survive_a_rolling_restart_of_two_nodes() -> None:
    """A client by polling does too: its session moves with it, sticky or not."""
    require_node_modules(CLIENTS)
    stream = Stream()
    async with AsyncExitStack() as first, AsyncExitStack() as second:
        a, _, port_of_a = await first.enter_async_context(started(stream))
        proxy = CuttingProxy(port_of_a, 0, 0, random.Random(1))
        async with cutting_proxy(proxy) as port, stock_clients(port, KINDS) as output:
            assert await line(output, 20) == "ready"
            await a.emit("n", 0, room="room")
            b, on_b, proxy.target = await second.enter_async_context(started(stream))
            await first.aclose()
            await b.emit("n", 1, room="room")
            await until(lambda: len(on_b) == 3)
            async with started(stream) as (again, on_again, proxy.target):
                await b.emit("n", 2, room="room")
                await second.aclose()
                await again.emit("n", 3, room="room")
                await until(lambda: len(on_again) == 3)
                await again.emit("end", 4, room="room")
                assert results(await line(output, 20)) == [([0, 1, 2, 3], RECOVERED_TWICE)] * 3
