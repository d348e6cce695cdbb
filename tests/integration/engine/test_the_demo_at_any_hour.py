"""Whoever opens a dashboard on the demo sees it move, whatever the day and the hour."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from brasa.actions.demo import load_demo
from brasa.store.tables import campaigns, executions
from tests.builders import empty_store
from tests.integration.engine.house import TICK, Clock, opened

# What a dashboard waits for at most, in seconds.
SOON = 15
MOMENTS = {
    "noon on a weekday": datetime(2026, 11, 25, 15, 0, tzinfo=UTC),
    "from Saturday night into Sunday": datetime(2026, 11, 29, 2, 59, 25, tzinfo=UTC),
}


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
async def test_something_is_said_and_sent_all_the_time_even_when_everybody_got_the_news(
    tmp_path: Path, moment: datetime
) -> None:
    database = await empty_store(tmp_path)
    clock = Clock(moment)
    async with opened(database, clock) as house:
        await load_demo(house.work)
        [news] = await house.rows(campaigns, name="Novidades da semana")
        await house.campaigns.stop(1, news.id)
        begun = clock.now()
        for _ in range(6):
            before = len(house.heard("campaign-log", organizationId=1))
            await house.tick()
            assert len(house.heard("campaign-log", organizationId=1)) > before
            clock.move(TICK)
        rows = await house.rows(executions, organization_id=1, state="scheduled")
        planned = sorted(row.scheduled_at for row in rows)
    await database.close()
    moments = [begun, *planned]
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert max(gaps) <= timedelta(seconds=SOON)
    assert planned[-1] >= clock.now() - timedelta(seconds=SOON)
