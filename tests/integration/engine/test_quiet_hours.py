"""Contacts in their quiet hours are written to later, and not all at once."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from brasa.bus.work import WorkItem
from brasa.domain.campaign import QuietHours, Window
from brasa.store.database import Database
from brasa.store.tables import executions
from tests.integration.engine.house import Clock, House, opened

MIDNIGHT = datetime(2026, 11, 11, 3, tzinfo=UTC)  # in Sao Paulo
HALF_AN_HOUR = timedelta(minutes=30)


async def _put_off(house: House, until: time, **changes: Any) -> list[datetime]:
    """When forty whose time comes in their quiet hours are written to instead."""
    organization = await house.make.organization()
    session = await house.session(organization)
    campaign = await house.campaign(
        organization, [session], contacts=1, quiet_hours=QuietHours(time(22), until), **changes
    )
    await house.campaigns.start(organization, campaign)
    await house.tick()
    await house.make.executions(
        campaign, session, 40, "scheduled", house.clock.now(), executed_at=None
    )
    house.queue.items.append(WorkItem(((session, 0),)))
    house.clock.move(60)
    await house.send_due()
    assert house.provider.taken == []
    return [row.scheduled_at for row in await house.rows(executions, state="scheduled")]


async def test_the_end_of_quiet_hours_is_no_burst(database: Database) -> None:
    async with opened(database, Clock(MIDNIGHT)) as house:
        later = await _put_off(house, time(0, 30))
    end = MIDNIGHT + HALF_AN_HOUR
    assert all(end <= at < end + 5 * HALF_AN_HOUR for at in later)
    # They were put off in two hours and a half, and are spread over as long.
    assert 2 <= sum(at < end + HALF_AN_HOUR for at in later) <= 20


async def test_who_was_put_off_is_written_to_before_the_window_closes(database: Database) -> None:
    async with opened(database, Clock(MIDNIGHT)) as house:
        later = await _put_off(house, time(0, 20), windows=(Window(time(0), time(0, 40)),))
        assert max(later) < MIDNIGHT + timedelta(minutes=40)
        house.clock.move(19 * 60)
        await house.run(1_200, step=10)
        assert (await house.states())["sent"] >= 40
