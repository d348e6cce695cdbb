"""Events to rooms, as an application sends them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from brasa.socketio import (
    UnknownSid,
)
from tests.socketio.rooming import App
from tests.socketio.serving import serving
from tests.socketio.waiting import until
from tests.socketio.wire import polling


@pytest.fixture
async def app() -> AsyncIterator[App]:
    app = App()
    async with serving(app.sio) as app.port:
        yield app


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
