"""How far the workers are behind the planner's hand-outs."""

from datetime import datetime

from brasa.bus.valkey_work import ValkeyWorkQueue
from brasa.engine.service import Counts

LAG_EVERY = 5.0


class WorkLag:
    """Measures what waits unread in this worker's shards."""

    name = "work_lag"

    def __init__(self, queue: ValkeyWorkQueue) -> None:
        self._queue = queue

    async def run_once(self, now: datetime) -> Counts:
        """Measure; returns items that wait, of all shards."""
        await self._queue.measure()
        return {"items": sum(self._queue.stats().lag.values())}
