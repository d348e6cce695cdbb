"""A revoked token opens nothing any more, and what it had opened is closed."""

import asyncio

import pytest

from brasa.actions.campaigns import Campaigns
from brasa.actions.tokens import Tokens
from brasa.clock import SystemClock
from brasa.domain.access import AccessMode, Identity
from brasa.store.access import Access
from brasa.store.database import Database
from tests.builders import Builders
from tests.integration.gateway.conftest import Client, Stage, staged
from tests.socketio.waiting import until
from tests.socketio.wire import websocket

NOW = SystemClock().now()


async def _told(client: Client) -> list[str]:
    await until(lambda: not client.socket.connected)
    return [payload["code"] for payload in client.of("notification")]


async def test_who_came_in_with_a_revoked_token_is_told_and_seen_out(
    database: Database, make: Builders
) -> None:
    organization = await make.organization()
    campaign = await make.campaign(organization, [await make.session(organization)])
    async with staged(database, AccessMode.TOKEN) as stage:
        tokens = Tokens(stage.work)
        (bad, secret), (_, other) = [
            await tokens.create(organization, name, "viewer") for name in ("a", "b")
        ]
        leaving, staying = [await stage.client(auth={"token": token}) for token in (secret, other)]
        for client in (leaving, staying):
            await client.join(organization)
        assert await stage.gateway.doorkeeper.run_once(NOW) == {"seen_out": 0}

        await tokens.revoke(organization, bad)
        assert await stage.gateway.doorkeeper.run_once(NOW) == {"seen_out": 1}
        assert await _told(leaving) == ["token_revoked"]
        leaving.heard.clear()
        await Campaigns(stage.work).pause(organization, campaign)
        await staying.settle()
        assert staying.of("campaign-status")[-1]["status"] == "paused"
        assert leaving.heard == []
        assert (await stage.refused({"token": secret}))["data"]["code"] == "token_invalid"


async def test_a_revoked_token_does_not_bring_a_connection_back(
    database: Database, make: Builders
) -> None:
    organization = await make.organization()
    async with staged(database, AccessMode.TOKEN) as stage:
        tokens = Tokens(stage.work)
        id_, secret = await tokens.create(organization, "a", "viewer")
        async with websocket(stage.port) as socket:
            await socket.receive()
            answer = await socket.join({"token": secret})
        await tokens.revoke(organization, id_)
        refusal = await stage.refused({"token": secret, "pid": answer["pid"]})
        assert refusal["data"]["code"] == "token_invalid"


async def test_where_no_tokens_are_asked_for_nobody_is_seen_out(stage: Stage) -> None:
    client = await stage.client()
    assert await stage.gateway.doorkeeper.run_once(NOW) == {"seen_out": 0}
    await client.settle()


@pytest.mark.parametrize("waits_in", ["identify", "organization"])
async def test_who_leaves_while_its_token_is_looked_up_leaves_nothing_behind(
    waits_in: str, database: Database, make: Builders, monkeypatch: pytest.MonkeyPatch
) -> None:
    organization = await make.organization()
    asked, answer = asyncio.Event(), asyncio.Event()
    look_up = getattr(Access, waits_in)

    async def slowly(self: Access, *args: object) -> Identity:
        asked.set()
        await answer.wait()
        found: Identity = await look_up(self, *args)
        return found

    monkeypatch.setattr(Access, waits_in, slowly)
    async with staged(database, AccessMode.TOKEN) as stage:
        token = await make.token(organization)
        socket = await websocket(stage.port)
        await socket.receive()
        await socket.send(f'40{{"token":"{token}"}}')
        await asked.wait()
        socket.cut()
        await until(lambda: not stage.sio.stats().connections)
        answer.set()
        later = await stage.client(auth={"token": token})
        await later.settle()
        assert len(stage.gateway._visitors) == 1
        assert stage.sio.stats().handler_errors == 0
