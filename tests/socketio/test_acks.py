"""Acknowledgements, from the server and from clients."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from brasa.socketio import (
    AckTimeout,
    Disconnected,
    UnknownSid,
)
from tests.socketio.rooming import App
from tests.socketio.serving import serving


@pytest.fixture
async def app() -> AsyncIterator[App]:
    app = App()
    async with serving(app.sio) as app.port:
        yield app


@pytest.mark.parametrize(
    ("result", "ack"),
    [(None, "[]"), (1, "[1]"), ((1, "b"), '[1,"b"]'), ([1, 2], "[[1,2]]"), ((), "[]")],
)
async def test_a_handler_result_is_the_acknowledgement(app: App, result: Any, ack: str) -> None:
    app.sio.on("ask")(lambda sid: result)
    a, _ = await app.join()
    await a.send('427["ask"]')
    assert await a.text() == f"437{ack}"


async def test_the_server_asks_a_client(app: App) -> None:
    a, sid = await app.join()
    for answer, result in (("[]", None), ("[1]", 1), ("[1,2]", (1, 2))):
        asking = asyncio.create_task(app.sio.call("q", {"x": 1}, to=sid))
        question = await a.text()
        number = question[2 : question.index("[")]
        assert question == f'42{number}["q",{{"x":1}}]'
        await a.send(f"43{number}{answer}")
        assert await asking == result


async def test_a_client_answers_with_binary(app: App) -> None:
    a, sid = await app.join()
    asking = asyncio.create_task(app.sio.call("q", b"\x00", to=sid))
    assert await a.text() == '451-0["q",{"_placeholder":true,"num":0}]'
    assert await a.receive() == b"\x00"
    await a.send('461-0[{"_placeholder":true,"num":0}]')
    await a.send(b"\x01\x02")
    assert await asking == b"\x01\x02"


async def test_a_client_that_does_not_answer_times_out(app: App) -> None:
    a, sid = await app.join()
    with pytest.raises(AckTimeout):
        await app.sio.call("q", to=sid, timeout=0.01)
    await a.text()
    await a.send("430[]")  # too late, and harmless
    await a.send("4399[]")  # never asked for
    await app.ends(a)


async def test_a_client_that_leaves_does_not_answer(app: App) -> None:
    a, sid = await app.join()
    asking = asyncio.create_task(app.sio.call("q", to=sid))
    await a.text()
    await a.close()
    with pytest.raises(Disconnected):
        await asking


async def test_a_client_that_is_not_here_cannot_be_asked(app: App) -> None:
    with pytest.raises(UnknownSid, match="nobody"):
        await app.sio.call("q", to="nobody")
