"""What a client may take: each limit, what happens past it, and its counter."""

import asyncio
import json
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from brasa.socketio import Server
from brasa.socketio.limits import AddressCount, RateLimit, is_loopback
from tests.socketio.raw import connect, control, cut_off, fragment, masked
from tests.socketio.serving import quick, serving
from tests.socketio.waiting import until
from tests.socketio.wire import joined, polling, websocket

CALM = {"ping_interval": 5.0, "ping_timeout": 5.0}


def build(**options: Any) -> Server:
    return Server(quick(**CALM | options))


async def test_a_websocket_message_too_large_closes() -> None:
    sio = build(max_payload=1000)
    async with serving(sio) as port:
        socket, _ = await joined(port)
        await socket.send("4" + "x" * 1000)
        assert await socket.closed() == 1009
        assert sio.stats().closed["payload too large"] == 1


async def test_a_polling_body_too_large_is_refused_and_closes() -> None:
    sio = build(max_payload=1000)
    async with serving(sio) as port, polling(port, "/socket.io/") as http:
        sid = await http.open()
        assert (await http.post(sid, "4" + "x" * 1000))[0] == 413
        assert (await http.get(sid))[0] == 400
        assert sio.stats().closed == {"payload too large": 1}


async def test_attachments_together_may_not_be_larger_than_a_payload() -> None:
    sio = build(max_payload=1000)
    async with serving(sio) as port:
        socket, _ = await joined(port)
        await socket.send('4510-["x"]')
        await socket.send(bytes(900))
        await socket.send(bytes(900))
        assert await socket.closed() == 1002


async def test_too_many_messages_close() -> None:
    sio = build(message_rate=10.0, message_burst=20)
    async with serving(sio) as port:
        socket, _ = await joined(port)
        for _ in range(30):
            await socket.send('42["x"]')
        assert await socket.closed() == 1008
        assert sio.stats().closed == {"message rate": 1}


async def test_a_burst_within_the_limit_is_fine() -> None:
    sio = build(message_rate=1.0, message_burst=20)
    sio.on("x")(lambda sid: "ok")
    async with serving(sio) as port:
        socket, _ = await joined(port)
        for number in range(18):
            await socket.send(f'42{number}["x"]')
        for number in range(18):
            assert await socket.text() == f'43{number}["ok"]'


MANY = {
    "NOOP": masked("6") * 600,
    "PONG": masked("3") * 600,
    "ping": control(0x9) * 600,
    "pong": control(0xA) * 600,
    "empty fragments": fragment(0x1) + fragment(0x0) * 600,
}


@pytest.mark.parametrize("kind", MANY)
async def test_frames_that_are_no_messages_count_too(kind: str) -> None:
    sio = build()
    async with serving(sio) as port:
        reader, writer = await connect(port)
        writer.write(MANY[kind])
        assert await cut_off(reader)
        assert sio.stats().closed == {"message rate": 1}
        writer.close()


async def test_who_goes_on_sending_after_it_was_told_to_close_is_cut_off() -> None:
    sio = build(close_timeout=60.0)
    async with serving(sio) as port:
        reader, writer = await connect(port)
        writer.write(masked("6") * 600)
        async with asyncio.timeout(5):
            while not writer.is_closing():
                writer.write(masked("x" * 100) * 10)
                await asyncio.sleep(0)
        assert await cut_off(reader)
        assert sio.stats().closed == {"message rate": 1}
        writer.close()


@pytest.mark.parametrize("packet", ["6", "3", "4x", "bAAAA"])
async def test_a_body_of_too_many_packets_is_refused_unread(packet: str) -> None:
    sio = build()
    async with serving(sio) as port, polling(port, "/socket.io/") as http:
        sid = await http.open()
        assert (await http.post(sid, "\x1e".join([packet] * 501)))[0] == 400
        assert sio.stats().closed == {"message rate": 1}
        assert sio.stats().received == 0


def test_the_rate_is_the_long_run() -> None:
    limit = RateLimit(rate=10.0, burst=5)
    paid = 0.0
    for _ in range(5):
        paid = limit.spend(paid, now=100.0)
        assert paid > 0
    assert limit.spend(paid, now=100.0) == -1.0
    assert limit.spend(paid, now=100.11) > 0


@pytest.mark.parametrize("count", [1, 2, 4])
def test_several_at_once_count_like_one_after_the_other(count: int) -> None:
    limit = RateLimit(rate=8.0, burst=8)
    paid = 0.0
    for _ in range(8 // count):
        paid = limit.spend(paid, now=100.0, count=count)
        assert paid > 0
    assert limit.spend(paid, now=100.0, count=count) == -1.0


async def test_too_many_handlers_at_work_close() -> None:
    sio = build(max_handlers=3)
    gate = asyncio.Event()

    @sio.on("wait")
    async def wait(sid: str) -> None:
        await gate.wait()

    async with serving(sio) as port:
        socket, _ = await joined(port)
        for _ in range(4):
            await socket.send('42["wait"]')
        assert await socket.closed() == 1008
        assert sio.stats().closed == {"too many handlers": 1}
        gate.set()


async def test_a_full_server_says_so() -> None:
    sio = build(max_connections=1)
    async with serving(sio) as port, polling(port, "/socket.io/") as http:
        socket, _ = await joined(port)
        status, text = await http.request("GET", "EIO=4&transport=polling")
        assert status == 503
        assert "holds all the connections" in json.loads(text)["message"]
        with pytest.raises(InvalidStatus) as refused:
            await websocket(port)
        assert refused.value.response.status_code == 503
        assert sio.stats().refused == {"server full": 2}
        await socket.close()
        await until(lambda: sio.stats().connections == 0)
        assert (await http.request("GET", "EIO=4&transport=polling"))[0] == 200


async def test_an_address_has_so_many_connections() -> None:
    sio = build(max_connections_per_address=1, trusted_proxies=1)

    def from_address(address: str) -> dict[str, str]:
        return {"X-Forwarded-For": f"6.6.6.6, {address}"}

    async with serving(sio) as port, polling(port, "/socket.io/") as http:
        query = "EIO=4&transport=polling"
        assert (await http.request("GET", query, **from_address("10.0.0.1")))[0] == 200
        assert (await http.request("GET", query, **from_address("10.0.0.1")))[0] == 429
        assert (await http.request("GET", query, **from_address("10.0.0.2")))[0] == 200
        assert sio.stats().refused == {"address full": 1}


def test_an_address_is_counted_until_its_connections_are_gone() -> None:
    count = AddressCount(1)
    assert count.admits("10.0.0.1")
    count.add("10.0.0.1")
    assert not count.admits("10.0.0.1")
    count.remove("10.0.0.1")
    assert count.admits("10.0.0.1")


@pytest.mark.parametrize(
    ("address", "loopback"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("unix", True),
        ("10.0.0.1", False),
        ("2001:db8::1", False),
    ],
)
def test_loopback_is_a_proxy_or_a_developer(address: str, loopback: bool) -> None:
    assert is_loopback(address) == loopback


async def test_an_unfinished_upgrade_is_given_up() -> None:
    sio = build(upgrade_timeout=0.1)
    async with serving(sio) as port, polling(port, "/socket.io/") as http:
        sid = await http.open()
        probe = await websocket(port, query=f"EIO=4&transport=websocket&sid={sid}")
        await probe.closed()
        assert await http.post(sid, "40") == (200, "ok")
