"""A client that does not read: bounded, closed with a name, and of no concern to the others."""

import asyncio
import socket as sockets
from contextlib import closing
from typing import Any, cast

import pytest

from bench.realtime.load import Load
from brasa.socketio import Options, Server, Session
from tests.socketio.raw import HANDSHAKE, masked
from tests.socketio.serving import serving
from tests.socketio.waiting import until
from tests.socketio.wire import joined, polling

LIMIT = 256 << 10


def build(**options: Any) -> tuple[Server, asyncio.Queue[str]]:
    """A server whose clients join one room; and the reasons they leave for."""
    sio = Server(Options(send_buffer_limit=LIMIT, **options))
    reasons: asyncio.Queue[str] = asyncio.Queue()
    sio.on("connect")(lambda sid, handshake, auth: sio.enter_room(sid, "room"))
    sio.on("disconnect")(lambda sid, reason: reasons.put_nowait(reason))
    return sio, reasons


async def stalled(port: int) -> sockets.socket:
    """A client that joins and then reads nothing more."""
    raw = sockets.socket()
    raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    raw.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(raw, ("127.0.0.1", port))
    await loop.sock_sendall(raw, HANDSHAKE)
    await loop.sock_recv(raw, 4096)
    await loop.sock_sendall(raw, masked("40"))
    return raw


async def test_one_stalled_among_a_thousand_is_closed_and_the_others_get_everything() -> None:
    sio, reasons = build()
    sio.on("join-organization")(lambda sid, data: None)
    text = b'"%s"' % (b"x" * 1_000)
    async with serving(sio) as port:
        raw = await stalled(port)
        await until(lambda: sio.members("room"))
        (slow,) = sio.engine.sessions.values()
        take_little(slow)
        with closing(Load(port)) as load:
            await asyncio.to_thread(load.open, 1_000)
            reading = asyncio.create_task(asyncio.to_thread(load.read, 1_000))
            most = 0
            for _ in range(1_000):
                sio.emit_json("n", text, room="room")
                await asyncio.sleep(0.002)  # a steady stream, that the thousand can follow
                most = max(most, slow.pending_bytes)
            await asyncio.wait_for(reading, 30)  # raises if one of them was closed
            assert load.events == 1_000 * 1_000
        assert sio.stats().slow_closed == 1
        assert await asyncio.wait_for(reasons.get(), 5) == "slow client"
        assert LIMIT / 2 < most <= LIMIT + 20_000
        raw.close()


def take_little(session: Session, size: int = 4096) -> None:
    """Have the kernel keep little for a client, so that the server's own queue fills."""
    tcp = cast("Any", session.transport)._tcp
    tcp.get_extra_info("socket").setsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF, size)


async def test_a_client_that_does_not_poll_is_closed() -> None:
    sio, reasons = build()
    async with serving(sio) as port, polling(port, "/socket.io/") as http:
        sid = await http.open()
        await http.post(sid, "40")
        for _ in range(40):
            await sio.emit("n", "x" * 10_000, room="room")
            await asyncio.sleep(0.003)  # past the flush interval: limits are judged at flushes
        assert await asyncio.wait_for(reasons.get(), 5) == "slow client"
        assert (await http.get(sid))[0] == 400


async def test_a_client_closed_for_slowness_may_come_back_to_what_it_missed() -> None:
    sio, reasons = build()
    async with serving(sio) as port, polling(port, "/socket.io/") as http:
        sid = await http.open()
        await http.post(sid, "40")
        pid = (await http.get(sid))[1].split('"pid":"')[1].split('"')[0]
        for number in range(40):
            await sio.emit("n", number, "x" * 10_000, room="room")
            await asyncio.sleep(0.003)
        assert await asyncio.wait_for(reasons.get(), 5) == "slow client"
        socket, answer = await joined(port, {"pid": pid})
        assert answer["pid"] == pid
        assert [(await socket.event())[1] for _ in range(40)] == list(range(40))


