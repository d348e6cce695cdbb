"""From start to target: what is sent, counted and said."""

from datetime import UTC, date, datetime

import pytest

from brasa.store.database import Database
from brasa.store.tables import campaign_days, campaign_logs, campaign_sessions
from tests.integration.engine.house import TICK, Clock, House, opened


async def test_a_campaign_reaches_every_contact_once(house: House) -> None:
    organization = await house.make.organization()
    session = await house.session(organization)
    campaign = await house.campaign(organization, [session], contacts=5)
    await house.campaigns.start(organization, campaign)
    await house.run(120)
    assert await house.states() == {"sent": 5}
    assert len({message.to for message in house.provider.taken}) == 5
    [seat] = await house.rows(campaign_sessions)
    assert (seat.sent, seat.failed, seat.unknown, seat.skipped) == (5, 0, 0, 0)
    last = house.heard("campaign-status")[-1]
    assert (last["status"], last["reason"]) == ("waiting", "finished")


async def test_a_session_stops_at_its_daily_target_and_the_seeds_line_says_so(
    house: House,
) -> None:
    organization = await house.make.organization()
    one = await house.session(organization, "Atendimento 1")
    two = await house.session(organization, "Atendimento 2")
    campaign = await house.campaign(organization, [one, two], daily_target=8_640 * 2)
    await house.campaigns.start(organization, campaign)
    await house.make.sent_today(campaign, one, 8_640 * 2 - 3)
    await house.run(60)
    line = f"Meta diária atingida: {8_640 * 2}/{8_640 * 2}"
    [stored] = await house.rows(campaign_logs, message=line)
    assert stored.session_id == one
    told = house.heard("campaign-log", message=line)
    assert {(log["sessionName"], log["level"]) for log in told} == {("Atendimento 1", "info")}
    assert house.heard("campaign-log", message="Processamento concluído: 2 sessões ativas")
    assert house.heard("campaign-log", message="Processamento concluído: 1 sessões ativas")


async def test_tick_lines_are_always_said_and_stored_only_when_they_change(house: House) -> None:
    organization = await house.make.organization()
    sessions = [await house.session(organization) for _ in range(2)]
    campaign = await house.campaign(organization, sessions)
    await house.campaigns.start(organization, campaign)
    await house.run(5 * TICK)
    line = "Processamento concluído: 2 sessões ativas"
    assert len(house.heard("campaign-log", message=line)) == 5
    assert len(await house.rows(campaign_logs, message=line)) == 1


@pytest.mark.parametrize("second", [3, 5, 7, 9])
async def test_a_conversation_goes_on_past_midnight(database: Database, second: int) -> None:
    # Two minutes before Sao Paulo's midnight; a tick then plans across it, wherever it falls.
    clock = Clock(datetime(2026, 11, 11, 2, 58, second, tzinfo=UTC))
    async with opened(database, clock) as house:
        organization = await house.make.organization()
        sessions = [await house.session(organization) for _ in range(2)]
        campaign = await house.campaign(organization, sessions)
        await house.campaigns.start(organization, campaign)
        await house.run(120 + 300, step=2)
        sent = {(row.session_id, row.day): row.sent for row in await house.rows(campaign_days)}
    for session in sessions:
        assert sent[session, date(2026, 11, 10)] <= 12
        assert sent[session, date(2026, 11, 11)] >= 25
