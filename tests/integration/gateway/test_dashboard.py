"""A dashboard's snapshot: what it holds, and who gets it."""

from datetime import timedelta
from typing import Any

import pytest

from brasa.clock import iso_ms
from brasa.gateway.visitors import GatewaySettings
from brasa.store.database import Database
from tests.builders import NOW, SECOND, Builders
from tests.integration.gateway.conftest import Stage, staged

HOUR = timedelta(hours=1)


async def test_it_holds_the_last_lines_and_executions_oldest_first(
    stage: Stage, make: Builders
) -> None:
    organization = await make.organization()
    session = await make.session(organization)
    campaign = await make.campaign(organization, [session])
    ids = await make.executions(campaign, session, 60)
    await make.executions(campaign, session, 3, state="pending")
    await make.executions(campaign, session, 3, state="scheduled")
    await make.logs(campaign, 130)
    client = await stage.client()
    answer = await client.ask("request-dashboard", {"organizationId": organization})
    await client.settle()
    assert answer.pop("ok") is True
    assert answer == {
        "campaigns": client.of("campaign-status"),
        "botHealth": client.of("bot-health"),
        "logs": client.of("campaign-log"),
        "executions": client.of("execution-log"),
    }
    assert [line["message"] for line in answer["logs"]] == [f"linha {n}" for n in range(30, 130)]
    assert [one["executionId"] for one in answer["executions"]] == [str(id_) for id_ in ids[-50:]]
    assert (len(answer["campaigns"]), len(answer["botHealth"])) == (1, 1)


async def test_what_waits_for_a_new_try_is_shown_with_its_time_and_its_reason(
    stage: Stage, make: Builders
) -> None:
    organization = await make.organization()
    session = await make.session(organization)
    campaign = await make.campaign(organization, [session])
    tried: dict[str, Any] = {
        "attempt": 1,
        "executed_at": NOW,
        "error_code": "429",
        "error_message": "devagar",
    }
    [id_] = await make.executions(campaign, session, state="scheduled", start=NOW + HOUR, **tried)
    client = await stage.client()
    await client.ask("request-dashboard", {"organizationId": organization})
    await client.settle()
    [shown] = client.of("execution-log")
    assert (shown["executionId"], shown["status"]) == (str(id_), "sending")
    assert (shown["deliveryStatus"], shown["scheduledAt"]) == ("scheduled", iso_ms(NOW + HOUR))
    assert shown["error"] == {"code": "429", "message": "devagar"}


async def test_what_changed_last_comes_last_whenever_it_was_sent(
    stage: Stage, make: Builders
) -> None:
    organization = await make.organization()
    session = await make.session(organization)
    campaign = await make.campaign(organization, [session])
    [read] = await make.executions(campaign, session, state="read", read_at=NOW + 60 * SECOND)
    later = await make.executions(campaign, session, 2, start=NOW + 10 * SECOND)
    client = await stage.client()
    await client.ask("request-dashboard", {"organizationId": organization})
    await client.settle()
    told = [one["executionId"] for one in client.of("execution-log")]
    assert told == [str(id_) for id_ in (*later, read)]


async def test_only_who_asks_gets_it(stage: Stage, make: Builders) -> None:
    organization = await make.organization()
    await make.campaign(organization, [await make.session(organization)])
    asks, listens = await stage.client(), await stage.client()
    await listens.join(organization)
    listens.heard.clear()
    await asks.ask("request-dashboard", {"organizationId": organization})
    await listens.settle()
    assert [event for event, _ in listens.heard] == ["pong"]


async def test_asking_too_often_is_refused(database: Database, make: Builders) -> None:
    organization = await make.organization()
    limits = GatewaySettings(burst=3, interval=600.0)
    async with staged(database, settings=limits) as stage:
        client = await stage.client()
        asked = {"organizationId": organization}
        answers = [await client.ask("request-dashboard", asked) for _ in range(5)]
        assert [answer["ok"] for answer in answers] == [True] * 3 + [False] * 2
        assert answers[-1]["error"]["code"] == "limit_exceeded"
        other = await stage.client()
        assert (await other.ask("request-dashboard", asked))["ok"] is True


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_a_snapshot_larger_than_what_a_slow_client_may_leave_unread_arrives(
    transport: str, stage: Stage, make: Builders
) -> None:
    organization = await make.organization()
    names = [f"{number} " + "x" * 4_000 for number in range(300)]
    sessions = [await make.session(organization, name) for name in names]
    await make.campaign(organization, sessions)
    client = await stage.client(transport)
    assert (await client.join(organization))["ok"] is True
    assert len(client.of("bot-health")) == 300
    answer = await client.ask("request-dashboard", {"organizationId": organization})
    assert len(answer["botHealth"]) == 300
    assert stage.sio.stats().slow_closed == 0
