"""Which pages may connect, and what browsers are told about it."""

import asyncio
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from brasa.socketio import Server
from brasa.socketio.origin import OriginPolicy
from tests.socketio.serving import quick, serving
from tests.socketio.wire import polling, websocket


def build(**options: Any) -> Server:
    return Server(quick(ping_interval=5.0, ping_timeout=5.0, **options))


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


@pytest.mark.parametrize(
    ("origin", "admitted"),
    [
        ("http://localhost", True),
        ("http://localhost:5173", True),
        ("http://[::1]:5173", True),
        ("http://localhost:5173@evil.example", False),
        ("http://localhost:x", False),
        ("http://localhost.evil.example:80", False),
        ("https://localhost:5173", False),
        ("localhost:5173", False),
    ],
)
def test_a_host_may_be_listed_with_any_port(origin: str, admitted: bool) -> None:
    policy = OriginPolicy(["http://localhost:*", "http://[::1]:*"], credentials=False)
    assert policy.admits(origin, "example.com") == admitted


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
