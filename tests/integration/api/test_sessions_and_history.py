"""Sessions, executions, logs and charts over REST."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
from sqlalchemy import insert

from brasa.clock import SystemClock, iso_ms
from brasa.domain.condition import QUARANTINE
from brasa.domain.health import Tally, score
from brasa.store.database import Database
from brasa.store.tables import health_points, session_health, throughput
from tests.builders import NOW, Builders
from tests.integration.api.conftest import Api, Tenant

Build = Callable[..., Awaitable[Tenant]]


async def test_a_session_shows_its_state_health_and_campaigns(
    client: httpx.AsyncClient, tenant: Build
) -> None:
    there = await tenant("Loja")
    [listed] = (await client.get(f"{there.path}/sessions")).json()["items"]
    shown = (await client.get(f"{there.path}/sessions/{there.session}")).json()
    assert shown == listed | {"changes": []}
    assert listed["sessionName"] == "sessão de Loja"
    assert listed["campaigns"] == [{"campaignId": str(there.campaign), "name": "campanha de Loja"}]
    assert (listed["health"]["healthScore"], listed["health"]["evidence"]) == (100.0, "none")
    assert "campaignId" not in listed["health"]


async def test_a_session_says_until_when_it_is_held_while_it_is(
    client: httpx.AsyncClient, make: Builders
) -> None:
    organization = await make.organization()
    until = SystemClock().now() + timedelta(minutes=5)
    await make.session(organization, state="held", held_until=until)
    await make.session(organization, state="healthy", held_until=until)
    await make.session(organization, state="quarantined", state_since=until - QUARANTINE)
    address = f"/api/v1/organizations/{organization}/sessions"
    held, healthy, quarantined = (await client.get(address)).json()["items"]
    assert held["heldUntil"] == quarantined["heldUntil"] == iso_ms(until)
    assert "heldUntil" not in healthy


async def test_releasing_lets_a_held_session_send_and_tells(
    api: Api, client: httpx.AsyncClient, database: Database, make: Builders
) -> None:
    organization = await make.organization()
    session = await make.session(organization, state="held", state_reason="account_locked")
    await make.campaign(organization, [session])
    async with database.write() as connection:
        await connection.execute(
            insert(session_health).values(session_id=session, organization_id=organization)
        )
    address = f"/api/v1/organizations/{organization}/sessions/{session}"
    released = await client.post(f"{address}/release")
    assert released.status_code == 200
    assert released.json()["state"] == "healthy"
    [change] = released.json()["changes"]
    assert (change["from"], change["to"]) == ("held", "healthy")
    assert len(api.events("bot-health")) == len(api.events("campaign-log")) == 1
    again = await client.post(f"{address}/release")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "invalid_transition")


async def test_health_history_is_hourly_and_oldest_first(
    client: httpx.AsyncClient, database: Database, tenant: Build
) -> None:
    there = await tenant()
    hour = SystemClock().now().replace(minute=0, second=0, microsecond=0)
    hours = [hour - timedelta(hours=back) for back in (30, 2, 1, 0)]
    rows = [
        {
            "session_id": there.session,
            "hour": at,
            "organization_id": there.organization,
            "state": "healthy",
            "health": score(Tally()),
        }
        for at in hours
    ]
    async with database.write() as connection:
        await connection.execute(insert(health_points), rows)
    address = f"{there.path}/sessions/{there.session}/health-history"
    items = (await client.get(address, params={"hours": 24})).json()["items"]
    assert [one["at"] for one in items] == [iso_ms(at) for at in hours[1:]]
    assert items[0]["healthScore"] == 100.0


async def test_every_wrong_parameter_is_told_with_what_it_accepts(
    client: httpx.AsyncClient, tenant: Build
) -> None:
    there = await tenant()
    wrong = {
        "state": "gone",
        "limit": "0",
        "campaignId": "x",
        "since": "ontem",
        "search": "a" * 101,
    }
    answer = await client.get(f"{there.path}/executions", params=wrong)
    assert answer.status_code == 422
    told = {one["field"]: one["message"] for one in answer.json()["error"]["fields"]}
    assert told.keys() == wrong.keys()
    assert told["limit"].endswith("(um número inteiro de 1 a 200)")
    assert "scheduled | sending | sent" in told["state"]
    assert "ISO 8601" in told["since"]
    level = await client.get(f"{there.path}/logs", params={"level": "loud"})
    assert "info | warning | error | success" in level.json()["error"]["message"]


async def test_throughput_fills_its_gaps_with_zeros(
    client: httpx.AsyncClient, database: Database, tenant: Build
) -> None:
    there = await tenant()
    start = SystemClock().now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=3)
    async with database.write() as connection:
        await connection.execute(
            insert(throughput).values(
                campaign_id=there.campaign,
                session_id=there.session,
                organization_id=there.organization,
                seconds=60,
                at=start + timedelta(minutes=2),
                sent=5,
                delivered=4,
                failed=1,
            )
        )
    params = {"since": iso_ms(start), "until": iso_ms(start + timedelta(minutes=4))}
    shown = (await client.get(f"{there.path}/throughput", params=params)).json()
    assert shown["unit"] == "minute"
    assert [(one["sent"], one["delivered"], one["failed"]) for one in shown["items"]] == [
        (0, 0, 0),
        (0, 0, 0),
        (5, 4, 1),
        (0, 0, 0),
    ]
    too_long = await client.get(
        f"{there.path}/throughput", params={"since": "2020-01-01T00:00:00Z"}
    )
    assert too_long.status_code == 422
    hourly = await client.get(f"{there.path}/throughput", params={"unit": "hour"})
    assert len(hourly.json()["items"]) == 49


async def test_pages_of_executions_and_logs_follow_each_other(
    client: httpx.AsyncClient, tenant: Build
) -> None:
    there = await tenant()
    for name, key, expected in (("executions", "executionId", 13), ("logs", "logId", 5)):
        seen, cursor = [], ""
        while True:
            params = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
            page = (await client.get(f"{there.path}/{name}", params=params)).json()
            seen += [one[key] for one in page["items"]]
            cursor = page.get("nextCursor", "")
            if not cursor:
                break
        assert len(seen) == len(set(seen)) == expected
    wrong = await client.get(f"{there.path}/logs", params={"cursor": "não"})
    assert wrong.status_code == 422
    assert wrong.json()["error"]["fields"][0]["field"] == "cursor"


async def test_an_execution_shows_its_state_and_its_error(
    client: httpx.AsyncClient, tenant: Build
) -> None:
    there = await tenant()
    [failed, *_] = (await client.get(f"{there.path}/executions?state=failed")).json()["items"]
    one = (await client.get(f"{there.path}/executions/{failed['executionId']}")).json()
    assert one == failed
    assert (one["state"], one["status"], one["error"]["code"]) == ("failed", "failed", "131026")
    assert (await client.get(f"{there.path}/executions/999999")).status_code == 404
    huge = await client.get(f"{there.path}/executions/{2**70}")
    assert huge.status_code == 404


async def test_an_execution_that_waits_for_a_new_try_says_when_and_why(
    client: httpx.AsyncClient, make: Builders
) -> None:
    organization = await make.organization()
    session = await make.session(organization)
    campaign = await make.campaign(organization, [session])
    tried: dict[str, Any] = {"attempt": 1, "executed_at": NOW, "error_code": "429"}
    [id_] = await make.executions(campaign, session, state="scheduled", **tried)
    [untried] = await make.executions(campaign, session, state="scheduled")
    base = f"/api/v1/organizations/{organization}/executions"
    [shown] = (await client.get(base)).json()["items"]
    assert shown["executionId"] == str(id_)
    assert (shown["state"], shown["attempt"]) == ("scheduled", 1)
    assert (shown["status"], shown["deliveryStatus"]) == ("sending", "scheduled")
    assert (shown["scheduledAt"], shown["error"]["code"]) == (iso_ms(NOW), "429")
    other, first = (await client.get(f"{base}?state=scheduled")).json()["items"]
    assert (first, other["executionId"]) == (shown, str(untried))
    assert other.keys().isdisjoint({"status", "deliveryStatus", "error"})
    assert (await client.get(f"{base}?reached=sent")).json()["items"] == []
    funnel = (
        await client.get(f"/api/v1/organizations/{organization}/campaigns/{campaign}/funnel")
    ).json()
    assert {name: count for name, count in funnel.items() if count} == {"total": 2, "scheduled": 2}


async def test_each_number_of_the_funnel_lists_those_it_counts(
    client: httpx.AsyncClient, make: Builders
) -> None:
    organization = await make.organization()
    session = await make.session(organization)
    campaign = await make.campaign(organization, [session])
    for number, state in enumerate(("sent", "delivered", "read"), start=1):
        await make.executions(campaign, session, number, state=state)
    await make.executions(campaign, session, 2, state="failed", error_code="131026")
    await make.executions(campaign, session, 1, state="failed")
    base = f"/api/v1/organizations/{organization}"
    funnel = (await client.get(f"{base}/campaigns/{campaign}/funnel")).json()
    for step in ("sent", "delivered", "read"):
        listed = (await client.get(f"{base}/executions?reached={step}")).json()["items"]
        assert len(listed) == funnel[step], step
    for reason in funnel["reasons"]:
        asked = {"state": reason["state"], "reason": reason["code"]}
        listed = (await client.get(f"{base}/executions", params=asked)).json()["items"]
        assert len(listed) == reason["count"], reason
