"""Enroll new members of lists in the campaigns that write to them."""

from datetime import datetime

from brasa.actions.enrolling import Enrolling
from brasa.clock import Clock
from brasa.engine.service import Counts

# Contacts a transaction, and seconds a run may take: other writers get their turn in between.
STEP = 5_000
SECONDS = 2.0


class Enroller:
    """Walks every open list a little, fairly, until its time is used."""

    name = "enroll"

    def __init__(self, enrolling: Enrolling, clock: Clock) -> None:
        self._enrolling = enrolling
        self._clock = clock

    async def run_once(self, now: datetime) -> Counts:
        """Walk on; returns recipients added."""
        added, until = 0, self._clock.monotonic() + SECONDS
        while walks := await self._enrolling.open_walks():
            for walk in walks:
                added += await self._enrolling.step(walk, STEP, now)
            if self._clock.monotonic() >= until:
                break
        return {"recipients": added}
