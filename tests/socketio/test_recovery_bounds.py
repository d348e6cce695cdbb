"""Connection state recovery: how long and how much is remembered."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.socketio.returning import App, nothing_more, numbers
from tests.socketio.serving import serving
from tests.socketio.waiting import until


@pytest.fixture
async def app() -> AsyncIterator[App]:
    app = App()
    async with serving(app.sio) as app.port:
        yield app


async def test_a_session_expires_after_the_window() -> None:
    app = App(recovery_window=0.2)
    async with serving(app.sio) as app.port:
        socket, answer = await app.join()
        await app.lose(socket)
        await until(lambda: app.sio.stats().parked == 0)
        _, again = await app.join({"pid": answer["pid"]})
        assert again["sid"] != answer["sid"]


async def test_a_quiet_connection_is_recovered_long_after_its_last_event() -> None:
    """The event of its offset is forgotten by then; that nothing came after it is known."""
    app = App(recovery_window=0.2, ping_interval=0.05, ping_timeout=0.2)
    async with serving(app.sio) as app.port:
        socket, answer = await app.join()
        await app.emit(1)
        _, _, offset = await socket.event()
        listening = asyncio.create_task(socket.text())  # answers pings
        await until(lambda: app.sio.stats().history_bytes == 0)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        await app.lose(socket)
        await app.emit(2)
        back, again = await app.join({"pid": answer["pid"], "offset": offset})
        assert again == answer
        assert await numbers(back, 1) == [2]


async def test_a_history_cut_short_begins_afresh() -> None:
    app = App(recovery_room_bytes=2000)
    async with serving(app.sio) as app.port:
        socket, answer = await app.join()
        await app.lose(socket)
        await app.emit(*range(100))
        _, again = await app.join({"pid": answer["pid"]})
        assert again["sid"] != answer["sid"]
        assert app.sio.stats().unrecovered == {"history forgotten": 1}
        assert app.sio.stats().history_bytes <= 2000


async def test_all_history_is_bounded() -> None:
    app = App(recovery_total_bytes=5000)
    async with serving(app.sio) as app.port:
        socket, answer = await app.join()
        for room in map(str, range(50)):
            app.sio.enter_room(answer["sid"], room)
        for number in range(200):
            await app.sio.emit("n", number, room=str(number % 50))
        assert app.sio.stats().history_bytes <= 5000
        await socket.close()


async def test_the_number_of_parked_clients_is_bounded() -> None:
    app = App(recovery_max_sessions=2)
    async with serving(app.sio) as app.port:
        answers = []
        for _ in range(3):
            socket, answer = await app.join()
            await app.lose(socket)
            answers.append(answer)
        assert app.sio.stats().parked == 2
        _, oldest = await app.join({"pid": answers[0]["pid"]})
        _, newest = await app.join({"pid": answers[2]["pid"]})
        assert oldest["sid"] != answers[0]["sid"]
        assert newest == answers[2]


async def test_nothing_is_kept_for_rooms_nobody_can_ask_about(app: App) -> None:
    await app.sio.emit("n", 1, room="empty")
    await app.sio.emit("n", 1)
    assert app.sio.stats().history_bytes == 0


async def test_a_long_replay_is_paced_and_complete() -> None:
    app = App(send_buffer_limit=1 << 20)
    async with serving(app.sio) as app.port:
        socket, answer = await app.join()
        await app.lose(socket)
        for number in range(200):
            await app.sio.emit("n", number, "x" * 20_000, room="room")  # 4 MB: four times the limit
        back, again = await app.join({"pid": answer["pid"]})
        assert again == answer
        await app.emit(200)
        assert await numbers(back, 201) == list(range(201))
        await nothing_more(app, back)
        assert app.sio.stats().slow_closed == 0


async def test_without_recovery_there_is_no_private_id_and_no_offset() -> None:
    app = App(recovery=False)
    async with serving(app.sio) as app.port:
        socket, answer = await app.join()
        assert set(answer) == {"sid"}
        await app.emit(1)
        assert await socket.text() == '42["n",1]'
        await socket.close()
