"""The rules of Socket.IO 5, one test each, on a raw websocket."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from bench.servers.conformance import build_socketio
from brasa.socketio import Server
from tests.socketio.raw import connect, masked
from tests.socketio.serving import quick, serving
from tests.socketio.wire import Socket, joined, polling, websocket


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async with serving(build_socketio()) as port:
        yield port


async def opened(port: int) -> Socket:
    socket = await websocket(port)
    assert str(await socket.receive()).startswith("0")
    return socket


async def greeted(port: int) -> Socket:
    socket, _ = await joined(port)
    assert await socket.text() == '42["auth",{}]'
    return socket


# ---- connect ----


@pytest.mark.parametrize(
    ("packet", "prefix", "auth"),
    [
        ("40", "", "{}"),
        ('40{"token":"123"}', "", '{"token":"123"}'),
        ("40/custom,", "/custom,", "{}"),
        ("40/custom", "/custom,", "{}"),
        ('40/custom,{"token":"abc"}', "/custom,", '{"token":"abc"}'),
    ],
)
async def test_a_client_joins_a_namespace(port: int, packet: str, prefix: str, auth: str) -> None:
    socket = await opened(port)
    await socket.send(packet)
    answer = await socket.text()
    assert answer.startswith("40" + prefix)
    assert list(json.loads(answer[len("40" + prefix) :])) == ["sid"]
    assert await socket.text() == f'42{prefix}["auth",{auth}]'
    await socket.close()


async def test_an_unknown_namespace_is_refused_with_an_object(port: int) -> None:
    socket = await opened(port)
    await socket.send("40/random")
    assert await socket.text() == '44/random,{"message":"Invalid namespace"}'
    await socket.close()


@pytest.mark.parametrize(
    "packet",
    [
        "4abc",
        "4",
        "47",
        "40[]",
        "40null",
        '40"x"',
        "40{",
        "44{}",
        "42",
        '42["message"]',
        "43[]",
        "41",
    ],
)
async def test_an_invalid_handshake_closes_at_once(port: int, packet: str) -> None:
    socket = await opened(port)
    await socket.send(packet)
    assert await socket.closed() == 1002


async def test_a_connection_that_joins_nothing_is_closed(port: int) -> None:
    socket = await opened(port)
    started = asyncio.get_running_loop().time()
    with pytest.raises(TimeoutError):
        # Pings are answered meanwhile: it is not the heartbeat that closes.
        async with asyncio.timeout(0.6):
            await socket.text()
    assert await socket_closed(socket) == 1008
    assert asyncio.get_running_loop().time() - started < 2


async def socket_closed(socket: Socket) -> int:
    try:
        await socket.text()
    except Exception:
        return await socket.closed()
    raise AssertionError("an unexpected message")


async def test_joining_twice_closes(port: int) -> None:
    socket = await greeted(port)
    await socket.send("40")
    assert await socket.closed() == 1002


async def test_connect_arrives_alone_even_if_events_follow_at_once() -> None:
    """As clients need that await their connection before they listen for events."""
    sio = Server(quick(connect_pause=0.2))
    sio.on("connect")(lambda sid, handshake, auth: sio.emit("welcome", to=sid))
    async with serving(sio) as port:
        reader, writer = await connect(port)
        await reader.readexactly(2)  # what OPEN's frame begins with; the rest is in the buffer
        await reader.readuntil(b"}")
        writer.write(masked("40"))
        assert (await reader.read(4096))[2:].startswith(b'40{"sid":')
        assert await reader.read(4096) == b'\x81\x0d42["welcome"]'
        writer.close()


# ---- disconnect ----


async def test_leaving_the_root_namespace_keeps_the_connection(port: int) -> None:
    socket = await greeted(port)
    await socket.send("41")
    assert await socket.receive() == "2"
    await socket.close()


async def test_leaving_a_namespace_keeps_the_others(port: int) -> None:
    socket = await greeted(port)
    await socket.send("40/custom")
    assert (await socket.text()).startswith("40/custom,")
    assert await socket.text() == '42/custom,["auth",{}]'
    await socket.send("41/custom")
    await socket.send('42["message","to the root"]')
    assert await socket.text() == '42["message-back","to the root"]'
    await socket.close()


async def test_a_namespace_can_be_joined_again(port: int) -> None:
    socket = await greeted(port)
    await socket.send("41")
    await socket.send("40")
    assert (await socket.text()).startswith("40{")
    await socket.close()


# ---- messages ----


async def test_events_carry_any_json(port: int) -> None:
    socket = await greeted(port)
    await socket.send('42["message",1,"2",{"3":[true,null,1.5,"é😀"]}]')
    assert await socket.text() == '42["message-back",1,"2",{"3":[true,null,1.5,"é😀"]}]'
    await socket.close()


async def test_events_carry_binary(port: int) -> None:
    socket = await greeted(port)
    data = '{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}'
    await socket.send(f'452-["message",{data}]')
    await socket.send(b"\x01\x02\x03")
    await socket.send(b"\x04\x05\x06")
    assert await socket.text() == f'452-["message-back",{data}]'
    assert await socket.receive() == b"\x01\x02\x03"
    assert await socket.receive() == b"\x04\x05\x06"
    await socket.close()


async def test_events_are_acknowledged(port: int) -> None:
    socket = await greeted(port)
    await socket.send('42456["message-with-ack",1,"2",{"3":[false]}]')
    assert await socket.text() == '43456[1,"2",{"3":[false]}]'
    await socket.close()


async def test_binary_events_are_acknowledged_with_binary(port: int) -> None:
    socket = await greeted(port)
    data = '{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}'
    await socket.send(f'452-789["message-with-ack",{data}]')
    await socket.send(b"\x01\x02\x03")
    await socket.send(b"\x04\x05\x06")
    assert await socket.text() == f"462-789[{data}]"
    assert await socket.receive() == b"\x01\x02\x03"
    assert await socket.receive() == b"\x04\x05\x06"
    await socket.close()


async def test_polling_carries_binary_both_ways(port: int) -> None:
    async with polling(port, "/socket.io/") as http:
        sid = await http.open()
        assert await http.post(sid, "40") == (200, "ok")
        await http.get(sid)
        event = '451-7["message-with-ack",{"_placeholder":true,"num":0}]'
        assert await http.post(sid, event + "\x1ebAQIDBA==") == (200, "ok")
        answer = '461-7[{"_placeholder":true,"num":0}]\x1ebAQIDBA=='
        assert (await http.get(sid))[1].endswith(answer)


@pytest.mark.parametrize(
    "packet",
    [
        "4abc",
        "42{}",
        "42[]",
        "42[1]",
        '42["connect"]',
        '42abc["message"]',
        '42["message"',
        '429999999999999999["message"]',
        '4299999999999999["message-with-ack"',
        "43{}",
        '41["x"]',
        '450-["message"]',
        '45["message"]',
        '4599-["message"]',
        "42" + "[" * 5000,
    ],
)
async def test_an_invalid_packet_closes_at_once(port: int, packet: str) -> None:
    socket = await greeted(port)
    await socket.send(packet)
    assert await socket.closed() == 1002


async def test_an_attachment_of_nothing_closes(port: int) -> None:
    socket = await greeted(port)
    await socket.send(b"\x01")
    assert await socket.closed() == 1002


async def test_text_inside_a_binary_packet_closes(port: int) -> None:
    socket = await greeted(port)
    await socket.send('451-["message",{"_placeholder":true,"num":0}]')
    await socket.send('42["message"]')
    assert await socket.closed() == 1002


@pytest.mark.parametrize("number", ["1", "-1", "true", '"0"', "null", "0.5"])
async def test_a_placeholder_out_of_range_closes(port: int, number: str) -> None:
    socket = await greeted(port)
    await socket.send(f'451-["message",{{"_placeholder":true,"num":{number}}}]')
    await socket.send(b"\x01")
    assert await socket.closed() == 1002


async def test_an_error_closes_only_its_own_connection(port: int) -> None:
    bad, good = await greeted(port), await greeted(port)
    await bad.send("4nonsense")
    await bad.closed()
    await good.send('42["message","still here"]')
    assert await good.text() == '42["message-back","still here"]'
    await good.close()
