"""Contacts in their quiet hours are written to later, and not all at once."""

from datetime import UTC, datetime, time, timedelta

from brasa.domain.campaign import QuietHours, Window
from brasa.store.database import Database
from brasa.store.tables import executions
from tests.integration.engine.house import Clock, House, opened

MIDNIGHT = datetime(2026, 11, 11, 3, tzinfo=UTC)  # in Sao Paulo
HALF_AN_HOUR = timedelta(minutes=30)


async def _sent(house: House, since: datetime, until: datetime) -> int:
    rows = await house.rows(executions, state="sent")
    return sum(since <= row.executed_at < until for row in rows)


async def test_the_end_of_quiet_hours_is_no_burst(database: Database) -> None:
    async with opened(database, Clock(MIDNIGHT)) as house:
        organization = await house.make.organization()
        session = await house.session(organization)
        campaign = await house.campaign(
            organization,
            [session],
            contacts=300,
            daily_target=2_880,  # one in half a minute
            quiet_hours=QuietHours(time(22), time(0, 30)),
        )
        await house.campaigns.start(organization, campaign)
        await house.run(3_600, step=10)
        end = MIDNIGHT + HALF_AN_HOUR
        assert await _sent(house, MIDNIGHT, end) == 0
        # Its own pace is 60; as many were put off.
        assert 50 <= await _sent(house, end, end + HALF_AN_HOUR) <= 100


async def test_who_was_put_off_is_written_to_before_the_window_closes(database: Database) -> None:
    async with opened(database, Clock(MIDNIGHT)) as house:
        organization = await house.make.organization()
        session = await house.session(organization)
        campaign = await house.campaign(
            organization,
            [session],
            contacts=30,
            daily_target=2_880,
            quiet_hours=QuietHours(time(22), time(0, 20)),
            windows=(Window(time(0), time(0, 40)),),
        )
        await house.campaigns.start(organization, campaign)
        await house.run(1_200, step=10)
        later = [row.scheduled_at for row in await house.rows(executions, state="scheduled")]
        assert max(later) < MIDNIGHT + timedelta(minutes=40)
        await house.run(1_200, step=10)
        assert await house.states() == {"sent": 30}
