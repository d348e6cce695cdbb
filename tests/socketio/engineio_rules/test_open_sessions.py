"""The rules of Engine.IO 4 for open sessions, one test each, on raw HTTP and websocket."""

import asyncio

import pytest

from tests.socketio.engineio import opened, until_polled
from tests.socketio.wire import Poller

INTERVAL, TIMEOUT = 0.3, 0.2


# ---- messages ----


@pytest.mark.parametrize(
    "payload",
    ["4hello", "4test1\x1e4test2\x1e4test3", "4hello\x1ebAQIDBA==", "4€é😀"],
    ids=["one", "several", "binary", "unicode"],
)
async def test_polling_carries_packets_both_ways(http: Poller, payload: str) -> None:
    sid = await http.open()
    assert await http.post(sid, payload) == (200, "ok")
    assert await http.get(sid) == (200, payload)


@pytest.mark.parametrize("body", ["abc", "", "4a\x1e", "bnot base64!", "2", "0", "5"])
async def test_a_broken_polling_packet_closes_the_session(http: Poller, body: str) -> None:
    sid = await http.open()
    assert (await http.post(sid, body))[0] == 400
    assert (await http.get(sid))[0] == 400


async def test_two_polls_at_once_close_the_session(http: Poller) -> None:
    sid = await http.open()
    first = asyncio.create_task(http.get(sid))
    await until_polled(http, sid)
    second = await http.get(sid, "&t=burst")
    assert second[0] == 400
    assert await first == (200, "1")
    assert (await http.get(sid))[0] == 400


async def test_a_cancelled_poll_closes_the_session(http: Poller) -> None:
    sid = await http.open()
    poll = asyncio.create_task(http.get(sid))
    await until_polled(http, sid)
    poll.cancel()
    await asyncio.gather(poll, return_exceptions=True)
    assert (await http.get(sid))[0] == 400


async def test_a_binary_body_is_refused(http: Poller) -> None:
    sid = await http.open()
    status, _ = await http.post(sid, "4x", **{"Content-Type": "application/octet-stream"})
    assert status == 400


async def test_websocket_carries_text_and_binary(port: int) -> None:
    socket = await opened(port)
    await socket.send("4hello")
    assert await socket.receive() == "4hello"
    await socket.send(b"\x01\x02\x03\x04")
    assert await socket.receive() == b"\x01\x02\x03\x04"
    await socket.close()


@pytest.mark.parametrize("packet", ["abc", "", "2", "5", "0"])
async def test_a_broken_websocket_packet_closes_the_session(port: int, packet: str) -> None:
    socket = await opened(port)
    await socket.send(packet)
    assert await socket.closed() == 1002


# ---- heartbeat ----


async def test_polling_clients_are_pinged(http: Poller) -> None:
    sid = await http.open()
    for _ in range(3):
        assert await http.get(sid) == (200, "2")
        assert await http.post(sid, "3") == (200, "ok")


async def test_websocket_clients_are_pinged(port: int) -> None:
    socket = await opened(port)
    for _ in range(3):
        assert await socket.receive() == "2"
        await socket.send("3")
    await socket.close()


async def test_a_silent_polling_client_is_closed_on_time(http: Poller) -> None:
    sid = await http.open()
    await asyncio.sleep(INTERVAL + TIMEOUT)  # what is tested is the time itself
    assert (await http.get(sid))[0] == 400


async def test_a_silent_websocket_client_is_closed(port: int) -> None:
    socket = await opened(port)
    started = asyncio.get_running_loop().time()
    await socket.closed()
    assert 0.4 < asyncio.get_running_loop().time() - started < 1.5


# ---- close ----


async def test_a_close_by_polling_ends_the_poll_with_a_noop(http: Poller) -> None:
    sid = await http.open()
    poll = asyncio.create_task(http.get(sid))
    await until_polled(http, sid)
    assert await http.post(sid, "1") == (200, "ok")
    assert await poll == (200, "6")
    assert (await http.get(sid))[0] == 400


async def test_a_close_by_polling_is_told_to_the_next_poll_once(http: Poller) -> None:
    sid = await http.open()
    assert await http.post(sid, "1") == (200, "ok")
    assert await http.get(sid) == (200, "6")
    assert (await http.get(sid))[0] == 400


async def test_a_close_by_websocket_is_answered(port: int) -> None:
    socket = await opened(port)
    await socket.send("1")
    assert await socket.closed() == 1000
