"""Handlers: of events, of connections, of namespaces."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from brasa.socketio import (
    ConnectionRefused,
    Handshake,
    Server,
    SocketIOError,
)
from tests.socketio.rooming import App
from tests.socketio.serving import quick, serving
from tests.socketio.wire import websocket


@pytest.fixture
async def app() -> AsyncIterator[App]:
    app = App()
    async with serving(app.sio) as app.port:
        yield app


async def test_events_without_a_handler_go_to_the_catch_all(app: App) -> None:
    app.sio.on("*")(lambda sid, event, *args: (event, *args))
    app.sio.on("known")(lambda sid: "known")
    a, _ = await app.join()
    await a.send('421["any",1]')
    assert await a.text() == '431["any",1]'
    await a.send('422["known"]')
    assert await a.text() == '432["known"]'
    await a.send('423["*",1]')
    assert await a.text() == '433["*",1]'


async def test_a_failing_handler_is_told_to_on_error(app: App) -> None:
    @app.sio.on("fail")
    async def fail(sid: str, value: int) -> None:
        raise RuntimeError(f"no {value}")

    @app.sio.on_error
    def explain(error: Exception, sid: str, event: str, args: list[Any]) -> dict[str, str]:
        return {"error": f"{event}: {error}"}

    a, _ = await app.join()
    await a.send('421["fail",7]')
    assert await a.text() == '431[{"error":"fail: no 7"}]'
    await a.send('422["fail"]')  # too few arguments
    assert "missing 1 required" in await a.text()
    assert app.sio.stats().handler_errors == 2


async def test_a_failing_handler_without_on_error_keeps_the_connection(app: App) -> None:
    app.sio.on("fail")(lambda sid: 1 // 0)
    a, _ = await app.join()
    await a.send('421["fail"]')
    await app.ends(a)


async def test_connect_handlers_see_the_request_and_can_refuse(app: App) -> None:
    @app.sio.on("connect")
    async def connect(sid: str, handshake: Handshake, auth: dict[str, Any]) -> None:
        assert handshake.query["EIO"] == "4"
        assert handshake["QUERY_STRING"].startswith("EIO=4")
        assert handshake["REMOTE_ADDR"] == handshake.address == "127.0.0.1"
        assert handshake["HTTP_HOST"] == handshake.headers["host"]
        if auth.get("token") != "right":
            raise ConnectionRefused("wrong token", data={"code": 401})

    socket = await websocket(app.port)
    await socket.receive()
    await socket.send('40{"token":"wrong"}')
    assert await socket.text() == '44{"message":"wrong token","data":{"code":401}}'
    await socket.send('40{"token":"right"}')
    assert (await socket.text()).startswith("40{")
    assert app.sio.stats().refused == {"connect handler": 1}


async def test_a_broken_connect_handler_refuses_without_details(app: App) -> None:
    app.sio.on("connect")(lambda sid, handshake, auth: 1 // 0)
    socket = await websocket(app.port)
    await socket.receive()
    await socket.send("40")
    assert await socket.text() == '44{"message":"Internal error"}'


async def test_events_emitted_by_the_connect_handler_follow_connect(app: App) -> None:
    @app.sio.on("connect")
    async def connect(sid: str, handshake: Handshake, auth: dict[str, Any]) -> None:
        app.sio.enter_room(sid, "red")
        await app.sio.emit("direct", to=sid)
        await app.sio.emit("room", room="red")

    a, _ = await app.join()  # which reads CONNECT first
    assert await a.event() == ["direct"]
    assert await a.event() == ["room"]


async def test_disconnect_handlers_are_told_why(app: App) -> None:
    reasons: asyncio.Queue[str] = asyncio.Queue()
    app.sio.on("disconnect")(lambda sid, reason: reasons.put_nowait(reason))

    async def reason() -> str:
        return await asyncio.wait_for(reasons.get(), 5)

    a, _ = await app.join()
    await a.send("41")
    assert await reason() == "client namespace disconnect"
    await a.close()
    b, sid = await app.join()
    await app.sio.disconnect(sid)
    assert await b.text() == "41"
    assert await reason() == "server namespace disconnect"
    c, _ = await app.join()
    await c.close()
    assert await reason() == "transport close"
    d, _ = await app.join()
    await d.send("nonsense")
    assert await reason() == "parse error"
    e, _ = await app.join()
    e.cut()
    assert (await reason()).startswith("transport")


async def test_silent_clients_are_disconnected_for_ping_timeout() -> None:
    app = App()
    app.sio = Server(quick(ping_interval=0.05, ping_timeout=0.05))
    reasons: asyncio.Queue[str] = asyncio.Queue()
    app.sio.on("disconnect")(lambda sid, reason: reasons.put_nowait(reason))
    async with serving(app.sio) as app.port:
        a, _ = await app.join()
        await a.closed()
        assert await asyncio.wait_for(reasons.get(), 5) == "ping timeout"


async def test_a_namespace_has_its_own_clients_rooms_and_handlers(app: App) -> None:
    app.sio.on("hello", namespace="/other")(lambda sid: "other")
    app.sio.on("hello")(lambda sid: "root")
    a, _ = await app.join("red")
    sid = (await a.join(namespace="/other,"))["sid"]
    app.sio.enter_room(sid, "red", namespace="/other")
    await a.send('42/other,1["hello"]')
    assert await a.text() == '43/other,1["other"]'
    await app.sio.emit("x", room="red", namespace="/other")
    assert await a.text() == '42/other,["x"]'
    await app.ends(a)


async def test_what_is_kept_for_a_client_is_its_own(app: App) -> None:
    _, first = await app.join()
    _, second = await app.join()
    app.sio.session(first)["user"] = 1
    assert app.sio.session(first) == {"user": 1}
    assert app.sio.session(second) == {}


async def test_a_client_may_be_in_so_many_rooms() -> None:
    app = App(max_rooms=2)
    async with serving(app.sio) as app.port:
        _, sid = await app.join("a", "b")
        app.sio.enter_room(sid, "a")  # it is in already
        with pytest.raises(SocketIOError, match="2 rooms"):
            app.sio.enter_room(sid, "c")
        assert app.sio.stats().refused == {"rooms": 1}


async def test_the_counters_add_up(app: App) -> None:
    a, _ = await app.join("red")
    b, _ = await app.join("red")
    await app.sio.emit("hello", room="red")
    await a.event()
    await b.event()
    stats = app.sio.stats()
    assert (stats.connections, stats.websockets, stats.clients, stats.rooms) == (2, 2, 2, 1)
    assert (stats.emitted, stats.delivered) == (1, 2)
    assert stats.bytes_sent > 0
