"""A session is judged by what was asked of it on the days it is judged for."""

from datetime import timedelta

from brasa.domain.session import SessionState
from brasa.store.ledger import Ledger
from brasa.store.tables import session_health, sessions
from tests.integration.engine.house import House

DAY = timedelta(days=1)


async def test_ending_a_campaign_does_not_turn_what_it_sent_into_too_much(house: House) -> None:
    organization = await house.make.organization()
    session = await house.session(organization)
    campaigns = [
        await house.campaign(organization, [session], name=name, daily_target=60)
        for name in ("a que fica", "a que acaba")
    ]
    for campaign in campaigns:
        await house.campaigns.start(organization, campaign)
    for _ in range(6):
        await _send(house, organization, session, 120)
        house.clock.jump(DAY)
    await house.campaigns.stop(organization, campaigns[1])
    await _send(house, organization, session, 60)
    [health] = await house.rows(session_health)
    [row] = await house.rows(sessions)
    assert (health.score, row.state) == (100.0, SessionState.HEALTHY)


async def _send(house: House, organization: int, session: int, number: int) -> None:
    """Open the day, have it end with so many sent, and judge."""
    await house.tick()
    ledger, day = Ledger(), house.clock.now().date()
    arrived = {"sent_internal": number, "finished_internal": number, "delivered_internal": number}
    ledger.session_day(organization, session, day, **arrived)
    ledger.touched(organization, session)
    async with house.work.unit() as unit:
        await ledger.write(unit.connection)
    await house.tick()
