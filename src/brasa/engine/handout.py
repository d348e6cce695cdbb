"""Hand out work: after each tick, tell workers which sessions have something due until the next."""

from datetime import datetime, timedelta

from brasa.bus.work import WorkItem, WorkQueue
from brasa.engine.plan import MARGIN
from brasa.engine.service import Counts
from brasa.store.chunks import chunked
from brasa.store.database import Database
from brasa.store.due import due_moments

# Moments an item: a worker takes some sessions, not all of them.
MOMENTS_PER_ITEM = 500


class HandOut:
    """Offers what the store says is due, so that nothing depends on who planned it, and when."""

    name = "hand_out"

    def __init__(self, database: Database, work: WorkQueue, tick: float) -> None:
        self._database = database
        self._work = work
        self._ahead = timedelta(seconds=tick * MARGIN)

    async def run_once(self, now: datetime) -> Counts:
        """Offer everything due before the next tick; returns items and moments."""
        async with self._database.read() as connection:
            moments = await due_moments(connection, now, now + self._ahead)
        items = [WorkItem(tuple(chunk)) for chunk in chunked(moments, MOMENTS_PER_ITEM)]
        await self._work.offer(items)
        return {"items": len(items), "moments": len(moments)}
