"""Joining and leaving: who hears what, from when until when."""

from typing import Any

import pytest

from brasa.actions.campaigns import Campaigns
from brasa.domain.access import AccessMode
from brasa.store.database import Database
from tests.builders import Builders
from tests.integration.gateway.conftest import Stage, staged


async def two_campaigns(make: Builders) -> tuple[int, list[int], int]:
    organization = await make.organization()
    session = await make.session(organization)
    campaigns = [await make.campaign(organization, [session]) for _ in range(2)]
    return organization, campaigns, session


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_joining_shows_every_status_and_health_at_once(
    transport: str, stage: Stage, make: Builders
) -> None:
    organization, campaigns, session = await two_campaigns(make)
    client = await stage.client(transport)
    assert await client.join(organization) == {"ok": True, "organizationId": organization}
    assert [s["campaignId"] for s in client.of("campaign-status")] == [str(c) for c in campaigns]
    healths = [(h["sessionId"], h["campaignId"]) for h in client.of("bot-health")]
    assert healths == [(str(session), str(campaign)) for campaign in campaigns]


async def test_who_joined_hears_what_happens(stage: Stage, make: Builders) -> None:
    organization, [campaign, _], _ = await two_campaigns(make)
    client = await stage.client()
    await client.join(organization)
    await Campaigns(stage.work).pause(organization, campaign, "feriado")
    await client.settle()
    assert client.of("campaign-log")[-1]["message"] == "Campanha pausada: feriado"
    assert client.of("campaign-status")[-1]["status"] == "paused"


async def test_an_organization_hears_nothing_of_another(stage: Stage, make: Builders) -> None:
    mine, [campaign, _], _ = await two_campaigns(make)
    theirs, _, _ = await two_campaigns(make)
    client = await stage.client()
    await client.join(theirs)
    await Campaigns(stage.work).pause(mine, campaign)
    await client.settle()
    assert {payload["organizationId"] for e, payload in client.heard if e != "pong"} == {theirs}


async def test_nothing_arrives_after_leaving(stage: Stage, make: Builders) -> None:
    organization, [campaign, _], _ = await two_campaigns(make)
    client = await stage.client()
    await client.join(organization)
    left = await client.ask("leave-organization", {"organizationId": organization})
    assert left == {"ok": True, "organizationId": organization}
    client.heard.clear()
    await Campaigns(stage.work).pause(organization, campaign)
    await client.settle()
    assert [event for event, _ in client.heard] == ["pong"]


async def test_leaving_waits_for_the_join_before_it(stage: Stage, make: Builders) -> None:
    organization, [campaign, _], _ = await two_campaigns(make)
    client = await stage.client()
    await client.socket.emit("join-organization", {"organizationId": organization})
    await client.ask("leave-organization", {"organizationId": organization})
    client.heard.clear()
    await Campaigns(stage.work).pause(organization, campaign)
    await client.settle()
    assert [event for event, _ in client.heard] == ["pong"]


async def test_joining_twice_is_joining_once(stage: Stage, make: Builders) -> None:
    organization, [campaign, _], _ = await two_campaigns(make)
    client = await stage.client()
    await client.join(organization)
    await client.join(organization)
    client.heard.clear()
    await Campaigns(stage.work).pause(organization, campaign)
    await client.settle()
    assert len(client.of("campaign-log")) == len(client.of("campaign-status")) == 1


async def test_only_the_events_that_are_wanted_arrive(stage: Stage, make: Builders) -> None:
    organization, [campaign, _], _ = await two_campaigns(make)
    client = await stage.client()
    await client.join(organization, events=["campaign-log", "bot-health"])
    await Campaigns(stage.work).pause(organization, campaign)
    await client.settle()
    assert {event for event, _ in client.heard} == {"bot-health", "campaign-log", "pong"}
    await client.join(organization, events=["campaign-status"])
    client.heard.clear()
    await Campaigns(stage.work).resume(organization, campaign)
    await client.settle()
    assert {event for event, _ in client.heard} == {"campaign-status", "pong"}


async def test_an_organization_that_does_not_exist_is_not_found(stage: Stage) -> None:
    client = await stage.client()
    answer = await client.join(77)
    assert answer["ok"] is False
    assert answer["error"]["code"] == "not_found"


async def test_a_token_reaches_its_own_organization_only(
    database: Database, make: Builders
) -> None:
    mine, _, _ = await two_campaigns(make)
    theirs, _, _ = await two_campaigns(make)
    token = await make.token(mine)
    async with staged(database, AccessMode.TOKEN) as stage:
        client = await stage.client(auth={"token": token})
        answers = [await client.join(other) for other in (theirs, 12345)]
        answers += [
            await client.ask("request-dashboard", {"organizationId": other})
            for other in (theirs, 12345)
        ]
        assert {answer["error"]["code"] for answer in answers} == {"forbidden"}
        assert len({answer["error"]["message"] for answer in answers}) == 1
        assert (await client.join(mine))["ok"] is True
        await client.settle()
        told = [payload for event, payload in client.heard if event != "pong"]
        assert {payload["organizationId"] for payload in told} == {mine}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({}, "token_required"),
        ({"auth": {"token": "wrong"}}, "token_invalid"),
        ({"auth": {"token": 5}}, "token_required"),
        ({"headers": {"Authorization": "Bearer wrong"}}, "token_invalid"),
    ],
)
async def test_who_has_no_token_is_refused_with_a_reason(
    options: dict[str, Any], code: str, database: Database
) -> None:
    async with staged(database, AccessMode.TOKEN) as stage:
        refusal = await stage.refused(**options)
        assert refusal["data"]["code"] == code
        assert refusal["message"]


async def test_a_token_may_come_in_the_header(database: Database, make: Builders) -> None:
    organization, _, _ = await two_campaigns(make)
    token = await make.token(organization)
    async with staged(database, AccessMode.TOKEN) as stage:
        client = await stage.client(headers={"Authorization": f"Bearer {token}"})
        assert (await client.join(organization))["ok"] is True


FOREIGN = [
    # What a page with its own name on 127.0.0.1 sends: the same origin, to its browser.
    ({"Host": "evil.example", "Origin": "http://evil.example"}, "host_not_allowed"),
    ({"Origin": "https://evil.example"}, "origin_not_allowed"),
    ({"Origin": "null"}, "origin_not_allowed"),
]


@pytest.mark.parametrize(("headers", "code"), FOREIGN)
async def test_without_tokens_a_foreign_page_does_not_connect(
    headers: dict[str, str], code: str, stage: Stage
) -> None:
    refusal = await stage.refused(headers=headers)
    assert refusal["data"]["code"] == code


async def test_a_page_of_this_machine_connects(stage: Stage, make: Builders) -> None:
    organization, _, _ = await two_campaigns(make)
    client = await stage.client(headers={"Origin": "http://localhost:5173"})
    assert (await client.join(organization))["ok"] is True
