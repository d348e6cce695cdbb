"""Clients that cannot recover get exactly the arguments that were emitted."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import socketio

from brasa.socketio import Handshake, Options, Server
from tests.socketio.serving import serving
from tests.socketio.wire import Socket, joined, websocket


class App:
    """A server with recovery on whose clients are all in one room."""

    def __init__(self) -> None:
        self.sio = Server(Options())
        self.sio.on("connect")(lambda sid, handshake, auth: self.sio.enter_room(sid, "room"))
        self.sio.on("say")(self.say)
        self.port = 0

    async def say(self, sid: str, text: str) -> str:
        await self.sio.emit("said", text, room="room")
        return "heard"


@pytest.fixture
async def app() -> AsyncIterator[App]:
    app = App()
    async with serving(app.sio) as app.port:
        yield app


async def plain(port: int) -> Socket:
    socket = await websocket(port, query="recovery=0&EIO=4&transport=websocket")
    await socket.receive()
    return socket


@pytest.mark.parametrize("transports", [["websocket"], ["polling"], ["polling", "websocket"]])
async def test_a_strict_handler_of_python_socketio_is_called(
    app: App, transports: list[str]
) -> None:
    client = socketio.AsyncClient()
    said: asyncio.Queue[str] = asyncio.Queue()

    async def on_said(text: str) -> None:
        said.put_nowait(text)

    client.on("said", on_said)
    await client.connect(f"http://127.0.0.1:{app.port}", transports=transports)
    assert await client.call("say", "hello") == "heard"
    assert await asyncio.wait_for(said.get(), 5) == "hello"
    await client.disconnect()


async def test_its_synchronous_client_too(app: App) -> None:
    def visit() -> Any:
        with socketio.SimpleClient() as client:
            client.connect(f"http://127.0.0.1:{app.port}", transports=["polling"])
            client.emit("say", "hello")
            return client.receive(timeout=5)

    assert await asyncio.to_thread(visit) == ["said", "hello"]


async def test_a_client_may_say_that_it_does_not_recover(app: App) -> None:
    socket = await plain(app.port)
    assert list(await socket.join()) == ["sid"]
    await app.sio.emit("n", 1, room="room")
    assert await socket.text() == '42["n",1]'
    await socket.close()


async def test_plain_and_recoverable_clients_share_a_room(app: App) -> None:
    strict = await plain(app.port)
    await strict.join()
    stock, answer = await joined(app.port)
    await app.sio.emit("n", 1, room="room")
    await app.sio.emit("n", "text", room="room", volatile=True)
    assert await strict.event() == ["n", 1]
    assert await strict.event() == ["n", "text"]
    assert [len(await stock.event()) for _ in range(2)] == [3, 3]  # an offset each
    await strict.close()
    assert app.sio.stats().delivered == 4
    assert answer["pid"]


@pytest.mark.parametrize(
    ("query", "recovers"),
    [
        (b"EIO=4&transport=websocket", True),
        (b"transport=websocket&EIO=4", True),
        (b"EIO=4&transport=polling&t=h3k.9", True),
        (b"transport=polling&EIO=4&t=1764151200.25", False),
        (b"token=x&transport=websocket&EIO=4&t=1764151200.25", False),
        (b"EIO=4&transport=websocket&recovery=0", False),
        (b"EIO=4&transport=websocket&recovery=01", True),
        (b"EIO=4&transport=websocket&norecovery=0", True),
    ],
)
def test_a_client_is_known_by_its_query(query: bytes, recovers: bool) -> None:
    handshake = Handshake("GET", b"/socket.io/?" + query, b"", "127.0.0.1", secure=False)
    assert handshake.recovers is recovers
