"""The rules of Engine.IO 4 for moving from polling to websocket, one test each."""

import asyncio

from tests.socketio.engineio import probe, until_polled
from tests.socketio.wire import Poller


async def test_a_polling_session_moves_to_websocket(port: int, http: Poller) -> None:
    sid = await http.open()
    socket = await probe(port, sid)
    await socket.send("2probe")
    assert await socket.receive() == "3probe"
    assert await http.get(sid) == (200, "6")
    await socket.send("5")
    await socket.send("4hello")
    assert await socket.receive() == "4hello"
    await socket.close()


async def test_a_waiting_poll_is_released_by_the_probe(port: int, http: Poller) -> None:
    sid = await http.open()
    poll = asyncio.create_task(http.get(sid))
    await until_polled(http, sid)
    socket = await probe(port, sid)
    await socket.send("2probe")
    assert await socket.receive() == "3probe"
    assert await poll == (200, "6")
    await socket.close()


async def test_after_an_upgrade_polling_is_refused(port: int, http: Poller) -> None:
    sid = await http.open()
    socket = await probe(port, sid)
    await socket.send("2probe")
    await socket.send("5")
    assert await socket.receive() == "3probe"
    assert (await http.get(sid))[0] == 400
    await socket.send("4hello")
    assert await socket.receive() == "4hello"  # and no stray noop before it
    await socket.close()


async def test_after_an_upgrade_a_second_websocket_is_closed(port: int, http: Poller) -> None:
    sid = await http.open()
    socket = await probe(port, sid)
    await socket.send("2probe")
    await socket.send("5")
    assert await socket.receive() == "3probe"
    second = await probe(port, sid)
    await second.closed()
    await socket.send("4hello")
    assert await socket.receive() == "4hello"
    await socket.close()


async def test_of_two_probes_at_once_the_second_is_closed(port: int, http: Poller) -> None:
    sid = await http.open()
    socket = await probe(port, sid)
    second = await probe(port, sid)
    await second.closed()
    await socket.send("2probe")
    assert await socket.receive() == "3probe"
    await socket.close()


async def test_a_failed_probe_leaves_the_session_on_polling(port: int, http: Poller) -> None:
    sid = await http.open()
    socket = await probe(port, sid)
    await socket.send("4too early")
    await socket.closed()
    assert await http.post(sid, "4still here") == (200, "ok")
    assert await http.get(sid) == (200, "4still here")


async def test_a_lost_probe_leaves_the_session_on_polling(port: int, http: Poller) -> None:
    sid = await http.open()
    socket = await probe(port, sid)
    await socket.send("2probe")
    assert await socket.receive() == "3probe"
    await socket.close()
    assert await http.post(sid, "4still here") == (200, "ok")
    assert await http.get(sid) == (200, "4still here")
    again = await probe(port, sid)
    await again.send("2probe")
    assert await again.receive() == "3probe"
    await again.close()


async def test_what_was_queued_for_polling_leaves_by_websocket(port: int, http: Poller) -> None:
    sid = await http.open()
    await http.post(sid, "4queued")
    socket = await probe(port, sid)
    await socket.send("2probe")
    await socket.send("5")
    assert await socket.receive() == "3probe"
    assert await socket.receive() == "4queued"
    await socket.close()
