"""How Engine.IO 4 sessions are opened, one test for each rule."""

import json

import pytest
from websockets.exceptions import InvalidStatus

from tests.socketio.engineio import PATH, websocket
from tests.socketio.wire import Poller
from tests.socketio.wire import websocket as open_websocket


def check_open_packet(packet: str, upgrades: list[str]) -> None:
    assert packet[0] == "0"
    value = json.loads(packet[1:])
    assert value.pop("sid")
    assert value == {
        "upgrades": upgrades,
        "pingInterval": 300,
        "pingTimeout": 200,
        "maxPayload": 1_000_000,
    }


async def test_polling_opens_a_session(http: Poller) -> None:
    status, text = await http.request("GET", "EIO=4&transport=polling")
    assert status == 200
    check_open_packet(text, ["websocket"])


async def test_websocket_opens_a_session(port: int) -> None:
    async with open_websocket(port, PATH) as socket:
        check_open_packet(str(await socket.receive()), [])


@pytest.mark.parametrize(
    "query",
    ["transport=polling", "EIO=abc&transport=polling", "EIO=3&transport=polling"],
)
async def test_polling_refuses_an_invalid_version(http: Poller, query: str) -> None:
    assert (await http.request("GET", query))[0] == 400


@pytest.mark.parametrize("query", ["EIO=4", "EIO=4&transport=abc", "EIO=4&transport=websocket"])
async def test_polling_refuses_an_invalid_transport(http: Poller, query: str) -> None:
    assert (await http.request("GET", query))[0] == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_a_session_is_opened_by_get_alone(http: Poller, method: str) -> None:
    assert (await http.request(method, "EIO=4&transport=polling"))[0] == 400


@pytest.mark.parametrize(
    "query",
    [
        "transport=websocket",
        "EIO=abc&transport=websocket",
        "EIO=4",
        "EIO=4&transport=abc",
        "EIO=4&transport=polling",
        "EIO=4&transport=websocket&sid=unknown",
    ],
)
async def test_websocket_refuses_an_invalid_query(port: int, query: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await websocket(port, query)
    assert refused.value.response.status_code == 400


async def test_a_websocket_elsewhere_is_not_found(port: int) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await open_websocket(port, "/elsewhere/")
    assert refused.value.response.status_code == 404


async def test_an_unknown_session_is_refused_with_a_reason(http: Poller) -> None:
    status, text = await http.get("unknown")
    assert status == 400
    assert json.loads(text) == {"code": 1, "message": "Session ID unknown"}