async def test_a_fast_client_survives_a_burst_larger_than_the_limit() -> None:
    """What the kernel takes at once is sent, not unsent."""
    sio, _ = build()
    async with serving(sio) as port:
        socket, _ = await joined(port)
        await until(lambda: sio.members("room"))
        reading = asyncio.create_task(collect(socket, 30))
        for number in range(30):
            await sio.emit("n", number, "x" * 10_000, room="room")
        assert await asyncio.wait_for(reading, 5) == list(range(30))


async def collect(socket: Any, count: int) -> list[int]:
    return [(await socket.event())[1] for _ in range(count)]


MUCH, LARGE = [b'"%s"' % (b"x" * 50_000)] * 40, [b'"%s"' % (b"x" * 2_000_000)]


class Pacing:
    """A server that sends much to who asks for it, and to the room all the while."""

    def __init__(self, what: list[bytes]) -> None:
        self.sio, self.reasons = build()
        self._what = what
        self._asked = asyncio.Event()
        self.sio.on("ask")(self._ask)

    async def _ask(self, sid: str) -> str:
        with self.sio.paced(sid):
            for payload in self._what:
                self.sio.emit_json("n", payload, room=sid)
        self._asked.set()
        return "x" * len(self._what[0])

    async def live(self) -> None:
        """Send something to the room, after what was asked for."""
        await self._asked.wait()
        await self.sio.emit("live", "z" * 100, room="room")
        await asyncio.sleep(0.003)  # past the flush interval: limits are judged at flushes

    def check(self, messages: list[str]) -> None:
        """All of it came, in order: what was asked for, the answer, what was sent meanwhile."""
        kinds = [message[:5] for message in messages if message[:2] in ("42", "43")]
        asked = ['42["n'] * len(self._what) + ['431["']
        assert kinds[: len(asked)] == asked
        assert set(kinds[len(asked) :]) == {'42["l'}
        assert self.sio.stats().slow_closed == 0


@pytest.mark.parametrize("what", [MUCH, LARGE], ids=["much", "large"])
async def test_what_is_paced_makes_no_websocket_slow(what: list[bytes]) -> None:
    pacing = Pacing(what)
    async with serving(pacing.sio) as port:
        socket, _ = await joined(port)
        (session,) = pacing.sio.engine.sessions.values()
        take_little(session, 256 << 10)
        await socket.send('421["ask"]')
        messages: list[str] = []
        while not (messages and messages[-1].startswith('42["live')):
            await pacing.live()
            messages.append(await socket.text())
        pacing.check(messages)
        socket.cut()


@pytest.mark.parametrize("what", [MUCH, LARGE], ids=["much", "large"])
async def test_what_is_paced_makes_no_poller_slow(what: list[bytes]) -> None:
    pacing = Pacing(what)
    async with serving(pacing.sio) as port, polling(port, "/socket.io/") as http:
        sid = await http.open()
        await http.post(sid, "40")
        await http.get(sid)
        await http.post(sid, '421["ask"]')
        messages: list[str] = []
        while not (messages and messages[-1].startswith('42["live')):
            await pacing.live()
            messages += (await http.get(sid))[1].split("\x1e")
        pacing.check(messages)


async def test_who_does_not_take_what_is_paced_is_slow_all_the_same() -> None:
    pacing = Pacing(MUCH)
    async with serving(pacing.sio) as port:
        raw = await stalled(port)
        await until(lambda: pacing.sio.members("room"))
        (session,) = pacing.sio.engine.sessions.values()
        take_little(session)
        await asyncio.get_running_loop().sock_sendall(raw, masked('42["ask"]'))
        most = 0
        while pacing.reasons.empty():
            await pacing.sio.emit("live", "z" * 10_000, room="room")
            await asyncio.sleep(0.003)
            most = max(most, session.pending_bytes)
        assert pacing.reasons.get_nowait() == "slow client"
        assert most <= LIMIT
        raw.close()
