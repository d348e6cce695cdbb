"""What a client may take: each limit, what happens past it, and its counter."""

import asyncio
import json
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from brasa.socketio import Server
from brasa.socketio.limits import AddressCount, RateLimit, is_loopback
from tests.socketio.raw import connect, cut_off, masked
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


def test_the_rate_is_the_long_run() -> None:
    limit = RateLimit(rate=10.0, burst=5)
    paid = 0.0
    for _ in range(5):
        paid = limit.spend(paid, now=100.0)
        assert paid > 0
    assert limit.spend(paid, now=100.0) == -1.0
    assert limit.spend(paid, now=100.11) > 0


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


# ---- origins ----


async def statuses(port: int, origin: str, **headers: str) -> tuple[int, int]:
    """The answers to a page of `origin`, by polling and by websocket."""
    async with polling(port, "/socket.io/") as http:
        polled, _ = await http.request("GET", "EIO=4&transport=polling", Origin=origin, **headers)
    try:
        socket = await websocket(port, origin=origin, additional_headers=headers)
    except InvalidStatus as refused:
        return polled, refused.response.status_code
    await socket.close()
    return polled, 101


async def test_by_default_only_the_servers_own_pages_connect() -> None:
    sio = build(cors_allowed_origins=None)
    async with serving(sio) as port:
        assert await statuses(port, f"http://127.0.0.1:{port}") == (200, 101)
        assert await statuses(port, "http://evil.example") == (403, 403)
        assert await statuses(port, "null") == (403, 403)
        assert sio.stats().refused == {"origin": 4}


async def test_listed_origins_connect() -> None:
    sio = build(cors_allowed_origins=["https://app.example"])
    async with serving(sio) as port:
        assert await statuses(port, "https://app.example") == (200, 101)
        assert await statuses(port, "https://app.example.evil.com") == (403, 403)
        assert await statuses(port, "http://app.example") == (403, 403)


async def test_any_origin_connects_if_so_set() -> None:
    async with serving(build(cors_allowed_origins="*")) as port:
        assert await statuses(port, "http://evil.example") == (200, 101)


async def test_a_foreign_page_may_not_continue_a_session_either() -> None:
    sio = build(cors_allowed_origins=None)
    async with serving(sio) as port, polling(port, "/socket.io/") as http:
        sid = await http.open()
        assert (await http.post(sid, "40", Origin="http://evil.example"))[0] == 403


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"cors_allowed_origins": "*"}, {b"Access-Control-Allow-Origin: *"}),
        (
            {"cors_allowed_origins": ["http://a.example"], "cors_credentials": True},
            {
                b"Access-Control-Allow-Origin: http://a.example",
                b"Access-Control-Allow-Credentials: true",
                b"Vary: Origin",
            },
        ),
    ],
)
async def test_browsers_are_told_what_pages_may_read(
    settings: dict[str, Any], expected: set[bytes]
) -> None:
    async with serving(build(**settings)) as port:
        for method, query in (("OPTIONS", ""), ("GET", "?EIO=4&transport=polling"), ("GET", "")):
            answer = await raw_request(port, method, query)
            lines = {line.strip().lower() for line in answer.split(b"\r\n")}
            assert {line.lower() for line in expected} <= lines


async def raw_request(port: int, method: str, query: str) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        f"{method} /socket.io/{query} HTTP/1.1\r\nHost: x\r\nOrigin: http://a.example\r\n"
        "Access-Control-Request-Headers: content-type\r\nConnection: close\r\n\r\n".encode()
    )
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    return answer


# ---- hostile bytes ----


@pytest.mark.parametrize("key", ["", "short", "!!!!not base64!!!!!!!!!!", "dGhlIHNhbXBsZSBub25jZQ"])
async def test_a_handshake_without_a_proper_key_is_refused(key: str) -> None:
    async with serving(build()) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\n"
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        assert (await asyncio.wait_for(reader.readline(), 5)).startswith(b"HTTP/1.1 400")
        writer.close()


async def test_a_websocket_that_never_answers_a_close_is_cut_off() -> None:
    sio = build(close_timeout=0.1)
    async with serving(sio) as port:
        reader, writer = await connect(port)
        writer.write(masked("abc"))
        assert await cut_off(reader)
        writer.close()
