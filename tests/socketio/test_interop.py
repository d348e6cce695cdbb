"""Real clients against the real server."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import socketio

from brasa.socketio import Server
from tests.socketio.everything import EXPECTED, build
from tests.socketio.programs import line, node
from tests.socketio.serving import serving


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async with serving(build(ping_interval=0.5, ping_timeout=2.0)) as port:
        yield port


@pytest.mark.parametrize("client", ["client-3.1", "client-4.0", "client-4.5", "client-4.8"])
async def test_stock_clients_in_node(port: int, client: str) -> None:
    kinds = ["websocket", "polling", "polling+websocket"]
    async with node("interop.cjs", client, str(port), *kinds) as output:
        logs = json.loads(await line(output, 30))
    for kind, seen in zip(kinds, logs, strict=True):
        assert seen.pop("transport") == kind.split("+")[-1]
        assert seen == EXPECTED


@pytest.mark.parametrize("transports", [["websocket"], ["polling"], ["polling", "websocket"]])
async def test_the_python_client(port: int, transports: list[str]) -> None:
    client = socketio.AsyncClient()
    pushed: list[int] = []

    client.on("push", pushed.append)
    client.on("question", lambda value: {"answered": value})
    await client.connect(
        f"http://127.0.0.1:{port}",
        transports=transports,
        auth={"token": "secret"},
        namespaces=["/", "/other"],
    )
    try:
        assert await client.call("echo", ("x", b"\x01\x02")) == ("x", b"\x01\x02")
        assert await client.call("auth") == {"token": "secret"}
        assert await client.call("who", namespace="/other") == "other"
        assert await client.call("ask-me") == {"answered": 42}
        await client.call("push-many", 20)
        assert pushed == list(range(20))
        assert client.transport() == transports[-1]
    finally:
        await client.disconnect()


async def test_a_python_client_follows_events_of_its_room(port: int) -> None:
    """python-socketio's own server is the model of the API; its client checks that it is met."""
    sio = Server(build().options)
    got: asyncio.Queue[Any] = asyncio.Queue()

    @sio.on("join")
    async def join(sid: str, room: str) -> dict[str, bool]:
        sio.enter_room(sid, room)
        return {"success": True}

    async with serving(sio) as own_port:
        client = socketio.AsyncClient()
        client.on("news", got.put_nowait)
        await client.connect(f"http://127.0.0.1:{own_port}", transports=["websocket"])
        assert await client.call("join", "red") == {"success": True}
        await sio.emit("news", {"x": 1}, room="red")
        assert await asyncio.wait_for(got.get(), 5) == {"x": 1}
        await client.disconnect()
