"""Connection state recovery, edge by edge, on a raw websocket."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from typing import Any

import pytest

from brasa.socketio import ConnectionRefused, Handshake, Options, Server
from tests.socketio.serving import serving
from tests.socketio.waiting import until
from tests.socketio.wire import Socket, joined, polling, websocket


class App:
    """A server whose clients are all in one room, and what its handlers saw."""

    def __init__(self, **options: Any) -> None:
        self.sio = Server(Options(**options))
        self._log: defaultdict[str, asyncio.Queue[tuple[Any, ...]]] = defaultdict(asyncio.Queue)
        self.port = 0
        self.sio.on("connect")(self.connect)
        self.sio.on("disconnect")(self.disconnect)

    async def connect(self, sid: str, handshake: Handshake, auth: dict[str, Any]) -> None:
        self._log["connect"].put_nowait((sid, handshake.recovered, auth))
        if auth.get("banned"):
            raise ConnectionRefused("banned", {"why": "test"})
        if auth.get("unroomed"):
            self.sio.leave_room(sid, "room")
        elif not handshake.recovered:
            self.sio.enter_room(sid, "room")
            self.sio.session(sid)["name"] = "Ana"

    async def disconnect(self, sid: str, reason: str) -> None:
        self._log["disconnect"].put_nowait((sid, reason))

    async def heard(self, kind: str) -> tuple[Any, ...]:
        """The next thing of this kind that a handler saw."""
        async with asyncio.timeout(5):
            return await self._log[kind].get()

    async def emit(self, *numbers: int) -> None:
        for number in numbers:
            await self.sio.emit("n", number, room="room")

    async def join(self, auth: dict[str, Any] | None = None) -> tuple[Socket, dict[str, Any]]:
        socket, answer = await joined(self.port, auth)
        await self.heard("connect")
        return socket, answer

    async def lose(self, socket: Socket) -> None:
        """Cut a client off and wait until the server knows."""
        socket.cut()
        await self.heard("disconnect")


@pytest.fixture
async def app() -> AsyncIterator[App]:
    app = App()
    async with serving(app.sio) as app.port:
        yield app


async def numbers(socket: Socket, count: int) -> list[int]:
    """The numbers of the next events."""
    return [(await socket.event())[1] for _ in range(count)]


async def nothing_more(app: App, socket: Socket) -> None:
    """Assert that no event waits: the next one is one sent now."""
    await app.sio.emit("end", room="room")
    assert (await socket.event())[0] == "end"


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
    gate = asyncio.Event()

    @app.sio.on("connect")
    async def connect(sid: str, handshake: Handshake, auth: dict[str, Any]) -> None:
        await app.connect(sid, handshake, auth)
        if auth.get("slow"):
            await gate.wait()

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
        gate.set()


async def test_events_while_the_connect_handler_thinks_come_once() -> None:
    app = App()
    gate = asyncio.Event()

    @app.sio.on("connect")
    async def connect(sid: str, handshake: Handshake, auth: dict[str, Any]) -> None:
        await app.connect(sid, handshake, auth)
        if auth.get("slow"):
            await gate.wait()

    async with serving(app.sio) as app.port:
        socket, answer = await app.join()
        await app.lose(socket)
        await app.emit(1)
        back = await websocket(app.port)
        await back.receive()
        await back.send(f'40{{"pid":"{answer["pid"]}","slow":true}}')
        await app.heard("connect")
        await app.emit(2)
        gate.set()
        assert (await back.text()).startswith("40{")
        assert await numbers(back, 2) == [1, 2]
        await nothing_more(app, back)


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
