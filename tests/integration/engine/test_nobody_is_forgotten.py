"""Whoever is to be written to after all is, though the campaign seemed to be done with."""

from datetime import timedelta

import pytest

from brasa.actions.executions import Executions, Resolution
from brasa.actions.planning import Plan, Planning
from brasa.channels.outcome import Outcome, SendError, Unknown
from brasa.store.tables import campaigns
from tests.builders import NOW
from tests.integration.engine.house import House, sending
from tests.integration.engine.provider import accepted
from tests.integration.engine.recount import assert_counters_agree

BUSY = SendError("cheio", code="busy", retryable=True)
ENDS = {"ends_at": NOW + timedelta(days=1)}


async def _one(house: House, outcome: Outcome, **changes: object) -> int:
    """A campaign of one contact, whose message ends so."""
    organization = await house.make.organization()
    session = await house.session(organization)
    campaign = await house.campaign(organization, [session], contacts=1, **changes)
    house.provider.answer = lambda message: outcome
    await house.campaigns.start(organization, campaign)
    return campaign


async def _status(house: House) -> tuple[str, str]:
    [campaign] = await house.rows(campaigns)
    return campaign.status, campaign.reason


async def test_what_a_late_worker_gives_back_to_a_finished_campaign(house: House) -> None:
    await _one(house, BUSY)
    house.provider.open.clear()
    await house.tick()
    house.clock.move(12)
    async with sending(house):
        await house.provider.asked.wait()
        house.clock.move(40)
        for _ in range(2):
            await house.tick()
        assert await _status(house) == ("waiting", "finished")
        house.provider.open.set()
    house.provider.answer = accepted
    await house.run(120)
    assert await house.states() == {"sent": 1}
    await assert_counters_agree(house)


@pytest.mark.parametrize("changes", [{}, ENDS], ids=["without an end", "before its end"])
async def test_what_an_operator_retries_in_a_finished_campaign(
    house: House, changes: dict[str, object]
) -> None:
    campaign = await _one(house, SendError("não", code="bad"), **changes)
    await house.run(60)
    assert await _status(house) == ("waiting", "finished")
    house.provider.answer = accepted
    assert await Executions(house.work).retry_failed(1, campaign) == 1
    await house.run(60)
    assert await house.states() == {"sent": 1}
    await assert_counters_agree(house)


@pytest.mark.parametrize("outcome", [SendError("não", code="bad"), Unknown("?", code="timeout")])
async def test_what_an_operator_retries_while_the_last_plan_is_made(
    house: House, outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = await _one(house, outcome)
    await house.tick()
    house.clock.move(12)
    await house.send_due()
    write, operator = Planning.write, Executions(house.work)

    async def late(self: Planning, plans: list[Plan], now: object) -> int:
        monkeypatch.setattr(Planning, "write", write)
        assert plans[0].decision.reason == "finished"
        if isinstance(outcome, Unknown):
            await operator.resolve_unknown(1, campaign, Resolution.RETRY)
        else:
            await operator.retry_failed(1, campaign)
        return await write(self, plans, house.clock.now())

    monkeypatch.setattr(Planning, "write", late)
    await house.tick()
    house.provider.answer = accepted
    await house.run(60)
    assert await house.states() == {"sent": 1}
    await assert_counters_agree(house)


async def test_what_was_missed_in_a_stopped_campaign_is_skipped(house: House) -> None:
    campaign = await _one(house, BUSY)
    house.provider.open.clear()
    await house.tick()
    house.clock.move(12)
    async with sending(house):
        await house.provider.asked.wait()
        await house.campaigns.stop(1, campaign)
        await house.tick()
        house.provider.open.set()
    # Nobody works for a while.
    house.clock.move(300)
    for _ in range(2):
        await house.tick()
    assert await house.states() == {"skipped": 1}
    await assert_counters_agree(house)
