"""Campaigns over REST: what they show, and what a person may do to them."""

from collections.abc import Awaitable, Callable

import httpx
import msgspec
import pytest

from brasa.domain.events import CampaignStatusData, ExecutionLogData
from tests.builders import Builders
from tests.integration.api.conftest import Api, Tenant

Build = Callable[..., Awaitable[Tenant]]


async def test_a_campaign_shows_its_status_and_what_was_decided(
    client: httpx.AsyncClient, tenant: Build
) -> None:
    there = await tenant("Loja")
    [listed] = (await client.get(f"{there.path}/campaigns")).json()["items"]
    shown = (await client.get(f"{there.path}/campaigns/{there.campaign}")).json()
    status = msgspec.convert(shown, CampaignStatusData)
    assert status.name == "campanha de Loja"
    assert (listed["kind"], listed["dailyTarget"], listed["version"]) == ("external", 120, 1)
    assert listed["timezone"] == "America/Sao_Paulo"
    # When it will be finished is computed from the present moment.
    del listed["progress"]["eta"], shown["progress"]["eta"]
    assert listed == {name: shown[name] for name in listed}
    [session] = shown["sessions"]
    assert (session["sessionName"], session["active"]) == ("sessão de Loja", True)
    assert shown["templates"] == [{"name": "", "body": "Olá {{ name }}", "weight": 1}]


@pytest.mark.parametrize(
    ("state", "reason"), [("held", "held_by_provider"), ("quarantined", "held_by_health")]
)
async def test_a_session_that_may_not_send_says_who_holds_it(
    state: str, reason: str, client: httpx.AsyncClient, make: Builders
) -> None:
    organization = await make.organization()
    session = await make.session(organization, state=state)
    campaign = await make.campaign(organization, [session])
    shown = await client.get(f"/api/v1/organizations/{organization}/campaigns/{campaign}")
    [seat] = shown.json()["sessions"]
    assert (seat["active"], seat["reason"]) == (False, reason)


async def test_optional_fields_are_absent_and_never_null(
    client: httpx.AsyncClient, tenant: Build
) -> None:
    there = await tenant()
    names = ["campaigns", "sessions", "executions", "logs", "executions?state=pending"]
    addresses = [f"{there.path}/{name}" for name in names]
    addresses += [
        f"{there.path}/campaigns/{there.campaign}",
        f"{there.path}/sessions/1",
        "/api/v1/me",
    ]
    for address in addresses:
        answer = await client.get(address)
        assert answer.status_code == 200
        assert "null" not in answer.text


async def test_the_funnel_counts_every_state_and_names_the_reasons(
    client: httpx.AsyncClient, tenant: Build
) -> None:
    there = await tenant()
    funnel = (await client.get(f"{there.path}/campaigns/{there.campaign}/funnel")).json()
    reasons = {(one["state"], one["code"], one["count"]) for one in funnel.pop("reasons")}
    assert funnel == {
        "total": 19,
        "pending": 3,
        "scheduled": 0,
        "sending": 0,
        "sent": 7,
        "delivered": 3,
        "read": 0,
        "failed": 3,
        "unknown": 3,
        "skipped": 3,
    }
    assert reasons == {(state, "131026", 3) for state in ("failed", "unknown", "skipped")}


@pytest.mark.parametrize(
    ("action", "allowed", "counted"),
    [
        ("start", False, ("recipients", 3)),
        ("pause", True, ("recipients", 3)),
        ("resume", False, ("sessions", 1)),
        ("stop", True, ("recipients", 3)),
        ("retry-failed", True, ("failed", 3)),
        ("resolve-unknown", True, ("unknown", 3)),
    ],
)
async def test_a_preview_counts_what_the_action_would_find(
    action: str, allowed: bool, counted: tuple[str, int], client: httpx.AsyncClient, tenant: Build
) -> None:
    there = await tenant()
    address = f"{there.path}/campaigns/{there.campaign}/preview"
    shown = (await client.get(address, params={"action": action})).json()
    assert (shown["action"], shown["allowed"]) == (action, allowed)
    assert ("reason" in shown) is not allowed
    assert shown["counts"][counted[0]] == counted[1]
    assert shown["message"]


