"""One planner per tick: the lease that says who plans, and the tick that asks for it."""

from collections.abc import Callable
from datetime import datetime

import structlog

from brasa.actions.leasing import TERM, PlannerLease
from brasa.actions.unit import Work
from brasa.engine.service import Counts, Runnable
from brasa.errors import LeaseLost
from brasa.store.database import Connection

log = structlog.get_logger()

# Seconds between renewals: a lease lasts for three.
RENEW_EVERY = 2.0


class Leadership:
    """Takes and renews the planner's lease. `leads` is safe to believe for the moment."""

    name = "leadership"

    def __init__(self, work: Work, owner: str, on_gain: Callable[[], None]) -> None:
        self._lease = PlannerLease(work, owner)
        self._clock = work.clock
        self._owner = owner
        self._on_gain = on_gain
        self._fence: int | None = None
        self._until = 0.0
        self.gained = 0
        """How often this node became the planner."""

    @property
    def leads(self) -> bool:
        """Whether this node is the planner now."""
        return self._fence is not None and self._clock.monotonic() < self._until

    async def run_once(self, now: datetime) -> Counts:
        """Take the lease or renew it; returns whether it is ours, and whether it was not before."""
        begun = self._clock.monotonic()
        fence, before = await self._lease.take(now), self._fence
        self._fence, self._until = fence, begun + TERM
        if fence is None:
            return {"leading": 0, "gained": 0}
        if fence != before:
            self.gained += 1
            log.info("planner_changed", node=self._owner, fence=fence)
            self._on_gain()
        return {"leading": 1, "gained": int(fence != before)}

    async def confirm(self, connection: Connection) -> None:
        """Hold on to the lease for a transaction. Raises LeaseLost."""
        if self._fence is None:
            raise LeaseLost("Este nó não planeja agora")
        await self._lease.confirm(connection, self._fence)

    async def give_up(self) -> None:
        """Let another node take it at once."""
        self._fence = None
        await self._lease.give_up()


class WhenLeading:
    """Runs one thing on the planner only."""

    def __init__(self, runnable: Runnable, leadership: Leadership) -> None:
        self._runnable = runnable
        self._leadership = leadership

    @property
    def name(self) -> str:
        """The thing's own."""
        return self._runnable.name

    async def run_once(self, now: datetime) -> Counts:
        """Run it, or stand by."""
        if not self._leadership.leads:
            return {"standby": 1}
        return await self._runnable.run_once(now)
