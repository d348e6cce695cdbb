"""A gateway on a free port over a real store, and stock clients for it."""

import asyncio
import gc
import json
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
import socketio

from brasa.actions.unit import Work
from brasa.bus.local import LocalBus
from brasa.clock import SystemClock
from brasa.domain.access import AccessMode
from brasa.domain.events import EVENT_NAMES
from brasa.gateway.gateway import Gateway
from brasa.gateway.visitors import GatewaySettings
from brasa.socketio import Options, Server
from brasa.store.access import Access
from brasa.store.database import Database
from tests.socketio.serving import serving
from tests.socketio.waiting import until
from tests.socketio.wire import websocket

EVENTS = (*EVENT_NAMES.values(), "pong")
Join = Callable[..., Awaitable["Client"]]


class Client:
    """A stock client that writes down what it hears, in order."""

    def __init__(self, port: int) -> None:
        self.heard: list[tuple[str, Any]] = []
        self._url = f"http://127.0.0.1:{port}"
        # Ours to close: the client forgets its own where it is refused.
        self._http = aiohttp.ClientSession()
        self.socket = socketio.AsyncClient(reconnection=False, http_session=self._http)
        for event in EVENTS:
            self.socket.on(event, self._listener(event))

    def _listener(self, event: str) -> Callable[..., None]:
        # Where the server can recover a connection it adds an offset, which this client shows.
        return lambda payload, *_offset: self.heard.append((event, payload))

    async def connect(self, transport: str = "websocket", **options: Any) -> None:
        await self.socket.connect(self._url, transports=[transport], wait_timeout=5, **options)

    async def close(self) -> None:
        await self.socket.disconnect()
        await self._http.close()

    async def ask(self, event: str, *payload: Any) -> Any:
        """Emit with an acknowledgement; its value."""
        return await self.socket.call(event, payload or None, timeout=5)

    async def join(self, organization: int, **more: Any) -> Any:
        return await self.ask("join-organization", {"organizationId": organization, **more})

    async def settle(self) -> None:
        """Return when everything sent to this client before now has been heard."""
        before = sum(event == "pong" for event, _ in self.heard)
        await self.socket.emit("ping", {"timestamp": 1})
        await until(lambda: sum(event == "pong" for event, _ in self.heard) > before)

    def of(self, event: str) -> list[Any]:
        return [payload for name, payload in self.heard if name == event]


class Stage:
    """A running gateway and what a test needs around it."""

    def __init__(self, database: Database, mode: AccessMode, settings: GatewaySettings) -> None:
        self.sio = Server(Options(cors_allowed_origins="*"))
        self.work = Work(database, LocalBus(), SystemClock())
        self.gateway = Gateway(self.sio, self.work, Access(database, mode), settings)
        self.port = 0
        self._clients: list[Client] = []

    async def client(self, transport: str = "websocket", **options: Any) -> Client:
        client = Client(self.port)
        self._clients.append(client)
        await client.connect(transport, **options)
        return client

    def sharing(self) -> int:
        """How many wait for a snapshot that is being read."""
        return sum(moment.readers for moment in self.gateway.snapshots.reading())

    async def refused(self, auth: Any = None, headers: dict[str, str] | None = None) -> Any:
        """Connect, be refused, and return what the refusal says."""
        async with websocket(self.port, additional_headers=headers) as socket:
            assert (await socket.text()).startswith("0")
            await socket.send("40" if auth is None else f"40{json.dumps(auth)}")
            answer = await socket.text()
        assert answer.startswith("44"), answer
        return json.loads(answer[2:])

    async def close(self) -> None:
        await asyncio.gather(*(client.close() for client in self._clients))
        self._clients.clear()
        # The stock client drops the poll it was waiting for instead of releasing it.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()


@asynccontextmanager
async def staged(
    database: Database,
    mode: AccessMode = AccessMode.OPEN,
    settings: GatewaySettings | None = None,
) -> AsyncIterator[Stage]:
    stage = Stage(database, mode, settings or GatewaySettings())
    async with serving(stage.sio) as stage.port:
        try:
            yield stage
        finally:
            await stage.close()


@pytest.fixture
async def stage(database: Database) -> AsyncIterator[Stage]:
    async with staged(database) as found:
        yield found
