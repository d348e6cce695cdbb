"""Find what was left lying: by a crash, by a pause in power, by a provider that never answered."""

from datetime import datetime

from brasa.actions.upkeep import Upkeep
from brasa.engine.service import Counts

AT_ONCE = 1_000


class Maintainer:
    """Looks after what no other service will touch again by itself."""

    name = "maintain"

    def __init__(self, upkeep: Upkeep) -> None:
        self._upkeep = upkeep

    async def run_once(self, now: datetime) -> Counts:
        """One round of upkeep; returns what it found, by kind."""
        counts = {
            "unknown": await self._upkeep.lose_sending(now),
            "missed": await self._upkeep.plan_missed_again(now),
            "skipped": await self._upkeep.skip_stopped(now),
            "silent": 0,
        }
        while found := await self._upkeep.finish_silent(now, AT_ONCE):
            counts["silent"] += found
        return counts
