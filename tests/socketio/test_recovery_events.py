"""Connection state recovery: which events are missed, and when they come."""

from collections.abc import AsyncIterator

import pytest

from tests.socketio.returning import App, nothing_more, numbers
from tests.socketio.serving import serving
from tests.socketio.wire import polling, websocket


@pytest.fixture
async def app() -> AsyncIterator[App]:
    app = App()
    async with serving(app.sio) as app.port:
        yield app


async def test_events_before_entering_and_after_leaving_a_room_are_not_replayed(app: App) -> None:
    sio = app.sio
    socket, answer = await app.join()
    sid = answer["sid"]
    await app.join()  # keeps the rooms' histories
    other_sid = (sio.members("room") - {sid}).pop()
    sio.enter_room(other_sid, "late")
    await sio.emit("n", 0, room="late")  # before it entered
    sio.enter_room(sid, "late")
    await sio.emit("n", 1, room="late")
    sio.leave_room(sid, "late")
    await sio.emit("n", 2, room="late")  # after it left
    await app.lose(socket)
    await sio.emit("n", 3, room="late")
    await app.emit(4)
    back, _ = await app.join({"pid": answer["pid"]})
    assert await numbers(back, 2) == [1, 4]
    await nothing_more(app, back)


async def test_events_of_several_rooms_are_replayed_once_in_their_order(app: App) -> None:
    sio = app.sio
    socket, answer = await app.join()
    sio.enter_room(answer["sid"], "b")
    await app.lose(socket)
    await sio.emit("n", 1, room="room")
    await sio.emit("n", 2, room="b")
    await sio.emit("n", 3, room=["room", "b"])
    await sio.emit("n", 4)
    await sio.emit("n", 5, to=answer["sid"])
    await sio.emit("n", 6, room="elsewhere")
    await sio.emit("n", 7, room="room", skip_sid=answer["sid"])
    sio.emit_json("n", b"8", room="room")
    back, _ = await app.join({"pid": answer["pid"]})
    assert await numbers(back, 6) == [1, 2, 3, 4, 5, 8]
    await nothing_more(app, back)


async def test_volatile_events_are_not_replayed(app: App) -> None:
    socket, answer = await app.join()
    await app.lose(socket)
    await app.sio.emit("n", 1, room="room", volatile=True)
    await app.emit(2)
    back, _ = await app.join({"pid": answer["pid"]})
    assert await numbers(back, 1) == [2]


async def test_a_volatile_event_ending_in_text_does_not_spoil_the_offset(app: App) -> None:
    """The stock client takes any last argument that is a string for the offset."""
    socket, answer = await app.join()
    await app.emit(1)
    await socket.event()
    await app.sio.emit("v", "text", room="room", volatile=True)
    *_, offset = await socket.event()
    await app.lose(socket)
    await app.emit(2)
    back, again = await app.join({"pid": answer["pid"], "offset": offset})
    assert again == answer
    assert await numbers(back, 1) == [2]


async def test_a_binary_event_is_replayed_with_its_attachments(app: App) -> None:
    socket, answer = await app.join()
    await app.lose(socket)
    await app.sio.emit("b", b"\x01\x02", room="room")
    back, _ = await app.join({"pid": answer["pid"]})
    text = await back.text()
    assert text.startswith('451-["b",{"_placeholder":true,"num":0},"')
    assert await back.receive() == b"\x01\x02"


async def test_a_polling_client_is_recovered(app: App) -> None:
    socket, answer = await app.join()
    await app.lose(socket)
    await app.emit(1, 2)
    async with polling(app.port, "/socket.io/") as http:
        sid = await http.open()
        await http.post(sid, f'40{{"pid":"{answer["pid"]}"}}')
        packets: list[str] = []
        while len(packets) < 3:
            packets += (await http.get(sid))[1].split("\x1e")
    assert packets[0].startswith("40")
    assert [packet[:7] for packet in packets[1:]] == ['42["n",'] * 2


async def test_a_drop_while_the_connect_handler_thinks_loses_nothing() -> None:
    app = App()
    async with serving(app.sio) as app.port:
        socket, answer = await app.join()
        await app.lose(socket)
        await app.emit(1)
        thinking = await websocket(app.port)
        await thinking.receive()
        await thinking.send(f'40{{"pid":"{answer["pid"]}","slow":true}}')
        await app.heard("connect")
        await app.emit(2)
        await thinking.close()
        await app.emit(3)
        back, again = await app.join({"pid": answer["pid"]})
        assert again == answer
        assert await numbers(back, 3) == [1, 2, 3]
        app.thought.set()


async def test_events_while_the_connect_handler_thinks_come_once() -> None:
    app = App()
    async with serving(app.sio) as app.port:
        socket, answer = await app.join()
        await app.lose(socket)
        await app.emit(1)
        back = await websocket(app.port)
        await back.receive()
        await back.send(f'40{{"pid":"{answer["pid"]}","slow":true}}')
        await app.heard("connect")
        await app.emit(2)
        app.thought.set()
        assert (await back.text()).startswith("40{")
        assert await numbers(back, 2) == [1, 2]
        await nothing_more(app, back)
