"""Whatever a client sends, it gets a clear answer, stays connected, and disturbs nobody."""

from typing import Any

import pytest

from brasa.store.database import Database
from tests.builders import Builders
from tests.integration.gateway.conftest import Stage
from tests.socketio.wire import websocket

HOSTILE: list[Any] = [
    None,
    1,
    "1",
    [],
    [1],
    {},
    True,
    {"organizationId": None},
    {"organizationId": "1"},
    {"organizationId": True},
    {"organizationId": 1.5},
    {"organizationId": -1},
    {"organizationId": 0},
    {"organizationId": 2**31},
    {"organizationId": 2**70},
    {"organizationId": [1]},
    {"organizationId": {"$gt": 0}},
    {"organizationId": "1 OR 1=1"},
    {"organizationId": "x" * 100_000},
    {"organization": 1},
    b"\x00\xff",
    {"organizationId": b"1"},
]


@pytest.mark.parametrize("event", ["join-organization", "leave-organization", "request-dashboard"])
async def test_what_is_not_an_organization_is_refused(
    event: str, stage: Stage, make: Builders
) -> None:
    organization = await make.organization()
    client = await stage.client()
    for payload in HOSTILE:
        answer = await client.socket.call(event, payload, timeout=5)
        assert answer["ok"] is False, payload
        assert answer["error"]["code"] == "invalid_input"
        assert len(answer["error"]["message"]) < 500
    assert (await client.join(organization))["ok"] is True


async def test_a_refusal_says_which_field_and_what_is_accepted(stage: Stage) -> None:
    client = await stage.client()
    answer = await client.join("1", events=["campaign-status", "everything"])  # type: ignore[arg-type]
    error = answer["error"]
    assert [one["field"] for one in error["fields"]] == ["organizationId", "events"]
    assert "um número inteiro" in error["message"]
    assert "campaign-log" in error["message"]


@pytest.mark.parametrize(
    "events", [[], ["campaign-log"] * 5, "campaign-log", {}, [1], ["x"], ["campaign-log"] * 21]
)
async def test_the_list_of_events_is_names_that_exist(
    events: Any, stage: Stage, make: Builders
) -> None:
    organization = await make.organization()
    client = await stage.client()
    good = isinstance(events, list) and set(events) <= {"campaign-log"} and len(events) <= 20
    assert (await client.join(organization, events=events))["ok"] is good


async def test_without_a_callback_a_refusal_is_a_notification(stage: Stage) -> None:
    client = await stage.client()
    await client.socket.emit("join-organization", {"organizationId": "1"})
    await client.settle()
    [told] = client.of("notification")
    assert (told["type"], told["code"]) == ("error", "invalid_input")
    assert "organizationId" in told["message"]


async def test_with_a_callback_there_is_no_notification(stage: Stage) -> None:
    client = await stage.client()
    await client.join(5)
    await client.settle()
    assert client.of("notification") == []


async def test_an_event_that_does_not_exist_is_refused(stage: Stage) -> None:
    client = await stage.client()
    answer = await client.ask("apagar-tudo" + "x" * 1000, {"organizationId": 1})
    assert answer["error"]["code"] == "unknown_event"
    assert len(answer["error"]["message"]) < 200


@pytest.mark.parametrize(
    ("sent", "echoed"),
    [({"timestamp": 1699999999999}, 1699999999999), ({"timestamp": "t"}, "t"), ({}, None)],
)
async def test_ping_is_answered_with_the_same_timestamp(
    sent: dict[str, Any], echoed: Any, stage: Stage
) -> None:
    client = await stage.client()
    answer = await client.ask("ping", sent)
    assert answer["ok"] is True
    [pong] = client.of("pong")
    assert pong.get("timestamp") == echoed
    assert pong["serverTime"] == answer["serverTime"]


@pytest.mark.parametrize("sent", [5, [], {"timestamp": {}}, {"timestamp": "x" * 1000}])
async def test_a_strange_ping_is_refused(sent: Any, stage: Stage) -> None:
    client = await stage.client()
    assert (await client.socket.call("ping", sent, timeout=5))["error"]["code"] == "invalid_input"


async def test_what_fails_inside_stays_inside(
    stage: Stage, make: Builders, monkeypatch: pytest.MonkeyPatch
) -> None:
    organization = await make.organization()

    async def broken(*_: object) -> None:
        raise RuntimeError("segredo do servidor")

    monkeypatch.setattr("brasa.gateway.dashboard.campaign_statuses", broken)
    client = await stage.client()
    answer = await client.join(organization)
    assert answer["error"]["code"] == "internal"
    assert "segredo" not in answer["error"]["message"]
    monkeypatch.undo()
    assert (await client.join(organization))["ok"] is True


async def test_the_gateway_forgets_who_has_left(
    stage: Stage, make: Builders, database: Database
) -> None:
    organization = await make.organization()
    client = await stage.client()
    await client.join(organization)
    await client.socket.disconnect()
    other = await stage.client()
    await other.settle()
    assert len(stage.gateway._visitors) == 1


async def test_half_a_character_does_not_close_the_connection(stage: Stage) -> None:
    async with websocket(stage.port) as socket:
        await socket.receive()
        await socket.join()
        await socket.send('421["join-organization",{"organizationId":"\\ud83d"}]')
        assert '"code":"invalid_input"' in await socket.text()
        await socket.send('422["\\udd25"]')
        assert '"code":"unknown_event"' in await socket.text()