async def test_pausing_and_resuming_are_told_and_shown(
    api: Api, client: httpx.AsyncClient, tenant: Build
) -> None:
    there = await tenant()
    address = f"{there.path}/campaigns/{there.campaign}"
    body = {"reason": "feriado", "resumeAt": "2999-01-02T12:00:00Z"}
    paused = await client.post(f"{address}/pause", json=body)
    assert paused.status_code == 200
    assert (paused.json()["status"], paused.json()["reason"]) == ("paused", "paused_until")
    assert "feriado" in paused.json()["description"]
    again = await client.post(f"{address}/pause")
    assert again.status_code == 409
    assert again.json()["error"]["code"] == "invalid_transition"
    resumed = await client.post(f"{address}/resume")
    assert resumed.json()["status"] == "active"
    assert len(api.events("campaign-status")) == 2


async def test_retrying_queues_the_failed_again_and_tells(
    api: Api, client: httpx.AsyncClient, tenant: Build
) -> None:
    there = await tenant()
    address = f"{there.path}/campaigns/{there.campaign}"
    none = await client.post(f"{address}/retry-failed", json={"codes": ["another"]})
    assert none.json() == {"retried": 0}
    assert api.said == []
    done = await client.post(f"{address}/retry-failed", json={"codes": ["131026"]})
    assert done.json() == {"retried": 3}
    funnel = (await client.get(f"{address}/funnel")).json()
    assert (funnel["failed"], funnel["pending"], funnel["total"]) == (0, 6, 19)
    pending = (await client.get(f"{there.path}/executions?state=pending")).json()["items"]
    assert len(pending) == 6
    assert not any("error" in one or "executedAt" in one for one in pending)
    assert len(api.events("campaign-log")) == len(api.events("campaign-status")) == 1


@pytest.mark.parametrize(
    ("as_", "now"), [("sent", "sent"), ("failed", "failed"), ("retry", "pending")]
)
async def test_unknown_ones_become_what_the_operator_knows(
    as_: str, now: str, api: Api, client: httpx.AsyncClient, tenant: Build
) -> None:
    there = await tenant()
    address = f"{there.path}/campaigns/{there.campaign}"
    before = (await client.get(f"{address}/funnel")).json()
    unknown = (await client.get(f"{there.path}/executions?state=unknown")).json()["items"]
    [first, *rest] = [one["executionId"] for one in unknown]
    one = await client.post(
        f"{address}/resolve-unknown", json={"as": as_, "executionIds": [first, "424242"]}
    )
    assert one.json() == {"resolved": 1}
    all_ = await client.post(f"{address}/resolve-unknown", json={"as": as_})
    assert all_.json() == {"resolved": len(rest)}
    after = (await client.get(f"{address}/funnel")).json()
    assert after["unknown"] == 0
    assert after[now] == before[now] + 3
    assert after["total"] == before["total"]
    told = [msgspec.json.decode(one, type=ExecutionLogData) for one in api.events("execution-log")]
    assert [one.delivery_status for one in told] == ([] if as_ == "retry" else [as_] * 3)


async def test_a_stopped_campaign_retries_nothing(client: httpx.AsyncClient, tenant: Build) -> None:
    there = await tenant(status="stopped", reason="stopped_by_operator")
    address = f"{there.path}/campaigns/{there.campaign}"
    answers = [
        await client.post(f"{address}/retry-failed"),
        await client.post(f"{address}/resolve-unknown", json={"as": "retry"}),
    ]
    assert [answer.status_code for answer in answers] == [409, 409]
    settled = await client.post(f"{address}/resolve-unknown", json={"as": "failed"})
    assert settled.json() == {"resolved": 3}


async def test_every_wrong_field_is_named_at_once(client: httpx.AsyncClient, tenant: Build) -> None:
    there = await tenant()
    address = f"{there.path}/campaigns/{there.campaign}"
    answer = await client.post(
        f"{address}/pause", json={"reason": 5, "resumeAt": "amanhã", "force": True}
    )
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["code"] == "invalid_input"
    assert {one["field"] for one in error["fields"]} == {"reason", "resumeAt", "force"}
    query = await client.get(f"{there.path}/executions?limit=0&state=x&campaignId=um")
    assert {one["field"] for one in query.json()["error"]["fields"]} >= {
        "limit",
        "state",
        "campaignId",
    }
    assert (await client.post(f"{address}/pause", content=b"{not json")).status_code == 400


async def test_errors_speak_the_organizations_language(
    client: httpx.AsyncClient, make: Builders
) -> None:
    english = await make.organization(language="en")
    answer = await client.get(f"/api/v1/organizations/{english}/campaigns/5")
    assert answer.json()["error"]["message"] == "Campaign 5 does not exist"
    portuguese = await make.organization()
    answer = await client.get(f"/api/v1/organizations/{portuguese}/campaigns/5")
    assert answer.json()["error"]["message"] == "A campanha 5 não existe"
