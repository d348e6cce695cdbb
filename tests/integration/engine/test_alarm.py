"""When the whole server is late, everybody is told: once when it begins, once when it is over."""

from collections.abc import AsyncIterator

import pytest

from brasa.actions.alarming import Alarming
from brasa.engine.alarm import FORGOTTEN_AFTER, LATE_AFTER, Alarm, Overruns
from brasa.store.database import Database
from tests.integration.engine.house import TICK, Clock, House, opened
from tests.integration.engine.notes import Notes


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    async with opened(database, Clock()) as found:
        yield found


@pytest.fixture
def overruns(house: House) -> Overruns:
    return Overruns(Notes(), house.clock)


@pytest.fixture
def alarm(house: House, overruns: Overruns) -> Alarm:
    return Alarm(Alarming(house.work), overruns)


def codes(house: House) -> list[str]:
    return [one["code"] for one in house.heard("notification")]


async def test_a_tick_that_overran_is_told_once_and_taken_back_after_many_in_time(
    house: House, alarm: Alarm, overruns: Overruns
) -> None:
    await house.make.organization()
    overruns.overran("tick", 12.5, TICK)
    for _ in range(FORGOTTEN_AFTER):
        await alarm.run_once(house.clock.now())
        house.clock.move(TICK)
    assert codes(house) == ["tick_overran"]
    await alarm.run_once(house.clock.now())

    assert codes(house) == ["tick_overran", "tick_overran_over"]
    [told] = house.heard("notification", code="tick_overran")
    assert told["type"] == "warning"
    assert "12.5" in told["message"]


async def test_another_service_that_overran_is_for_the_metrics_only(
    house: House, alarm: Alarm, overruns: Overruns
) -> None:
    await house.make.organization()
    overruns.overran("outbox", 1.0, 0.2)
    counts = await alarm.run_once(house.clock.now())

    assert counts == {"troubles": 0}
    assert codes(house) == []


async def test_sends_that_wait_too_long_are_told_until_they_have_gone(
    house: House, alarm: Alarm
) -> None:
    organization = await house.make.organization()
    campaign = await house.campaign(
        organization, [await house.session(organization)], 5, daily_target=86_400
    )
    await house.campaigns.start(organization, campaign)
    await house.tick()
    house.clock.move(LATE_AFTER.total_seconds())
    await alarm.run_once(house.clock.now())
    assert "sends_late" not in codes(house)

    house.clock.move(TICK)
    await alarm.run_once(house.clock.now())
    await alarm.run_once(house.clock.now())
    await house.send_due()
    await alarm.run_once(house.clock.now())

    late = [code for code in codes(house) if code.startswith("sends_late")]
    assert late == ["sends_late", "sends_late_over"]
