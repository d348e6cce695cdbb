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
        """Judge every session that has changed, each once; returns how many.

        Walks upwards: what a busy worker changes again meanwhile is for the next tick.
        """
        await self._measuring.mark_ripe(now)
        measured, last = 0, 0
        while some := await self._measuring.measure(AT_ONCE, now, after=last):
            measured, last = measured + len(some), some[-1]
        return {"sessions": measured}
