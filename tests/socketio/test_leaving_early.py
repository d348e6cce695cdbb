"""Clients that are gone, or sent away, before their connect handler has decided."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest

from brasa.socketio import ConnectionRefused, Handshake, Server
from tests.socketio.serving import quick, serving
from tests.socketio.waiting import until
from tests.socketio.wire import Socket, joined, websocket


class Door:
    """A server whose connect handler thinks until it is told what to do."""

    def __init__(self) -> None:
        self.sio = Server(quick(recovery=True, ping_interval=5.0, ping_timeout=5.0))
        self.port = 0
        self.asked = asyncio.Event()
        self.decided = asyncio.Event()
        self.error: type[Exception] | None = None
        self.done = 0
        self.left: list[str] = []
        self.sio.on("connect")(self._connect)
        self.sio.on("disconnect")(lambda sid, reason: self.left.append(sid))

    async def _connect(self, sid: str, handshake: Handshake, auth: dict[str, Any]) -> None:
        self.asked.set()
        try:
            await self.decided.wait()
            if self.error is not None:
                raise self.error("no")
            self.sio.session(sid)["seen"] = True
        finally:
            self.done += 1

    async def ring(self) -> Socket:
        """A client whose handler is thinking."""
        socket = await websocket(self.port)
        await socket.receive()
        await socket.send("40")
        await self.asked.wait()
        return socket


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    door = Door()
    async with serving(door.sio) as door.port:
        yield door


@pytest.mark.parametrize("error", [None, ConnectionRefused])
async def test_a_client_that_leaves_meanwhile_is_nobodys_failure(
    error: type[Exception] | None, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    door.error = error
    socket = await door.ring()
    socket.cut()
    await until(lambda: not door.sio.stats().connections)
    with caplog.at_level(logging.DEBUG, "brasa.socketio"):
        door.decided.set()
        await until(lambda: door.done)
    stats = door.sio.stats()
    assert (stats.clients, stats.handler_errors, stats.refused) == (0, 0, {})
    assert caplog.records == []
    assert door.left == []


async def test_a_handler_that_fails_for_one_that_left_has_failed_all_the_same(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    door.error = RuntimeError
    socket = await door.ring()
    socket.cut()
    await until(lambda: not door.sio.stats().connections)
    door.decided.set()
    await until(lambda: door.sio.stats().handler_errors)
    assert [record.getMessage() for record in caplog.records] == ["the connect handler failed"]


async def test_a_client_sent_away_by_its_connect_handler_does_not_come_in() -> None:
    sio = Server(quick())
    left: list[str] = []
    sio.on("disconnect")(lambda sid, reason: left.append(sid))

    @sio.on("connect")
    async def connect(sid: str, handshake: Handshake, auth: dict[str, Any]) -> None:
        if auth.get("unwanted"):
            await sio.disconnect(sid)

    async with serving(sio) as port:
        socket = await websocket(port)
        await socket.receive()
        await socket.send('40{"unwanted":true}')
        assert await socket.text() == "41"
        await socket.send("40{}")  # nothing came in between, and the place is free
        assert (await socket.text()).startswith("40")
        assert sio.stats().clients == 1
        assert left == []
        await socket.close()
        await until(lambda: left)
        assert sio.stats().clients == 0


async def test_the_request_of_a_client_is_that_of_its_present_connection() -> None:
    sio = Server(quick(recovery=True, ping_interval=5.0, ping_timeout=5.0))
    async with serving(sio) as port:
        socket, answer = await joined(port)
        before = sio.handshake(answer["sid"])
        socket.cut()
        await until(lambda: not sio.connected(answer["sid"]))
        again, second = await joined(port, {"pid": answer["pid"]})
        assert second["sid"] == answer["sid"]
        assert sio.handshake(answer["sid"]) is not before
        await again.close()
