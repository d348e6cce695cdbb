"""Which shards this worker owns: leases in the store, shared out among the workers that live."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

import structlog

from brasa.actions.unit import Unit, Work
from brasa.domain.shards import shard_of, share_of
from brasa.engine.service import Counts
from brasa.store import leases

log = structlog.get_logger()

RENEW_EVERY = 2.0
TERM = 6.0
# The part of the term in which a shard is treated as ours.
USED = 0.9
_PREFIX = "shard:"
_NAME = _PREFIX + "{:02}"

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
        self._work = work
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
        begun = self._work.clock.monotonic()
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
        async with self._work.database.write() as connection:
            names = [_NAME.format(shard) for shard in self._fences]
            await leases.give_up(connection, names, self._worker, self._work.clock.now())
        self._fences = {}

    async def _left_behind(self, unit: Unit, names: Mapping[str, int]) -> set[int]:
        """Shards that somebody else owned last and did not give up."""
        if self._fences.keys() >= set(names.values()):
            return set()
        others = (leases.NOBODY, self._worker)
        standing = await leases.standing(unit.connection, _PREFIX)
        return {
            names[lease.name]
            for lease in standing
            if lease.name in names and lease.owner not in others
        }

    async def _renew(self, now: datetime, keep: set[int], quiet: set[int]) -> set[int]:
        """One transaction; the shards that were not ours a moment ago."""
        names = {_NAME.format(shard): shard for shard in keep}
        async with self._work.unit() as unit:
            left = await self._left_behind(unit, names)
            taken = await leases.take(
                unit.connection, names, self._worker, now, now + timedelta(seconds=TERM)
            )
            fences = {names[name]: fence for name, fence in taken.items()}
            new = {shard for shard, fence in fences.items() if self._fences.get(shard) != fence}
            gone = [_NAME.format(shard) for shard in quiet]
            await leases.give_up(unit.connection, gone, self._worker, now)
        self._fences = fences
        if new:
            over = sorted(new & left)
            self.taken_over += len(over)
            log.info("shards_taken", worker=self._worker, shards=sorted(new))
            if over:
                log.warning("shards_taken_over", worker=self._worker, shards=over)
        if quiet:
            log.info("shards_given_up", worker=self._worker, shards=sorted(quiet))
        return new
