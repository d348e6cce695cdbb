"""Events, rooms, acknowledgements and handlers, as an application uses them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from brasa.socketio import (
    AckTimeout,
    ConnectionRefused,
    Disconnected,
    Handshake,
    Server,
    SocketIOError,
    UnknownSid,
)
from tests.socketio.serving import quick, serving
from tests.socketio.waiting import until
from tests.socketio.wire import Socket, joined, polling, websocket


class App:
    def __init__(self, **options: Any) -> None:
        self.sio = Server(quick(ping_interval=5, ping_timeout=5, **options))
        self.port = 0

    async def join(self, *rooms: str, auth: dict[str, Any] | None = None) -> tuple[Socket, str]:
        socket, answer = await joined(self.port, auth)
        for room in rooms:
            self.sio.enter_room(answer["sid"], room)
        return socket, answer["sid"]

    async def ends(self, *sockets: Socket) -> None:
        """Assert that nothing waits for these clients: the next event is one sent now."""
        await self.sio.emit("end")
        for socket in sockets:
            assert await socket.event() == ["end"]


@pytest.fixture
async def app() -> AsyncIterator[App]:
    app = App()
    async with serving(app.sio) as app.port:
        yield app


# ---- events to rooms ----


async def test_an_event_reaches_the_members_of_a_room(app: App) -> None:
    a, _ = await app.join("red")
    b, _ = await app.join("red")
    c, _ = await app.join("blue")
    await app.sio.emit("hello", {"x": 1}, "y", room="red")
    assert await a.event() == ["hello", {"x": 1}, "y"]
    assert await b.event() == ["hello", {"x": 1}, "y"]
    await app.ends(a, b, c)


async def test_an_event_without_a_room_reaches_everyone(app: App) -> None:
    a, _ = await app.join("red")
    b, _ = await app.join()
    await app.sio.emit("hello")
    assert await a.event() == ["hello"]
    assert await b.event() == ["hello"]


async def test_a_member_of_several_rooms_gets_an_event_once(app: App) -> None:
    a, sid = await app.join("red", "blue")
    b, _ = await app.join("blue")
    app.sio.emit_json("hello", b"1", room=["red", "blue", sid])
    assert await a.event() == ["hello", 1]
    assert await b.event() == ["hello", 1]
    await app.ends(a, b)


async def test_the_sender_can_be_left_out(app: App) -> None:
    a, sid = await app.join("red")
    b, _ = await app.join("red")
    await app.sio.emit("hello", room="red", skip_sid=sid)
    assert await b.event() == ["hello"]
    await app.ends(a, b)


async def test_a_sid_is_a_room_of_one(app: App) -> None:
    a, sid = await app.join()
    b, _ = await app.join()
    await app.sio.emit("one", to=sid)
    await app.sio.emit("two", room=sid)
    assert await a.event() == ["one"]
    assert await a.event() == ["two"]
    await app.ends(b)


async def test_a_tuple_is_several_arguments(app: App) -> None:
    a, _ = await app.join()
    await app.sio.emit("hello", (1, 2))
    assert await a.event() == ["hello", 1, 2]


async def test_everything_a_client_is_sent_arrives_in_the_order_it_was_sent(app: App) -> None:
    sio = app.sio
    a, sid = await app.join("red", "blue")
    b, _ = await app.join("red")
    expected: list[list[Any]] = []
    for number in range(200):
        match number % 4:
            case 0:
                sio.emit_json("n", b"%d" % number, room="red")
            case 1:
                await sio.emit("n", number, room="blue")
            case 2:
                await sio.emit("n", number, to=sid)
            case _:
                await sio.emit("n", number)
        expected.append(["n", number])
        if number % 50 == 49:
            await asyncio.sleep(0)
    assert [await a.event() for _ in expected] == expected
    seen_by_b = [event for event in expected if event[1] % 4 in (0, 3)]
    assert [await b.event() for _ in seen_by_b] == seen_by_b


async def test_order_is_kept_by_polling_too(app: App) -> None:
    async with polling(app.port, "/socket.io/") as http:
        sid = await http.open()
        await http.post(sid, "40")
        packets = (await http.get(sid))[1].split("\x1e")
        for number in range(20):
            await app.sio.emit("n", number)
        while len(packets) < 21:
            packets += (await http.get(sid))[1].split("\x1e")
    assert packets[1:] == [f'42["n",{number}]' for number in range(20)]


async def test_leaving_a_room_ends_its_events(app: App) -> None:
    a, sid = await app.join("red", "blue")
    app.sio.leave_room(sid, "red")
    assert app.sio.rooms(sid) == {sid, "blue"}
    await app.sio.emit("hello", room="red")
    await app.ends(a)


async def test_a_room_can_be_closed(app: App) -> None:
    a, sid = await app.join("red")
    app.sio.close_room("red")
    assert app.sio.rooms(sid) == {sid}
    await app.sio.emit("hello", room="red")
    await app.ends(a)


async def test_rooms_of_clients_that_left_are_gone(app: App) -> None:
    a, sid = await app.join("red")
    await a.close()
    await until(lambda: not app.sio.connected(sid))
    assert app.sio.stats().rooms == 0
    with pytest.raises(UnknownSid):
        app.sio.rooms(sid)


async def test_volatile_events_reach_those_who_can_take_them(app: App) -> None:
    a, _ = await app.join()
    async with polling(app.port, "/socket.io/") as http:
        sid = await http.open()
        await http.post(sid, "40")
        await http.get(sid)
        await app.sio.emit("now or never", volatile=True)
        assert await a.event() == ["now or never"]
        await app.sio.emit("end")
        assert (await http.get(sid))[1] == '42["end"]'


async def test_reserved_names_are_not_emitted(app: App) -> None:
    with pytest.raises(ValueError, match="reserved"):
        await app.sio.emit("connect")
    with pytest.raises(ValueError, match="reserved"):
        app.sio.emit_json("disconnect", b"1")


# ---- acknowledgements ----


@pytest.mark.parametrize(
    ("result", "ack"),
    [(None, "[]"), (1, "[1]"), ((1, "b"), '[1,"b"]'), ([1, 2], "[[1,2]]"), ((), "[]")],
)
async def test_a_handler_result_is_the_acknowledgement(app: App, result: Any, ack: str) -> None:
    app.sio.on("ask")(lambda sid: result)
    a, _ = await app.join()
    await a.send('427["ask"]')
    assert await a.text() == f"437{ack}"


async def test_the_server_asks_a_client(app: App) -> None:
    a, sid = await app.join()
    for answer, result in (("[]", None), ("[1]", 1), ("[1,2]", (1, 2))):
        asking = asyncio.create_task(app.sio.call("q", {"x": 1}, to=sid))
        question = await a.text()
        number = question[2 : question.index("[")]
        assert question == f'42{number}["q",{{"x":1}}]'
        await a.send(f"43{number}{answer}")
        assert await asking == result


async def test_a_client_answers_with_binary(app: App) -> None:
    a, sid = await app.join()
    asking = asyncio.create_task(app.sio.call("q", b"\x00", to=sid))
    assert await a.text() == '451-0["q",{"_placeholder":true,"num":0}]'
    assert await a.receive() == b"\x00"
    await a.send('461-0[{"_placeholder":true,"num":0}]')
    await a.send(b"\x01\x02")
    assert await asking == b"\x01\x02"


async def test_a_client_that_does_not_answer_times_out(app: App) -> None:
    a, sid = await app.join()
    with pytest.raises(AckTimeout):
        await app.sio.call("q", to=sid, timeout=0.01)
    await a.text()
    await a.send("430[]")  # too late, and harmless
    await a.send("4399[]")  # never asked for
    await app.ends(a)


async def test_a_client_that_leaves_does_not_answer(app: App) -> None:
    a, sid = await app.join()
    asking = asyncio.create_task(app.sio.call("q", to=sid))
    await a.text()
    await a.close()
    with pytest.raises(Disconnected):
        await asking


async def test_a_client_that_is_not_here_cannot_be_asked(app: App) -> None:
    with pytest.raises(UnknownSid, match="nobody"):
        await app.sio.call("q", to="nobody")


# ---- handlers ----


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
