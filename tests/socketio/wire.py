"""Clients that speak the protocols by hand."""

import asyncio
import json
from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

PATIENCE = 5.0


class Poller:
    """HTTP requests to one path of a server."""

    def __init__(self, http: aiohttp.ClientSession, port: int, path: str) -> None:
        self._http = http
        self.url = f"http://127.0.0.1:{port}{path}"

    async def request(
        self, method: str, query: str, body: str | None = None, **headers: str
    ) -> tuple[int, str]:
        """The status and text of a response; `query` as it stands in the address."""
        data = None if body is None else body.encode()
        headers = {"Content-Type": "text/plain;charset=UTF-8", **headers}
        request = self._http.request(method, f"{self.url}?{query}", data=data, headers=headers)
        async with asyncio.timeout(PATIENCE), request as response:
            return response.status, await response.text()

    async def open(self) -> str:
        """Open a session; returns its sid."""
        status, text = await self.request("GET", "EIO=4&transport=polling")
        assert status == 200, text
        sid: str = json.loads(text[1:])["sid"]
        return sid

    async def get(self, sid: str, more: str = "") -> tuple[int, str]:
        return await self.request("GET", f"EIO=4&transport=polling&sid={sid}{more}")

    async def post(self, sid: str, body: str, **headers: str) -> tuple[int, str]:
        return await self.request("POST", f"EIO=4&transport=polling&sid={sid}", body, **headers)


@asynccontextmanager
async def polling(port: int, path: str = "/engine.io/") -> AsyncIterator[Poller]:
    """A client for requests; every request has a connection of its own."""
    connector = aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(connector=connector) as http:
        yield Poller(http, port, path)


class Socket:
    """A websocket that never pings and never waits forever."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def send(self, message: str | bytes) -> None:
        await self._connection.send(message)

    async def receive(self) -> str | bytes:
        async with asyncio.timeout(PATIENCE):
            return await self._connection.recv()

    async def text(self) -> str:
        """The next text message that is not a ping; pings are answered."""
        while True:
            message = await self.receive()
            if message == "2":
                await self.send("3")
            elif isinstance(message, str):
                return message

    async def event(self) -> list[Any]:
        """The next event's array, after any namespace and ack id."""
        message = await self.text()
        assert message.startswith("42"), message
        found: list[Any] = json.loads(message[message.index("[") :])
        return found

    async def closed(self) -> int:
        """Wait until the server closes; returns its close code."""
        try:
            while True:
                await self.receive()
        except ConnectionClosed:
            return self._connection.close_code or 0

    async def close(self) -> None:
        await self._connection.close()

    def cut(self) -> None:
        """Drop the TCP connection without a word."""
        self._connection.transport.abort()

    async def join(self, auth: dict[str, Any] | None = None, namespace: str = "") -> dict[str, Any]:
        """Join a namespace (`"/custom,"`); returns the CONNECT answer."""
        await self.send(f"40{namespace}" + ("" if auth is None else json.dumps(auth)))
        answer = await self.text()
        assert answer.startswith(f"40{namespace}"), answer
        found: dict[str, Any] = json.loads(answer[2 + len(namespace) :])
        return found


class Opening:
    """Opens a websocket as a context, or as something to await."""

    def __init__(self, url: str, **options: Any) -> None:
        settings = {"ping_interval": None, "compression": None, "max_size": None, **options}
        self._connect = connect(url, proxy=None, **settings)
        self._socket: Socket | None = None

    def __await__(self) -> Generator[Any, None, Socket]:
        return self._open().__await__()

    async def _open(self) -> Socket:
        return Socket(await self._connect)

    async def __aenter__(self) -> Socket:
        self._socket = await self._open()
        return self._socket

    async def __aexit__(self, *_: object) -> None:
        assert self._socket is not None
        await self._socket.close()


def websocket(
    port: int, path: str = "/socket.io/", query: str = "EIO=4&transport=websocket", **options: Any
) -> Opening:
    """A websocket to the server, nothing received yet."""
    return Opening(f"ws://127.0.0.1:{port}{path}?{query}", **options)


async def joined(port: int, auth: dict[str, Any] | None = None) -> tuple[Socket, dict[str, Any]]:
    """A websocket in the root namespace, and the CONNECT answer."""
    socket = await websocket(port)
    assert str(await socket.receive()).startswith("0")
    return socket, await socket.join(auth)
