"""Give the contacts of a campaign's lists a row each, a bounded number at a time."""

from datetime import datetime

from brasa.actions.campaigns import announce_status
from brasa.actions.unit import Work
from brasa.store import enrolling
from brasa.store.enrolling import Walk


class Enrolling:
    """Walks lists for campaigns."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def open_walks(self) -> list[Walk]:
        """What is left to walk."""
        async with self._work.database.read() as connection:
            return await enrolling.open_walks(connection)

    async def step(self, walk: Walk, most: int, now: datetime) -> int:
        """One step of a walk, committed and announced; how many recipients it added."""
        async with self._work.unit() as unit:
            added = await enrolling.enroll(unit.connection, walk, most, now)
            if added:
                await announce_status(unit, walk.organization_id, walk.campaign_id, now)
            return added
