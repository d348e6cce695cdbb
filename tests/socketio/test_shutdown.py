"""Stopping: refuse, tell, drain, close; and coming back."""

import asyncio

import pytest
from websockets.exceptions import InvalidStatus

from brasa.socketio import Options, Server
from tests.socketio.raw import connect, cut_off
from tests.socketio.serving import quick, serving
from tests.socketio.wire import joined, polling, websocket


async def test_clients_are_told_to_come_back_and_get_what_was_sent_before() -> None:
    sio = Server(Options())
    reasons: list[str] = []
    sio.on("disconnect")(lambda sid, reason: reasons.append(reason))
    async with serving(sio) as port:
        socket, _ = await joined(port)
        await sio.emit("last", "words")
        stopping = asyncio.create_task(sio.shutdown(2.0))
        assert (await socket.event())[:2] == ["last", "words"]
        assert await socket.closed() == 1012  # service restart
        await stopping
        assert reasons == ["server shutting down"]
        assert sio.stats().connections == 0


async def test_a_waiting_poll_is_answered() -> None:
    sio = Server(Options())
    async with serving(sio) as port, polling(port, "/socket.io/") as http:
        sid = await http.open()
        poll = asyncio.create_task(http.get(sid))
        await http.post(sid, "6")
        await sio.shutdown(1.0)
        assert await poll == (200, "1")


async def test_a_polling_client_gets_what_was_sent_and_is_told_to_go_apart_from_it() -> None:
    """The stock client hands over what comes with CLOSE only after its next connection."""
    sio = Server(Options())
    async with serving(sio) as port, polling(port, "/socket.io/") as http:
        sid = await http.open()
        await http.post(sid, "40")
        assert (await http.get(sid))[1].startswith("40{")
        await sio.emit("last", "words")
        stopping = asyncio.create_task(sio.shutdown(2.0))
        status, events = await http.get(sid)
        assert (status, events[:17]) == (200, '42["last","words"')
        assert "\x1e" not in events
        assert await http.get(sid) == (200, "1")
        await stopping


async def test_new_clients_are_refused_while_stopping() -> None:
    sio = Server(quick())
    async with serving(sio) as port, polling(port, "/socket.io/") as http:
        await http.open()
        await sio.shutdown(0.1)
        assert (await http.request("GET", "EIO=4&transport=polling"))[0] == 503
        with pytest.raises(InvalidStatus) as refused:
            await websocket(port)
        assert refused.value.response.status_code == 503
        assert sio.stats().refused == {"shutting down": 2}


async def test_handlers_at_work_may_finish_within_the_grace() -> None:
    sio = Server(quick(ping_interval=5))
    started, enough, finished = asyncio.Event(), asyncio.Event(), asyncio.Event()

    @sio.on("work")
    async def work(sid: str) -> str:
        started.set()
        await enough.wait()
        finished.set()
        return "done"

    async with serving(sio) as port:
        socket, _ = await joined(port)
        await socket.send('421["work"]')
        await started.wait()
        stopping = asyncio.create_task(sio.shutdown(2.0))
        await asyncio.sleep(0)  # it begins
        enough.set()
        assert await socket.text() == '431["done"]'
        await socket.closed()
        await stopping
        assert finished.is_set()


async def test_a_client_that_does_not_close_is_cut_off_after_the_grace() -> None:
    sio = Server(quick(ping_interval=5, close_timeout=30))
    async with serving(sio) as port:
        reader, writer = await connect(port)
        started = asyncio.get_running_loop().time()
        await sio.shutdown(0.4)
        assert asyncio.get_running_loop().time() - started < 2
        assert await cut_off(reader)
        writer.close()


async def test_a_server_that_never_served_stops_at_once() -> None:
    await Server().shutdown(5.0)
