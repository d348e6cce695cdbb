"""A dashboard that drops on one gateway gets what it missed on another, once and in order."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest
import uvicorn
from websockets.asyncio.client import ClientConnection, connect

from brasa.bus.base import Envelope
from brasa.bus.sessions import Sessions
from brasa.bus.valkey import ValkeyBus
from brasa.clock import SystemClock
from brasa.gateway.dashboard import Snapshots
from brasa.gateway.live_adapter import LiveAdapter
from brasa.gateway.past import Past
from brasa.gateway.relay import Relay
from brasa.server.web import WebServer, listen
from brasa.socketio import Handshake, Options, Server
from brasa.store.database import Database
from tools.servers import Valkey

# Nobody asks for a snapshot here.
NOWHERE = Database("sqlite+aiosqlite:////nowhere/brasa.db")


class Gateway:
    """One gateway with a server of its own; everyone who connects is in organization 1."""

    def __init__(self, valkey: Valkey, prefix: str) -> None:
        self.bus = ValkeyBus(valkey.url, listening=True, prefix=prefix)
        sessions = Sessions(valkey.url, uuid4().hex, 120.0, prefix)
        adapter = LiveAdapter(self.bus, sessions, Past(180.0, 1 << 20))
        self.sio = Server(Options(), adapter)
        self.bus.subscribe(Relay(self.sio, Snapshots(NOWHERE, SystemClock())))
        self.recovered: list[bool] = []
        self.sio.on("connect")(self._connect)
        self._listener = listen("127.0.0.1", 0)
        self.port = self._listener.getsockname()[1]
        config = uvicorn.Config(
            self.sio.asgi(), ws=self.sio.protocol(), loop="none", log_config=None, access_log=False
        )
        self._web = WebServer(config)

    def _connect(self, sid: str, handshake: Handshake, auth: Any) -> None:
        self.recovered.append(handshake.recovered)
        if not handshake.recovered:
            self.sio.enter_room(sid, "org:1")

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["Gateway"]:
        await self.bus.start()
        await self.sio.start()
        serving = asyncio.create_task(self._web.serve([self._listener]))
        await self._web.ready.wait()
        try:
            yield self
        finally:
            await self.sio.shutdown(1.0)
            self._web.should_exit = True
            await serving
            await self.bus.stop()
            self._listener.close()

    async def say(self, *payloads: int) -> None:
        await self.bus.publish(
            [Envelope(1, "campaign-log", str(payload).encode()) for payload in payloads]
        )


class Dashboard:
    """A client as the protocol describes it, down to the offset."""

    def __init__(self) -> None:
        self.pid: str | None = None
        self.offset: str | None = None
        self.sid = ""
        self.received: list[int] = []
        self.offsets: list[str] = []
        self._socket: ClientConnection

    async def connect(self, gateway: Gateway) -> None:
        url = f"ws://127.0.0.1:{gateway.port}/socket.io/?EIO=4&transport=websocket"
        self._socket = await connect(url)
        await self._socket.recv()
        auth = {"pid": self.pid, "offset": self.offset} if self.pid else {}
        await self._socket.send("40" + json.dumps(auth))
        welcome = json.loads(str(await self._socket.recv())[2:])
        self.sid, self.pid = welcome["sid"], welcome["pid"]

    async def receive(self, count: int) -> None:
        async with asyncio.timeout(10):
            while len(self.received) < count:
                packet = str(await self._socket.recv())
                if packet == "2":
                    await self._socket.send("3")
                elif packet.startswith("42"):
                    _, payload, self.offset = json.loads(packet[2:])
                    self.received.append(payload)
                    self.offsets.append(self.offset)

    async def drop(self) -> None:
        self._socket.transport.abort()
        await self._socket.wait_closed()


@pytest.fixture
async def gateways(valkey: Valkey) -> AsyncIterator[list[Gateway]]:
    prefix = uuid4().hex
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(Gateway(valkey, prefix).serving()) for _ in "ab"]


async def test_a_client_recovers_on_another_gateway(gateways: list[Gateway]) -> None:
    first, second = gateways
    dashboard = Dashboard()
    await dashboard.connect(first)
    await first.say(1, 2, 3)
    await dashboard.receive(3)
    sid = dashboard.sid
    await dashboard.drop()
    await first.say(*range(4, 54))
    await dashboard.connect(second)
    await second.say(54)
    await dashboard.receive(54)
    await dashboard.drop()

    assert second.recovered == [True]
    assert dashboard.sid == sid
    assert dashboard.received == list(range(1, 55))


async def test_a_batch_has_the_same_offsets_everywhere_and_may_be_cut_by_a_drop(
    gateways: list[Gateway],
) -> None:
    first, second = gateways
    dashboard, other = Dashboard(), Dashboard()
    await dashboard.connect(first)
    await other.connect(second)
    await first.say(*range(100))
    await dashboard.receive(30)
    await other.receive(100)
    assert dashboard.offsets == other.offsets[:30]
    await dashboard.drop()
    await dashboard.connect(second)
    await second.say(100)
    await dashboard.receive(101)
    await other.receive(101)

    assert second.recovered == [False, True]
    assert dashboard.received == other.received == list(range(101))
    assert dashboard.offsets == other.offsets
    assert len(set(other.offsets)) == 101
    await dashboard.drop()
    await other.drop()


async def test_a_quiet_client_recovers_too(gateways: list[Gateway]) -> None:
    first, second = gateways
    other, dashboard = Dashboard(), Dashboard()
    await other.connect(first)
    await first.say(0)
    await other.receive(1)
    await dashboard.connect(first)
    await dashboard.drop()
    await first.say(1)
    await dashboard.connect(second)
    await dashboard.receive(1)
    await dashboard.drop()
    await other.drop()

    assert second.recovered == [True]
    assert dashboard.received == [1]


async def test_a_client_recovers_through_the_restart_of_its_only_gateway(valkey: Valkey) -> None:
    prefix = uuid4().hex
    dashboard = Dashboard()
    worker = ValkeyBus(valkey.url, listening=False, prefix=prefix)
    await worker.start()
    async with Gateway(valkey, prefix).serving() as before:
        await dashboard.connect(before)
        await before.say(1)
        await dashboard.receive(1)
    await worker.publish([Envelope(1, "campaign-log", b"2")])
    await worker.stop()
    async with Gateway(valkey, prefix).serving() as after:
        await dashboard.connect(after)
        await after.say(3)
        await dashboard.receive(3)
        await dashboard.drop()

        assert after.recovered == [True]
    assert dashboard.received == [1, 2, 3]


async def test_who_may_have_lost_a_direct_answer_starts_afresh_elsewhere(
    gateways: list[Gateway],
) -> None:
    first, second = gateways
    dashboard = Dashboard()
    await dashboard.connect(first)
    await first.say(1)
    await dashboard.receive(1)
    before = dashboard.offset
    await first.sio.emit("campaign-log", 2, to=dashboard.sid)
    await dashboard.receive(2)
    await dashboard.drop()
    dashboard.offset = before  # as if the answer had been lost on its way
    await dashboard.connect(second)
    await dashboard.drop()

    assert second.recovered == [False]
