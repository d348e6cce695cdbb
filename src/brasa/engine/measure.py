"""Measure the sessions that have changed since the last look."""

from datetime import datetime

from brasa.actions.measuring import Measuring
from brasa.engine.service import Counts

AT_ONCE = 500


class Measurer:
    """Scores sessions and moves their states. Costs what has changed, not what there is."""

    name = "measure"

    def __init__(self, measuring: Measuring) -> None:
        self._measuring = measuring

    async def run_once(self, now: datetime) -> Counts:
        """Judge every session that has changed; returns how many."""
        await self._measuring.mark_ripe(now)
        measured = 0
        while some := await self._measuring.measure(AT_ONCE, now):
            measured += some
        return {"sessions": measured}
