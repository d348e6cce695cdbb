"""A bare Engine.IO server that echoes, and ways to reach it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bench.servers.conformance import Echo
from brasa.socketio import Engine, protocol
from brasa.socketio.polling import PollingApp
from tests.socketio.serving import quick, serving_app
from tests.socketio.wire import Poller, Socket
from tests.socketio.wire import websocket as open_websocket

PATH = "/engine.io/"


@asynccontextmanager
async def echoing() -> AsyncIterator[int]:
    """Serve with the suites' settings; yields the port."""
    engine = Engine(quick(path=PATH, close_timeout=0.5), Echo)
    async with serving_app(PollingApp(engine, None), protocol(engine)) as port:
        yield port
        await engine.shutdown(0.2)


async def websocket(port: int, query: str = "EIO=4&transport=websocket") -> Socket:
    """A websocket, nothing received yet."""
    return await open_websocket(port, PATH, query)


async def opened(port: int) -> Socket:
    """A websocket whose session is open."""
    socket = await websocket(port)
    assert str(await socket.receive()).startswith("0")
    return socket


async def probe(port: int, sid: str) -> Socket:
    """A websocket that may take over a polling session."""
    return await websocket(port, f"EIO=4&transport=websocket&sid={sid}")


async def until_polled(http: Poller, sid: str) -> None:
    """A round trip after the poll was sent: the server has it by then."""
    await asyncio.sleep(0)
    assert await http.post(sid, "6") == (200, "ok")
