"""From day to day a session warms up, a step for each day that proved the last one."""

from datetime import timedelta

import pytest

from brasa.domain.campaign import Ramp
from brasa.store.tables import campaign_sessions
from tests.integration.engine.house import House

# So near each other that what one asks for would prove the next as well.
RAMP = Ramp((100, 110, 120, 130))


async def _ramped(house: House, sent: int) -> None:
    organization = await house.make.organization()
    session = await house.session(organization)
    campaign = await house.campaign(organization, [session], contacts=1, ramp=RAMP)
    await house.tick()
    await house.make.sent_today(campaign, session, sent)


async def _step(house: House) -> int:
    [seat] = await house.rows(campaign_sessions)
    return int(seat.ramp_step)


async def test_a_day_proves_one_step_however_many_days_without_sends_follow(house: House) -> None:
    await _ramped(house, 100)
    for _ in range(3):
        house.clock.jump(timedelta(days=1))
        await house.tick()
        assert await _step(house) == 1


@pytest.mark.parametrize("away", [1, 3])
async def test_what_was_sent_before_the_server_was_away_proves_a_step(
    house: House, away: int
) -> None:
    await _ramped(house, 100)
    house.clock.jump(timedelta(days=away))
    await house.tick()
    assert await _step(house) == 1


async def test_what_was_not_sent_proves_none(house: House) -> None:
    await _ramped(house, 79)
    house.clock.jump(timedelta(days=1))
    await house.tick()
    assert await _step(house) == 0
