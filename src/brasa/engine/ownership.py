"""Which shards this worker owns: leases in the store, shared out among the workers that live."""

from collections.abc import Callable, Collection
from datetime import datetime

import structlog

from brasa.actions.leasing import TERM, ShardLeases
from brasa.actions.unit import Work
from brasa.domain.shards import shard_of, share_of
from brasa.engine.service import Counts

log = structlog.get_logger()

# Seconds between renewals: a lease lasts for three.
RENEW_EVERY = 2.0
# The part of the term in which a shard is treated as ours.
USED = 0.9

Follow = Callable[[Collection[int], float], None]


class Ownership:
    """Takes the shards that are ours to take and lets go of the others when they are quiet.

    `workers` says who lives, `busy` which sessions have a lane; `follow` is told what is owned and
    until when (monotonic clock), `on_new` that there is more of it than before.
    """

    name = "ownership"

    def __init__(
        self,
        work: Work,
        worker: str,
        workers: Callable[[], Collection[str]],
        busy: Callable[[], set[int]],
        follow: Follow,
        on_new: Callable[[], None],
    ) -> None:
        self._leases = ShardLeases(work, worker)
        self._clock = work.clock
        self._worker = worker
        self._workers = workers
        self._busy = busy
        self._follow = follow
        self._on_new = on_new
        self._fences: dict[int, int] = {}
        self._until = 0.0
        self._leaving = False
        self.taken_over = 0
        """Shards taken from somebody who had stopped renewing them."""

    async def run_once(self, now: datetime) -> Counts:
        """Renew, take and let go; returns how many are owned, and how many are new."""
        begun = self._clock.monotonic()
        wanted = set() if self._leaving else share_of(self._worker, self._workers())
        held = set(self._fences)
        draining = held - wanted
        self._follow(held & wanted, self._until)
        quiet = draining - {shard_of(session_id) for session_id in self._busy()}
        new = await self._renew(now, (wanted | draining) - quiet, quiet)
        self._until = begun + TERM * USED
        self._follow(set(self._fences) & wanted, self._until)
        if new:
            self._on_new()
        return {"owned": len(self._fences), "new": len(new)}

    @property
    def shards(self) -> list[int]:
        """What is owned, in order."""
        return sorted(self._fences)

    async def give_up(self) -> None:
        """Let others take everything at once."""
        self._leaving = True
        self._follow([], 0.0)
        await self._leases.give_up(self._fences)
        self._fences = {}

    async def _renew(self, now: datetime, keep: set[int], quiet: set[int]) -> set[int]:
        """The shards that were not ours a moment ago."""
        renewed = await self._leases.renew(keep, quiet, self._fences, now)
        fences = dict(renewed.fences)
        new = {shard for shard, fence in fences.items() if self._fences.get(shard) != fence}
        self._fences = fences
        if new:
            over = sorted(new.intersection(renewed.left))
            self.taken_over += len(over)
            log.info("shards_taken", worker=self._worker, shards=sorted(new))
            if over:
                log.warning("shards_taken_over", worker=self._worker, shards=over)
        if quiet:
            log.info("shards_given_up", worker=self._worker, shards=sorted(quiet))
        return new
