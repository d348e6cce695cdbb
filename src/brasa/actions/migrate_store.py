"""Move everything from one database to another: from one process to a cluster.

It may be interrupted and started again; it goes on where it was. Nothing is taken for done that
was not read back and compared.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from brasa.clock import Clock
from brasa.errors import Conflict, StoreError
from brasa.store import copying, leases
from brasa.store.database import Database
from brasa.store.migrate import is_current, migrate

AT_ONCE = 2_000
# The lease that marks a target as half copied; its owner is the source.
MARK = "migrate-store"
FOREVER = timedelta(days=36_500)

# Rows done and rows in all: each is copied, and then compared.
Progress = Callable[[int, int], None]


class Moved(msgspec.Struct, frozen=True):
    """How many rows a table has now, in both places."""

    table: str
    rows: int


class MigrateStore:
    """One move, from `source` to `target`; no server may be running on either."""

    def __init__(self, source: Database, target: Database, clock: Clock) -> None:
        self._source = source
        self._target = target
        self._clock = clock

    async def run(self, progress: Progress) -> list[Moved]:
        """Copy, set the sequences, compare; what was moved.

        Raises StoreError when the source has another schema or when the two differ in the end,
        Conflict with code `target_not_empty` when the target holds something else.
        """
        if not await is_current(self._source):
            raise StoreError("O banco de origem precisa ser atualizado primeiro", code="outdated")
        await migrate(self._target)
        await self._claim()
        rows = await self._total()
        total = 2 * rows
        done = 0
        for table in copying.tables():
            done = await self._copy(table, done, total, progress)
        if not self._target.is_sqlite:
            async with self._target.write() as connection:
                await copying.set_sequences(connection)
        moved: list[Moved] = []
        for table in copying.tables():
            moved.append(await self._compare(table))
            progress(rows + sum(one.rows for one in moved), total)
        await self._finish()
        return moved

    async def _claim(self) -> None:
        """Mark the target as ours, if it is empty or was marked for the same source before."""
        name, now = str(self._source.url), self._clock.now()
        async with self._target.write() as connection:
            marks = await leases.standing(connection, MARK)
            ours = any(mark.owner == name and mark.until > now for mark in marks)
            if not ours:
                for table in copying.tables():
                    if await copying.last_key(connection, table) is not None:
                        raise Conflict("O banco de destino não está vazio", code="target_not_empty")
            await leases.take(connection, [MARK], name, now, now + FOREVER)

    async def _total(self) -> int:
        async with self._source.read() as connection:
            return sum([await copying.count(connection, t) for t in copying.tables()])

    async def _copy(self, table: copying.Table, done: int, total: int, progress: Progress) -> int:
        async with self._target.read() as there:
            key = await copying.last_key(there, table)
            done += await copying.count(there, table)
        progress(done, total)
        async with self._source.read() as here:
            while rows := await copying.rows_after(here, table, key, AT_ONCE):
                async with self._target.write() as there:
                    await copying.write(there, table, rows)
                key = copying.key_of(table, rows[-1])
                done += len(rows)
                progress(done, total)
        return done

    async def _compare(self, table: copying.Table) -> Moved:
        counts, sums = [], []
        for database in (self._source, self._target):
            async with database.read() as connection:
                counts.append(await copying.count(connection, table))
                sums.append(await copying.checksum(connection, table, AT_ONCE))
        if counts[0] != counts[1] or sums[0] != sums[1]:
            raise StoreError(
                "A tabela {table} não ficou igual: {here} linhas na origem, {there} no destino",
                code="copy_differs",
                table=table.name,
                here=counts[0],
                there=counts[1],
            )
        return Moved(table.name, counts[0])

    async def _finish(self) -> None:
        now: datetime = self._clock.now()
        async with self._target.write() as connection:
            await leases.give_up(connection, [MARK], str(self._source.url), now)
