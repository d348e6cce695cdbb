"""PostgreSQL's connections as asyncpg has them, for transactions on the driver.

Taking a connection out of SQLAlchemy's pool and putting it back costs as much as a short
transaction. A few are therefore kept at hand, the last one used for the next transaction: the
server's plans for it are warm. Whoever finds them all lent takes another from the pool.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from brasa.store.direct import PostgresConnection

# One that writes and one that looks.
KEPT = 2


class Lending:
    """`engine` has the pool; it must leave beginning and ending transactions to the driver."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._kept: list[PostgresConnection] = []

    @asynccontextmanager
    async def transaction(self, **of: Any) -> AsyncIterator[PostgresConnection]:
        """A connection in a transaction; `of` are asyncpg's options of one."""
        async with self.connection() as lent, lent.driver.transaction(**of):
            yield lent

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[PostgresConnection]:
        """A connection.

        Only what worked to the end is kept for the next: the pool knows what to do with a
        connection of which nobody knows how it stands.
        """
        lent = await self._take()
        try:
            yield lent
        except BaseException:
            await _give_back(lent)
            raise
        if len(self._kept) < KEPT and not lent.driver.is_closed():
            self._kept.append(lent)
        else:
            await _give_back(lent)

    async def close(self) -> None:
        """Give back those that are kept."""
        while self._kept:
            await _give_back(self._kept.pop())

    async def _take(self) -> PostgresConnection:
        while self._kept:
            kept = self._kept.pop()
            if not kept.driver.is_closed():
                return kept
            await _give_back(kept)
        connection = PostgresConnection(self._engine)
        await connection.start()
        return connection


async def _give_back(connection: PostgresConnection) -> None:
    if connection.driver.is_closed():  # the pool does not see what happens on the driver
        await connection.invalidate()
    await connection.close()
