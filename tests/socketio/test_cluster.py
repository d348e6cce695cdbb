"""Several nodes and one stream: events everywhere once, clients anywhere, restarts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest

from brasa.socketio import Broadcast, Handshake, Options, Server
from tests.socketio.cluster import Stream, StreamAdapter
from tests.socketio.serving import serving
from tests.socketio.waiting import until
from tests.socketio.wire import Socket, joined


class Node:
    def __init__(self, stream: Stream) -> None:
        self.sio = Server(Options(), StreamAdapter(stream))
        self.port = 0
        self.sio.on("connect")(self.connect)

    async def connect(self, sid: str, handshake: Handshake, auth: dict[str, Any]) -> None:
        if not handshake.recovered:
            self.sio.enter_room(sid, "room")
            self.sio.session(sid)["name"] = "Ana"

    async def emit(self, *numbers: int) -> None:
        for number in numbers:
            await self.sio.emit("n", number, room="room")


@asynccontextmanager
async def node(stream: Stream) -> AsyncIterator[Node]:
    node = Node(stream)
    async with serving(node.sio) as node.port:
        yield node


@pytest.fixture
async def pair() -> AsyncIterator[tuple[Stream, Node, Node]]:
    stream = Stream()
    async with node(stream) as a, node(stream) as b:
        yield stream, a, b


async def numbers(socket: Socket, count: int) -> list[int]:
    return [(await socket.event())[1] for _ in range(count)]


async def test_events_of_any_node_reach_every_node_once_in_one_order(
    pair: tuple[Stream, Node, Node],
) -> None:
    _, a, b = pair
    clients = [(await joined(node.port))[0] for node in (a, b, a, b)]
    for number in range(30):
        await (a, b)[number % 2].emit(number)
    seen = [await numbers(client, 30) for client in clients]
    assert sorted(seen[0]) == list(range(30))
    assert all(each == seen[0] for each in seen)
    assert seen[0][::2] == list(range(0, 30, 2))  # each node's own in the order it sent them


async def test_a_worker_emits_without_being_a_server(pair: tuple[Stream, Node, Node]) -> None:
    stream, a, b = pair
    clients = [(await joined(node.port))[0] for node in (a, b)]
    worker = StreamAdapter(stream)
    worker.publish(Broadcast("/", ("room",), b'["n",7'))
    for client in clients:
        assert await numbers(client, 1) == [7]


async def test_a_burst_reaches_every_node(pair: tuple[Stream, Node, Node]) -> None:
    _, a, b = pair
    clients = [(await joined(node.port))[0] for node in (a, b)]
    a.sio.emit_json_many([("n", b"%d" % number, ("room",)) for number in range(20)])
    seen = [[await client.event() for _ in range(20)] for client in clients]
    assert [number for _, number, _ in seen[0]] == list(range(20))
    assert seen[0] == seen[1]


async def test_a_client_finds_what_it_missed_on_another_node(
    pair: tuple[Stream, Node, Node],
) -> None:
    _, a, b = pair
    socket, answer = await joined(a.port)
    await a.emit(1)
    _, _, offset = await socket.event()
    socket.cut()
    await until(lambda: a.sio.stats().parked)
    await b.emit(2, 3)
    back, again = await joined(b.port, {"pid": answer["pid"], "offset": offset})
    assert again == answer
    await a.emit(4)
    assert await numbers(back, 3) == [2, 3, 4]
    assert b.sio.session(answer["sid"]) == {"name": "Ana"}
    assert b.sio.rooms(answer["sid"]) == {answer["sid"], "room"}


async def test_a_client_that_saw_nothing_is_recovered_on_another_node(
    pair: tuple[Stream, Node, Node],
) -> None:
    _, a, b = pair
    socket, answer = await joined(a.port)
    socket.cut()
    await until(lambda: a.sio.stats().parked)
    await a.emit(1)
    back, again = await joined(b.port, {"pid": answer["pid"]})
    assert again == answer
    assert await numbers(back, 1) == [1]


async def test_a_client_that_comes_back_to_its_first_node_has_the_rooms_of_the_second(
    pair: tuple[Stream, Node, Node],
) -> None:
    _, a, b = pair
    socket, answer = await joined(a.port)
    sid = answer["sid"]
    socket.cut()
    await until(lambda: a.sio.stats().parked)
    socket, _ = await joined(b.port, {"pid": answer["pid"]})
    b.sio.enter_room(sid, "second")
    socket.cut()
    await until(lambda: b.sio.stats().parked)
    await b.sio.emit("n", 1, room="second")
    back, again = await joined(a.port, {"pid": answer["pid"]})
    assert again == answer
    assert await numbers(back, 1) == [1]
    assert a.sio.rooms(sid) == {sid, "room", "second"}


async def test_a_rolling_restart_loses_nothing() -> None:
    stream = Stream()
    async with AsyncExitStack() as old, node(stream) as other:
        first = await old.enter_async_context(node(stream))
        socket, answer = await joined(first.port)
        await first.emit(1)
        _, _, offset = await socket.event()
        await old.aclose()
        assert await socket.closed() == 1012
        await other.emit(2)
        async with node(stream) as new:
            back, again = await joined(new.port, {"pid": answer["pid"], "offset": offset})
            assert again == answer
            await new.emit(3)
            assert await numbers(back, 2) == [2, 3]


async def test_a_client_of_a_node_that_died_is_recovered(pair: tuple[Stream, Node, Node]) -> None:
    """Sessions are saved as they begin and change rooms, not only as they end."""
    stream, a, b = pair
    _, answer = await joined(a.port)
    await until(lambda: "room" in str(stream.sessions.get(answer["pid"])))
    # Node a never learns of the end of its client: as if it were dead.
    back, again = await joined(b.port, {"pid": answer["pid"]})
    assert again == answer
    await b.emit(1)
    assert await numbers(back, 1) == [1]


async def test_a_history_the_stream_forgot_begins_afresh(pair: tuple[Stream, Node, Node]) -> None:
    stream, a, b = pair
    socket, answer = await joined(a.port)
    socket.cut()
    await until(lambda: a.sio.stats().parked)
    await a.emit(*range(10))
    await until(lambda: len(stream.events) == 10)
    stream.forget(5)
    _, again = await joined(b.port, {"pid": answer["pid"]})
    assert again["sid"] != answer["sid"]
    assert b.sio.stats().unrecovered == {"history forgotten": 1}


async def test_without_the_stream_a_node_still_knows_its_own(
    pair: tuple[Stream, Node, Node],
) -> None:
    stream, a, _ = pair
    socket, answer = await joined(a.port)
    stream.reachable = False
    socket.cut()
    await until(lambda: a.sio.stats().parked)
    await a.emit(1)
    await until(lambda: a.sio.stats().history_bytes)
    back, again = await joined(a.port, {"pid": answer["pid"]})
    assert again == answer
    assert await numbers(back, 1) == [1]


async def test_events_between_the_history_and_going_live_come_once(
    pair: tuple[Stream, Node, Node],
) -> None:
    _, a, b = pair
    socket, answer = await joined(a.port)
    for turn in range(10):
        socket.cut()
        await until(lambda: a.sio.stats().parked or b.sio.stats().parked)
        emitting = asyncio.create_task(a.emit(*range(turn * 100, turn * 100 + 100)))
        socket, again = await joined((b, a)[turn % 2].port, {"pid": answer["pid"]})
        assert again == answer
        await emitting
        count = (turn + 1) * 100  # no offset is ever sent: all of the session is replayed
        assert await numbers(socket, count) == list(range(count))
