"""Connection state recovery: who comes back, and as whom, on a raw websocket."""

from collections.abc import AsyncIterator

import pytest

from tests.socketio.returning import App, nothing_more, numbers
from tests.socketio.serving import serving
from tests.socketio.wire import joined, websocket


@pytest.fixture
async def app() -> AsyncIterator[App]:
    app = App()
    async with serving(app.sio) as app.port:
        yield app


async def test_a_client_gets_a_private_id(app: App) -> None:
    _, answer = await app.join()
    assert set(answer) == {"sid", "pid"}
    assert answer["sid"] != answer["pid"]


async def test_what_was_missed_comes_once_and_in_order(app: App) -> None:
    socket, answer = await app.join()
    await app.emit(1, 2)
    await socket.event()
    _, number, offset = await socket.event()
    assert number == 2
    await app.lose(socket)
    await app.emit(3, 4, 5)
    back, again = await app.join({"pid": answer["pid"], "offset": offset})
    assert again == answer
    await app.emit(6)
    assert await numbers(back, 4) == [3, 4, 5, 6]
    await nothing_more(app, back)
    assert app.sio.stats().recovered == 1
    assert app.sio.stats().replayed == 3


async def test_rooms_and_data_are_restored(app: App) -> None:
    socket, answer = await app.join()
    await app.lose(socket)
    await app.join({"pid": answer["pid"]})
    sid = answer["sid"]
    assert app.sio.rooms(sid) == {sid, "room"}
    assert app.sio.session(sid) == {"name": "Ana"}


async def test_a_client_that_saw_no_event_is_recovered_without_an_offset(app: App) -> None:
    socket, answer = await app.join()
    await app.lose(socket)
    await app.emit(1, 2)
    back, again = await app.join({"pid": answer["pid"]})
    assert again == answer
    assert await numbers(back, 2) == [1, 2]


async def test_events_in_flight_at_the_drop_are_replayed_without_an_offset(app: App) -> None:
    socket, answer = await app.join()
    socket.cut()
    await app.emit(1)
    await app.heard("disconnect")
    back, _ = await app.join({"pid": answer["pid"]})
    assert await numbers(back, 1) == [1]


async def test_a_second_drop_without_events_between_is_recovered_too(app: App) -> None:
    socket, answer = await app.join()
    for number in range(3):
        await app.lose(socket)
        await app.emit(number)
        socket, again = await app.join({"pid": answer["pid"]})
        assert again == answer
        # Never having sent an offset, it missed everything since its session began.
        assert await numbers(socket, number + 1) == list(range(number + 1))


async def test_connect_comes_before_what_was_missed(app: App) -> None:
    """The stock client sees events twice if they come first and the connection drops between."""
    socket, answer = await app.join()
    await app.lose(socket)
    await app.emit(1)
    back = await websocket(app.port)
    await back.receive()
    await back.send(f'40{{"pid":"{answer["pid"]}"}}')
    assert (await back.text()).startswith("40{")
    assert await numbers(back, 1) == [1]


async def test_authentication_runs_again(app: App) -> None:
    socket, answer = await app.join({"token": "x"})
    await app.lose(socket)
    await joined(app.port, {"pid": answer["pid"], "token": "y"})
    assert await app.heard("connect") == (answer["sid"], True, {"token": "y"})


async def test_a_client_refused_on_its_return_gets_nothing_and_is_forgotten(app: App) -> None:
    socket, answer = await app.join()
    await app.lose(socket)
    await app.emit(1)
    back = await websocket(app.port)
    await back.receive()
    await back.send(f'40{{"pid":"{answer["pid"]}","banned":true}}')
    assert await back.text() == '44{"message":"banned","data":{"why":"test"}}'
    assert app.sio.stats().parked == 0
    assert app.sio.stats().rooms == 0
    await back.close()


async def test_a_room_taken_away_on_return_says_nothing_more(app: App) -> None:
    socket, answer = await app.join()
    await app.lose(socket)
    await app.emit(1)
    back, _ = await app.join({"pid": answer["pid"], "unroomed": True})
    await app.emit(2)
    await app.sio.emit("end", to=answer["sid"])
    assert (await back.event())[0] == "end"


@pytest.mark.parametrize("offset", ["world", "", "zz", "-1", "f" * 17, "7" + "f" * 15, 5, ["x"]])
async def test_an_unknown_offset_begins_afresh(app: App, offset: object) -> None:
    socket, answer = await app.join()
    await app.lose(socket)
    back, again = await app.join({"pid": answer["pid"], "offset": offset})
    assert again["sid"] != answer["sid"]
    assert app.sio.stats().unrecovered == {"unknown offset": 1}
    await nothing_more(app, back)


async def test_an_unknown_session_begins_afresh(app: App) -> None:
    _, answer = await app.join({"pid": "unknown", "offset": "1"})
    assert answer["pid"] != "unknown"
    assert app.sio.stats().unrecovered == {"unknown session": 1}


async def test_a_session_is_recovered_by_one_connection_only(app: App) -> None:
    socket, answer = await app.join()
    await app.lose(socket)
    first, again = await app.join({"pid": answer["pid"]})
    assert again == answer
    second, third = await app.join({"pid": answer["pid"]})
    assert third == answer  # the later connection is the client; the earlier one is closed
    await first.closed()
    await app.emit(1)
    assert await numbers(second, 1) == [1]


async def test_a_client_back_before_its_drop_is_noticed_takes_over(app: App) -> None:
    old, answer = await app.join()
    await app.emit(1)
    _, _, offset = await old.event()
    await app.emit(2)
    back, again = await app.join({"pid": answer["pid"], "offset": offset})
    assert again == answer
    assert await app.heard("disconnect") == (answer["sid"], "replaced")
    assert await numbers(back, 1) == [2]
    await app.emit(3)
    assert await numbers(back, 1) == [3]


async def test_a_session_left_on_purpose_is_not_recovered(app: App) -> None:
    socket, answer = await app.join()
    await socket.send("41")
    assert (await app.heard("disconnect"))[1] == "client namespace disconnect"
    _, again = await app.join({"pid": answer["pid"]})
    assert again["sid"] != answer["sid"]
