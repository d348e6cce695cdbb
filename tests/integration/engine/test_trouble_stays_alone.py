"""What goes wrong with one recipient, session or campaign stops no other."""

from collections.abc import Sequence
from datetime import time
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import update

from brasa.actions.planning import Plan
from brasa.channels.base import Message
from brasa.channels.outcome import Accepted, Outcome, Scope, SendError
from brasa.domain.campaign import QuietHours
from brasa.engine.plan import Planner
from brasa.store.campaigns import Campaign
from brasa.store.tables import contacts, sessions
from tests.integration.engine.house import House, sending
from tests.integration.engine.provider import ScriptedChannel, accepted


async def _change(house: House, table: Any, id_: int, **values: Any) -> None:
    async with house.database.write() as connection:
        await connection.execute(update(table).where(table.c.id == id_).values(values))


async def test_a_recipient_with_an_impossible_time_zone_is_skipped_alone(house: House) -> None:
    organization = await house.make.organization()
    session = await house.session(organization)
    campaign = await house.campaign(
        organization, [session], contacts=4, quiet_hours=QuietHours(time(22), time(7))
    )
    await _change(house, contacts, 2, timezone="Mars/Olympus")
    await house.campaigns.start(organization, campaign)
    await house.run(90)
    assert await house.states() == {"sent": 3, "skipped": 1}


async def test_a_session_with_impossible_settings_leaves_the_others_to_their_work(
    house: House,
) -> None:
    organization = await house.make.organization()
    broken = await house.session(organization, settings={"nonsense": 1})
    sound = await house.session(organization)
    campaign = await house.campaign(organization, [broken, sound], contacts=3)
    await house.campaigns.start(organization, campaign)
    await house.run(60)
    assert {message.session_id for message in house.provider.taken} == {str(sound)}
    assert await house.states() == {"sent": 3}


async def test_a_provider_that_refuses_one_session_does_not_stop_the_other(house: House) -> None:
    organization = await house.make.organization()
    refused = await house.session(organization)
    sound = await house.session(organization)
    campaign = await house.campaign(organization, [refused, sound], contacts=12)

    def answer(message: Message) -> Outcome:
        if message.session_id == str(refused):
            return SendError("bloqueada", code="locked", scope=Scope.ACCOUNT)
        return accepted(message)

    house.provider.answer = answer
    await house.campaigns.start(organization, campaign)
    await house.run(120)
    [held, other] = await house.rows(sessions)
    assert (held.state, held.state_reason, other.state) == ("held", "locked", "healthy")
    assert await house.states() == {"sent": 11, "failed": 1}
    assert len(house.heard("notification", code="session_held")) == 1
    [line] = house.heard("campaign-log", code="session_held")
    assert (line["level"], line["sessionName"]) == ("error", held.name)
    assert line["message"] == f"{held.name} foi retida pelo provedor: bloqueada"


@pytest.mark.parametrize(
    ("seconds", "told"), [(30.0, "por 30 s: devagar"), (7200.0, "volta hoje às 14:00: devagar")]
)
async def test_a_provider_that_asks_for_patience_is_told_with_how_much(
    seconds: float, told: str, house: House
) -> None:
    organization = await house.make.organization()
    session = await house.session(organization)
    campaign = await house.campaign(organization, [session], contacts=2)
    house.provider.answer = lambda message: SendError(
        "devagar", code="429", retryable=True, scope=Scope.SESSION, retry_after=seconds
    )
    await house.campaigns.start(organization, campaign)
    await house.run(20)
    line = house.heard("campaign-log", code="session_held")[0]
    assert line["level"] == "warning"
    assert "held" in {health["state"] for health in house.heard("bot-health")}
    assert line["message"].endswith(told)


async def test_a_campaign_that_cannot_be_planned_leaves_the_others_to_theirs(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    organization = await house.make.organization()
    session = await house.session(organization)
    broken = await house.campaign(organization, [session], contacts=2, name="quebrada")
    sound = await house.campaign(organization, [session], contacts=2, name="sã")
    for campaign in (broken, sound):
        await house.campaigns.start(organization, campaign)
    plan_one = Planner._plan_one

    def planned(planner: Planner, campaign: Campaign, *rest: Any) -> Plan:
        if campaign.id == broken:
            raise RuntimeError("nobody expected this")
        return plan_one(planner, campaign, *rest)

    monkeypatch.setattr(Planner, "_plan_one", planned)
    await house.run(60)
    assert await house.states(campaign_id=sound) == {"sent": 2}


async def test_a_channel_that_breaks_its_promise_leaves_unknown_and_no_hole(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    organization = await house.make.organization()
    session = await house.session(organization)
    campaign = await house.campaign(organization, [session], contacts=120)
    send_many = ScriptedChannel.send_many
    broken = iter([True] * 60)

    async def breaking(channel: ScriptedChannel, messages: Sequence[Message]) -> list[Outcome]:
        if next(broken, False):
            raise RuntimeError("nobody expected this")
        return await send_many(channel, messages)

    monkeypatch.setattr(ScriptedChannel, "send_many", breaking)
    await house.campaigns.start(organization, campaign)
    await house.run(1500, step=10)
    # More unknown than may be in flight at once: the worker goes on all the same.
    assert await house.states() == {"unknown": 60, "sent": 60}


async def test_a_session_in_two_campaigns_keeps_the_gap_of_its_provider(house: House) -> None:
    organization = await house.make.organization()
    session = await house.session(organization, settings={"min_gap": 4.0})
    for name in ("uma", "outra"):
        campaign = await house.campaign(organization, [session], contacts=8, name=name)
        await house.campaigns.start(organization, campaign)
    times: list[float] = []

    def answer(message: Message) -> Outcome:
        times.append(house.clock.monotonic())
        return Accepted(message.idempotency_key)

    house.provider.answer = answer
    await house.run(200)
    assert len(times) == 16
    assert min(b - a for a, b in pairwise(times)) >= 4.0


async def test_a_stopped_campaign_does_not_try_a_failure_again(house: House) -> None:
    organization = await house.make.organization()
    session = await house.session(organization)
    campaign = await house.campaign(organization, [session], contacts=1)
    house.provider.open.clear()
    house.provider.answer = lambda message: SendError("cheio", code="busy", retryable=True)
    await house.campaigns.start(organization, campaign)
    await house.tick()
    house.clock.move(12)
    async with sending(house):
        await house.provider.asked.wait()
        await house.campaigns.stop(organization, campaign)
        house.provider.open.set()
    await house.run(180)
    assert await house.states() == {"skipped": 1}
    assert len(house.provider.taken) == 1
