"""Clients that mean harm: each is refused or closed, and costs little until then."""

import asyncio
import json
import logging
from typing import Any

import pytest

from brasa.socketio import Server
from brasa.socketio.errors import ProtocolError
from brasa.socketio.packets import decode_packet
from tests.socketio.raw import connect, cut_off, masked
from tests.socketio.serving import quick, serving
from tests.socketio.waiting import until
from tests.socketio.wire import joined, polling


def build(**options: Any) -> Server:
    return Server(quick(ping_interval=5.0, ping_timeout=5.0, **options))


# ---- requests ----


async def request(port: int, *parts: bytes) -> bytes:
    """Send a request in pieces that arrive one by one; returns the status line."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for part in parts:
        writer.write(part)
        await writer.drain()
        await asyncio.sleep(0)
    line = await asyncio.wait_for(reader.readline(), 5)
    assert await cut_off(reader)
    writer.close()
    return line


async def test_a_head_without_end_is_refused() -> None:
    sio = build(max_head=10_000)
    async with serving(sio) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /socket.io/ HTTP/1.1\r\nX: ")
        while not sio.stats().refused:
            writer.write(b"a" * 5_000)
            await asyncio.sleep(0)
        assert sio.stats().refused == {"head too large": 1}
        assert await cut_off(reader)
        writer.close()


@pytest.mark.parametrize("begun", [b"", b"GET /socket.io/?EIO", b"GET / HTTP/1.1\r\nHost: x\r\n"])
async def test_a_head_that_does_not_arrive_is_given_up(begun: bytes) -> None:
    sio = build(head_timeout=0.05)
    async with serving(sio) as port:
        assert (await request(port, begun)).startswith(b"HTTP/1.1 408")
        assert sio.stats().refused == {"head timeout": 1}


async def test_a_second_request_of_a_connection_has_its_own_time() -> None:
    sio = build(head_timeout=0.05)
    async with serving(sio) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        query = b"GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n\r\n"
        writer.write(query)
        assert (await reader.readline()).startswith(b"HTTP/1.1 200")
        await reader.readuntil(b"}")
        writer.write(query[:10])
        assert (await asyncio.wait_for(reader.readline(), 5)).startswith(b"HTTP/1.1 408")
        writer.close()


async def test_a_long_poll_may_wait_longer_than_a_head() -> None:
    sio = build(head_timeout=0.05)
    async with serving(sio) as port, polling(port, "/socket.io/") as http:
        sid = await http.open()
        poll = asyncio.create_task(http.get(sid))
        await asyncio.sleep(0.15)  # three times as long
        await http.post(sid, "40")
        assert (await poll)[1].startswith("40")


async def test_a_body_that_trickles_in_ends_the_session() -> None:
    sio = build(body_timeout=0.1)
    async with serving(sio) as port, polling(port, "/socket.io/") as http:
        sid = await http.open()
        head = f"POST /socket.io/?EIO=4&transport=polling&sid={sid} HTTP/1.1\r\nHost: x\r\n"
        line = await request(port, head.encode() + b"Content-Length: 1000\r\n\r\n4a")
        assert line.startswith(b"HTTP/1.1 408")
        assert (await http.get(sid))[0] == 400
        assert sio.stats().closed == {"body timeout": 1}


async def test_a_body_without_end_is_cut_off() -> None:
    sio = build(max_payload=1000)
    async with serving(sio) as port, polling(port, "/socket.io/") as http:
        sid = await http.open()
        head = f"POST /socket.io/?EIO=4&transport=polling&sid={sid} HTTP/1.1\r\nHost: x\r\n"
        chunked = head.encode() + b"Transfer-Encoding: chunked\r\n\r\n"
        line = await request(port, chunked, b"7d0\r\n" + b"a" * 2000 + b"\r\n")
        assert line.startswith(b"HTTP/1.1 413")


# ---- websockets ----


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


async def test_pings_of_a_client_that_does_not_read_do_not_pile_up() -> None:
    sio = build(message_rate=None)
    async with serving(sio) as port:
        reader, writer = await connect(port)
        await reader.readuntil(b"}")
        (session,) = sio.engine.sessions.values()
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        most = 0
        for number in range(2_000):
            writer.write(ping(number) * 50)  # 12 MB of pongs, if each were kept
            await writer.drain()
            most = max(most, session.pending_bytes)
        writer.transport.resume_reading()  # type: ignore[attr-defined]
        await read_until(reader, b"%0100d" % 1_999)
        assert 0 < most < 1 << 20
        writer.close()


async def read_until(reader: asyncio.StreamReader, end: bytes) -> None:
    seen = b""
    async with asyncio.timeout(10):
        while end not in seen:
            seen = seen[-len(end) :] + await reader.read(65536)


def ping(number: int) -> bytes:
    return b"\x89\xe4" + bytes(4) + b"%0100d" % number


async def test_a_place_named_by_its_own_connection_leaves_nothing_behind() -> None:
    sio = build(recovery=True)
    sio.on("connect", namespace="/other")(lambda sid, handshake, auth: None)
    async with serving(sio) as port:
        socket, answer = await joined(port)
        await socket.send("40/other," + json.dumps({"pid": answer["pid"]}))
        await socket.closed()
        await until(lambda: not sio.stats().connections)
        assert not sio.namespace("/other").sockets
        assert sio.stats().clients == 0


# ---- messages ----


def nested(depth: int) -> bytes:
    return b'2["x",' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"]"


def test_what_is_nested_too_deeply_is_refused() -> None:
    assert decode_packet(nested(128), 0).data[0] == "x"
    with pytest.raises(ProtocolError, match="deep"):
        decode_packet(nested(129), 0)
    objects = b'2["x",' + b'{"a":' * 128 + b"1" + b"}" * 128 + b"]"
    with pytest.raises(ProtocolError, match="deep"):
        decode_packet(objects, 0)


def test_what_is_wide_or_full_of_brackets_is_fine() -> None:
    wide = [["x"], {"a": [1, {"b": 2}]}] * 500
    assert decode_packet(b"2" + json.dumps(["x", wide]).encode(), 0).data == ["x", wide]
    text = "[{" * 500
    assert decode_packet(b"2" + json.dumps(["x", text]).encode(), 0).data == ["x", text]


async def test_arguments_a_handler_does_not_take_are_no_failure_of_the_server(
    caplog: pytest.LogCaptureFixture,
) -> None:
    sio = build()
    sio.on("add")(lambda sid, a, b: a + b)
    with caplog.at_level(logging.DEBUG, "brasa.socketio"):
        async with serving(sio) as port:
            socket, _ = await joined(port)
            await socket.send('421["add",1]')
            await socket.send('422["add",1,2]')
            assert await socket.text() == "432[3]"
            await socket.close()
    assert [(record.levelname, record.exc_info) for record in caplog.records] == [("WARNING", None)]


async def test_a_handler_that_raises_a_type_error_itself_is_a_failure(
    caplog: pytest.LogCaptureFixture,
) -> None:
    sio = build()
    sio.on("add")(lambda sid, a, b: a + b)
    async with serving(sio) as port:
        socket, _ = await joined(port)
        await socket.send('42["add",1,"x"]')
        await until(lambda: caplog.records)
        await socket.close()
    assert caplog.records[0].exc_info
