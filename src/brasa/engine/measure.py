"""Measure the sessions that have changed since the last look."""

from datetime import datetime

from brasa.actions.measuring import Measuring
from brasa.clock import Clock
from brasa.engine.service import Counts

AT_ONCE = 500
# The share of a tick that may go into it: a health that comes a tick later does less harm than a
# plan that does.
SHARE = 0.1


class Measurer:
    """Scores sessions and moves their states. Costs what has changed, not what there is."""

    name = "measure"

    def __init__(self, measuring: Measuring, clock: Clock, tick: float) -> None:
        self._measuring = measuring
        self._clock = clock
        self._seconds = tick * SHARE
        self._last = 0

    async def run_once(self, now: datetime) -> Counts:
        """Judge every session that has changed, each once, as long as there is time; returns how
        many, and whether some were left for the next tick, which goes on with them.

        Walks upwards: what a busy worker changes again meanwhile is for the next tick.
        """
        await self._measuring.mark_ripe(now)
        until = self._clock.monotonic() + self._seconds
        begin = self._last
        measured = await self._walk(now, until)
        if self._last == 0 and begin > 0:  # to the end; now those before the beginning
            measured += await self._walk(now, until, begin)
        return {"sessions": measured, "cut_short": int(self._last > 0)}

    async def _walk(self, now: datetime, until: float, to: int | None = None) -> int:
        """Go on where the last walk ended, to the end or a little past `to`."""
        measured = 0
        while to is None or self._last < to:
            some = await self._measuring.measure(AT_ONCE, now, after=self._last)
            if not some:
                break
            measured, self._last = measured + len(some), some[-1]
            if self._clock.monotonic() >= until:
                return measured
        self._last = 0
        return measured
