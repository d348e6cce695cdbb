"""Several events in one call are what the calls one by one would be."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import chain
from typing import Any, cast

import pytest

from brasa.socketio.broadcast import parse_offset
from brasa.socketio.burst import Emission
from tests.socketio.rooming import App
from tests.socketio.serving import serving
from tests.socketio.wire import Socket, joined, polling, websocket

RED, BLUE, BOTH = ("red",), ("blue",), ("red", "blue")


@asynccontextmanager
async def serving_app(**options: Any) -> AsyncIterator[App]:
    app = App(**options)
    async with serving(app.sio) as app.port:
        yield app


@pytest.fixture
async def app() -> AsyncIterator[App]:
    async with serving_app() as app:
        yield app


@pytest.fixture
async def recovering() -> AsyncIterator[App]:
    async with serving_app(recovery=True) as app:
        yield app


def counted(count: int, *rooms: tuple[str, ...]) -> list[Emission]:
    """So many events, to these audiences in turn."""
    return [("n", b"%d" % number, rooms[number % len(rooms)]) for number in range(count)]


async def events(socket: Socket, count: int) -> list[Any]:
    return [(await socket.event())[1] for _ in range(count)]


async def plain(app: App, room: str) -> Socket:
    socket = await websocket(app.port, query="recovery=0&EIO=4&transport=websocket")
    await socket.receive()
    app.sio.enter_room((await socket.join())["sid"], room)
    return socket


async def test_each_client_gets_its_rooms_events_in_order_and_once(app: App) -> None:
    red, _ = await app.join("red")
    blue, _ = await app.join("blue")
    both, _ = await app.join("red", "blue")
    nobody, _ = await app.join("green")
    app.sio.emit_json_many(counted(30, RED, BLUE, BOTH))
    assert await events(both, 30) == list(range(30))
    assert await events(red, 20) == [n for n in range(30) if n % 3 != 1]
    assert await events(blue, 20) == [n for n in range(30) if n % 3 != 0]
    await app.ends(red, blue, both, nobody)
    assert app.sio.stats().emitted == 31
    assert app.sio.stats().delivered == 30 + 20 + 20 + 4


async def test_events_of_several_names_and_sizes_arrive_as_they_were_given(app: App) -> None:
    socket, _ = await app.join("red")
    sizes = [0, 100, 125, 126, 4_000, 65_535, 65_536, 100_000, 1]
    given = [(f"evén%t-{size % 3}", "x" * size) for size in sizes]
    app.sio.emit_json_many([(name, b'"%b"' % text.encode(), RED) for name, text in given])
    assert [await socket.event() for _ in given] == [list(event) for event in given]


async def test_a_sid_is_a_room_of_a_burst_too(app: App) -> None:
    one, sid = await app.join("red")
    other, _ = await app.join("red")
    app.sio.emit_json_many([("n", b"1", (sid, "red")), ("n", b"2", (sid,))])
    assert await events(one, 2) == [1, 2]
    assert await events(other, 1) == [1]
    await app.ends(one, other)


async def test_bursts_keep_their_place_among_other_events(app: App) -> None:
    socket, sid = await app.join("red")
    for turn in range(5):
        await app.sio.emit("n", ["direct", turn], to=sid)
        app.sio.emit_json_many(counted(3, RED))
        await app.sio.emit("n", ["volatile", turn], room="red", volatile=True)
        await app.sio.emit("n", ["skipping", turn], room="red", skip_sid=sid)
        app.sio.emit_json("n", b'"alone"', room="red")
    expected = [[["direct", turn], 0, 1, 2, ["volatile", turn], "alone"] for turn in range(5)]
    assert await events(socket, 30) == list(chain(*expected))


async def test_another_namespace_has_its_own(app: App) -> None:
    app.sio.on("x", namespace="/other")(lambda sid: None)
    socket, _ = await joined(app.port)
    answer = await socket.join(namespace="/other,")
    app.sio.enter_room(answer["sid"], "red", namespace="/other")
    app.sio.emit_json_many(counted(2, RED))
    app.sio.emit_json_many(counted(2, RED), namespace="/other")
    assert [await socket.text() for _ in "ab"] == ['42/other,["n",0]', '42/other,["n",1]']


async def test_an_event_that_cannot_be_sent_does_not_stop_the_others(
    recovering: App, caplog: pytest.LogCaptureFixture
) -> None:
    socket, _ = await recovering.join("red")
    broken = cast("bytes", "no bytes")
    with caplog.at_level(logging.ERROR):
        recovering.sio.emit_json_many(
            [("n", b"0", RED), ("connect", b"1", RED), ("n", broken, RED), ("n", b"3", RED)]
        )
    first, last = await socket.event(), await socket.event()
    assert (first[1], last[1]) == (0, 3)
    assert parse_offset(last[2]) == parse_offset(first[2]) + 3
    assert caplog.text.count("could not be sent") == 2


async def test_offsets_rise_by_one_from_event_to_event(recovering: App) -> None:
    red, _ = await recovering.join("red")
    blue, _ = await recovering.join("blue")
    recovering.sio.emit_json_many(counted(20, RED, BOTH))
    recovering.sio.emit_json("n", b"20", room="red")
    seen = [parse_offset((await red.event())[2]) for _ in range(21)]
    assert seen == list(range(seen[0], seen[0] + 21))
    assert [parse_offset((await blue.event())[2]) for _ in range(10)] == seen[1:20:2]


async def test_plain_clients_get_the_arguments_and_no_offset(recovering: App) -> None:
    strict = await plain(recovering, "red")
    stock, _ = await recovering.join("red", "blue")
    recovering.sio.emit_json_many(counted(4, RED, BLUE))
    assert [await strict.text() for _ in "ab"] == ['42["n",0]', '42["n",2]']
    assert [len(await stock.event()) for _ in range(4)] == [3] * 4
    assert recovering.sio.stats().delivered == 6


async def test_a_burst_larger_than_a_payload_is_polled_in_several(app: App) -> None:
    async with polling(app.port, "/socket.io/") as http:
        sid = await http.open()
        await http.post(sid, "40")
        await http.get(sid)
        (member,) = app.sio.engine.sessions.values()
        (socket,) = cast("Any", member.app).sockets.values()
        app.sio.enter_room(socket.sid, "red")
        await app.sio.emit("n", "first", to=socket.sid)
        app.sio.emit_json_many(counted(50, RED))
        await app.sio.emit("n", "last", room="red")
        answers: list[list[str]] = []
        while not answers or answers[-1][-1] != '42["n","last"]':
            answers.append((await http.get(sid))[1].split("\x1e"))
    assert list(chain(*answers)) == [
        '42["n","first"]',
        *(f'42["n",{number}]' for number in range(50)),
        '42["n","last"]',
    ]
    assert max(map(len, answers)) <= 16


async def test_a_burst_leaves_in_one_write(app: App) -> None:
    socket, _ = await app.join("red")
    before = app.sio.stats().flushes
    app.sio.emit_json_many(counted(100, RED))
    assert await events(socket, 100) == list(range(100))
    assert app.sio.stats().flushes == before + 1


async def test_a_member_that_does_not_read_is_closed_for_a_burst_too() -> None:
    async with (
        serving_app(send_buffer_limit=100_000) as app,
        polling(app.port, "/socket.io/") as http,
    ):
        left: asyncio.Queue[str] = asyncio.Queue()
        app.sio.on("connect")(lambda sid, handshake, auth: app.sio.enter_room(sid, "red"))
        app.sio.on("disconnect")(lambda sid, reason: left.put_nowait(reason))
        sid = await http.open()
        await http.post(sid, "40")
        await http.get(sid)
        text = b'"%b"' % (b"x" * 1_000)
        app.sio.emit_json_many([("n", text, RED)] * 110)
        assert await asyncio.wait_for(left.get(), 5) == "slow client"


async def test_nothing_is_kept_of_what_nobody_can_ask_for(recovering: App) -> None:
    recovering.sio.emit_json_many(counted(10, RED))
    assert recovering.sio.stats().history_bytes == 0
    assert recovering.sio.stats().emitted == 10
