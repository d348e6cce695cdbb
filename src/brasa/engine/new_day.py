"""Notice that a day has begun somewhere."""

from datetime import datetime

from brasa.actions.new_day import NewDay
from brasa.engine.service import Counts


class DayOpener:
    """Opens the new day of each organization, on its own clock."""

    name = "new_day"

    def __init__(self, days: NewDay) -> None:
        self._days = days

    async def run_once(self, now: datetime) -> Counts:
        """Open what has begun; returns how many days."""
        opened = 0
        for organization_id, day in await self._days.unopened(now):
            opened += await self._days.open(organization_id, day, now)
        return {"days": opened}
