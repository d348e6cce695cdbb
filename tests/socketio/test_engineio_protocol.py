"""The rules of Engine.IO 4, one test each, on raw HTTP and websocket."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from websockets.exceptions import InvalidStatus

from bench.servers.conformance import Echo
from brasa.socketio import Engine, protocol
from brasa.socketio.polling import PollingApp
from tests.socketio.serving import quick, serving_app
from tests.socketio.wire import Poller, Socket, polling
from tests.socketio.wire import websocket as open_websocket

INTERVAL, TIMEOUT = 0.3, 0.2
PATH = "/engine.io/"


@pytest.fixture
async def port() -> AsyncIterator[int]:
    engine = Engine(quick(path=PATH, close_timeout=0.5), Echo)
    async with serving_app(PollingApp(engine, None), protocol(engine)) as port:
        yield port
        await engine.shutdown(0.2)


@pytest.fixture
async def http(port: int) -> AsyncIterator[Poller]:
    async with polling(port, PATH) as client:
        yield client


async def websocket(port: int, query: str = "EIO=4&transport=websocket") -> Socket:
    return await open_websocket(port, PATH, query)


async def opened(port: int) -> Socket:
    socket = await websocket(port)
    assert str(await socket.receive()).startswith("0")
    return socket


async def probe(port: int, sid: str) -> Socket:
    return await websocket(port, f"EIO=4&transport=websocket&sid={sid}")


# ---- handshake ----


def check_open_packet(packet: str, upgrades: list[str]) -> None:
    assert packet[0] == "0"
    value = json.loads(packet[1:])
    assert value.pop("sid")
    assert value == {
        "upgrades": upgrades,
        "pingInterval": 300,
        "pingTimeout": 200,
        "maxPayload": 1_000_000,
    }


async def test_polling_opens_a_session(http: Poller) -> None:
    status, text = await http.request("GET", "EIO=4&transport=polling")
    assert status == 200
    check_open_packet(text, ["websocket"])


async def test_websocket_opens_a_session(port: int) -> None:
    async with open_websocket(port, PATH) as socket:
        check_open_packet(str(await socket.receive()), [])


@pytest.mark.parametrize(
    "query",
    ["transport=polling", "EIO=abc&transport=polling", "EIO=3&transport=polling"],
)
async def test_polling_refuses_an_invalid_version(http: Poller, query: str) -> None:
    assert (await http.request("GET", query))[0] == 400


@pytest.mark.parametrize("query", ["EIO=4", "EIO=4&transport=abc", "EIO=4&transport=websocket"])
async def test_polling_refuses_an_invalid_transport(http: Poller, query: str) -> None:
    assert (await http.request("GET", query))[0] == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_a_session_is_opened_by_get_alone(http: Poller, method: str) -> None:
    assert (await http.request(method, "EIO=4&transport=polling"))[0] == 400


@pytest.mark.parametrize(
    "query",
    [
        "transport=websocket",
        "EIO=abc&transport=websocket",
        "EIO=4",
        "EIO=4&transport=abc",
        "EIO=4&transport=polling",
        "EIO=4&transport=websocket&sid=unknown",
    ],
)
async def test_websocket_refuses_an_invalid_query(port: int, query: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await websocket(port, query)
    assert refused.value.response.status_code == 400


async def test_a_websocket_elsewhere_is_not_found(port: int) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await open_websocket(port, "/elsewhere/")
    assert refused.value.response.status_code == 404


async def test_an_unknown_session_is_refused_with_a_reason(http: Poller) -> None:
    status, text = await http.get("unknown")
    assert status == 400
    assert json.loads(text) == {"code": 1, "message": "Session ID unknown"}


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


async def until_polled(http: Poller, sid: str) -> None:
    """A round trip after the poll was sent: the server has it by then."""
    await asyncio.sleep(0)
    assert await http.post(sid, "6") == (200, "ok")


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


# ---- upgrade ----


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
