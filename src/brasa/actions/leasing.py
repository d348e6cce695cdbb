"""Leases of one node: on the planner's work, and on the shards that it sends for.

The store's time ends them, not a node's own; who does not renew has let go. Nothing is said of
them, so whoever renews waits for the store alone.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

import msgspec

from brasa.actions.unit import Work
from brasa.store import leases
from brasa.store.database import Connection

PLANNER = "planner"
SHARDS = "shard:"
_SHARD = SHARDS + "{:02}"
# Seconds without a word after which another node may take it.
TERM = 6.0


class PlannerLease:
    """Who plans; under one fence as long as it is held without a break."""

    def __init__(self, work: Work, owner: str) -> None:
        self._work = work
        self._owner = owner

    async def take(self, now: datetime) -> int | None:
        """Take or renew it; its fence, None when it is somebody else's."""
        async with self._work.database.write() as connection:
            taken = await leases.take(connection, [PLANNER], self._owner, now, _end(now))
        return taken.get(PLANNER)

    async def confirm(self, connection: Connection, fence: int) -> None:
        """Hold on to it for a transaction. Raises LeaseLost."""
        await leases.confirm(connection, PLANNER, self._owner, fence)

    async def give_up(self) -> None:
        """Let another node take it at once."""
        async with self._work.database.write() as connection:
            now = self._work.clock.now()
            await leases.give_up(connection, [PLANNER], self._owner, now)


class Renewed(msgspec.Struct, frozen=True):
    """The fences of the shards that are held; `left` had an owner who stopped renewing."""

    fences: Mapping[int, int]
    left: Collection[int]


class ShardLeases:
    """Who sends for the sessions of which shards."""

    def __init__(self, work: Work, owner: str) -> None:
        self._work = work
        self._owner = owner

    async def renew(
        self, keep: Collection[int], quiet: Collection[int], held: Collection[int], now: datetime
    ) -> Renewed:
        """Take or renew those to `keep` and give up the `quiet` ones; `held` are ours already."""
        names = {_SHARD.format(shard): shard for shard in keep}
        async with self._work.database.write() as connection:
            left = await self._left(connection, names) if set(keep) - set(held) else []
            taken = await leases.take(connection, names, self._owner, now, _end(now))
            gone = [_SHARD.format(shard) for shard in quiet]
            await leases.give_up(connection, gone, self._owner, now)
        return Renewed({names[name]: fence for name, fence in taken.items()}, left)

    async def give_up(self, shards: Collection[int]) -> None:
        """Let others take them at once."""
        async with self._work.database.write() as connection:
            names = [_SHARD.format(shard) for shard in shards]
            await leases.give_up(connection, names, self._owner, self._work.clock.now())

    async def _left(self, connection: Connection, names: Mapping[str, int]) -> list[int]:
        """Shards that somebody else owned last and did not give up."""
        settled = (leases.NOBODY, self._owner)
        standing = await leases.standing(connection, SHARDS)
        return [
            names[lease.name]
            for lease in standing
            if lease.name in names and lease.owner not in settled
        ]


def _end(now: datetime) -> datetime:
    return now + timedelta(seconds=TERM)
