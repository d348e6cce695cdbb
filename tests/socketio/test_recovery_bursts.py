"""Connection state recovery: a burst is kept whole, and cut where a client left it."""

import json
from collections.abc import AsyncIterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from brasa.socketio import Options
from brasa.socketio.burst import Burst, Emission, frame_burst
from brasa.socketio.frame import Frame
from brasa.socketio.history import Entry, History
from brasa.socketio.namespace import Namespace
from tests.socketio.returning import App, nothing_more, numbers
from tests.socketio.serving import serving
from tests.socketio.wire import Socket, websocket

ROOM = ("room",)


@pytest.fixture
async def app() -> AsyncIterator[App]:
    app = App()
    async with serving(app.sio) as app.port:
        yield app


def counted(begin: int, end: int, *rooms: tuple[str, ...]) -> list[Emission]:
    audiences = rooms or (ROOM,)
    return [("n", b"%d" % n, audiences[n % len(audiences)]) for n in range(begin, end)]


async def offset_after(socket: Socket, count: int) -> str:
    """The offset of the last of the next events."""
    offsets: list[str] = [(await socket.event())[2] for _ in range(count)]
    return offsets[-1]


async def test_who_received_half_of_a_burst_gets_exactly_the_rest(app: App) -> None:
    socket, answer = await app.join()
    app.sio.emit_json_many(counted(0, 40))
    offset = await offset_after(socket, 17)
    await app.lose(socket)
    app.sio.emit_json_many(counted(40, 60))
    back, again = await app.join({"pid": answer["pid"], "offset": offset})
    assert again == answer
    await app.emit(60)
    assert await numbers(back, 44) == list(range(17, 61))
    await nothing_more(app, back)
    assert app.sio.stats().replayed == 43


async def test_the_rest_can_be_cut_again(app: App) -> None:
    socket, answer = await app.join()
    app.sio.emit_json_many(counted(0, 40))
    auth = {"pid": answer["pid"]}
    received = 0
    for count in (1, 12, 26):
        auth["offset"] = await offset_after(socket, count)
        received += count
        await app.lose(socket)
        socket, again = await app.join(auth)
        assert again == answer
    assert await numbers(socket, 1) == [received]
    await nothing_more(app, socket)


async def test_a_burst_over_several_rooms_is_recovered_once_and_in_order(app: App) -> None:
    socket, answer = await app.join()
    other, _ = await app.join()
    app.sio.enter_room(answer["sid"], "second")
    app.sio.emit_json_many(counted(0, 30, ROOM, ("second",), ("room", "second"), ("third",)))
    offset = await offset_after(socket, 10)  # 0, 1, 2, 4, 5, 6, 8, 9, 10, 12
    await app.lose(socket)
    back, _ = await app.join({"pid": answer["pid"], "offset": offset})
    assert await numbers(back, 13) == [n for n in range(13, 30) if n % 4 != 3]
    await nothing_more(app, back)
    assert await numbers(other, 1) == [0]


async def test_a_burst_before_a_room_was_entered_is_not_told(app: App) -> None:
    socket, answer = await app.join()
    await app.join()
    sid = answer["sid"]
    (other,) = app.sio.members("room") - {sid}
    app.sio.enter_room(other, "late")
    app.sio.emit_json_many(counted(0, 5, ("late",)))
    app.sio.enter_room(sid, "late")
    app.sio.emit_json_many(counted(5, 10, ("late",)))
    app.sio.leave_room(sid, "late")
    app.sio.emit_json_many(counted(10, 15, ("late",)))
    await app.lose(socket)
    back, _ = await app.join({"pid": answer["pid"]})
    assert await numbers(back, 5) == [5, 6, 7, 8, 9]
    await nothing_more(app, back)


async def test_little_memory_forgets_a_burst_by_small_parts() -> None:
    app = App(recovery_room_bytes=2_000)
    async with serving(app.sio) as app.port:
        socket, answer = await app.join()
        app.sio.emit_json_many(counted(0, 1_000))
        assert 1_500 < app.sio.stats().history_bytes <= 2_000
        auth = {"pid": answer["pid"], "offset": await offset_after(socket, 970)}
        await app.lose(socket)
        back, again = await app.join(auth)
        assert again == answer
        assert await numbers(back, 30) == list(range(970, 1_000))
        await app.lose(back)
        _, afresh = await app.join({"pid": answer["pid"]})
        assert afresh["sid"] != answer["sid"]


async def test_who_is_held_back_gets_what_was_sent_meanwhile_once(app: App) -> None:
    socket, answer = await app.join()
    await app.lose(socket)
    app.sio.emit_json_many(counted(0, 5))
    back = await websocket(app.port)
    await back.receive()
    await back.send("40" + json.dumps({"pid": answer["pid"], "slow": True}))
    await app.heard("connect")
    app.sio.emit_json_many(counted(5, 10))
    app.thought.set()
    assert (await back.text()).startswith("40")
    assert await numbers(back, 10) == list(range(10))
    await nothing_more(app, back)


# ---- the law: a history of strips tells what a history of single events would ----

rooms = st.sets(st.sampled_from("abc"), min_size=1).map(lambda names: tuple(sorted(names)))
bursts = st.lists(st.lists(rooms, min_size=1, max_size=6), min_size=1, max_size=5)
places = st.integers(0, 12)
stay = st.tuples(st.sampled_from("ab"), places, places)


@given(bursts, st.lists(stay, min_size=1, max_size=3), places, st.integers(1, 120))
@example([[("a",)] * 4], [("a", 0, 2)], 0, 120)  # left in the middle of a strip
def test_a_history_of_bursts_tells_what_one_of_single_events_would(
    batches: list[list[tuple[str, ...]]],
    stays: list[tuple[str, int, int]],
    after: int,
    strip_bytes: int,
) -> None:
    namespace = Namespace("/", Options())
    namespace.away = dict.fromkeys("ab", 1)  # nobody wants c
    whole, single = History(Options()), History(Options())
    position = 0
    for batch in batches:
        events: list[Emission] = [("n", b"1", each) for each in batch]
        positions = range(position + 1, position + 1 + len(batch))
        position += len(batch)
        for wanted, start, end in namespace.wanted_runs(events):
            part = Burst("/", events[start:end])
            for strip in frame_burst(part, positions[start:end], strip_bytes):
                for room in wanted:
                    whole.record(room, Entry(0.0, strip, frozenset()))
            for frame in frame_burst(part, positions[start:end], 0):
                for room in wanted:
                    single.record(room, Entry(0.0, frame.parts()[0], frozenset()))
    assert told(whole, stays, after) == told(single, stays, after)


def told(
    history: History, stays: list[tuple[str, int, int]], after: int
) -> list[tuple[int, bytes]]:
    found: list[Frame] = history.missed("sid", stays, after) or []
    return [(part.position, part.wire) for frame in found for part in frame.parts()]
