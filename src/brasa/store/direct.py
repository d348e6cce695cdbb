"""Connections that give their driver away, for what is written all the time."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Self, TypeVar

from sqlalchemy.engine import Connection, CursorResult
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

T = TypeVar("T")
Rows = Sequence[Sequence[Any]]
# What runs in a transaction: it awaits nothing but its connection.
Body = Callable[[AsyncConnection], Coroutine[Any, Any, T]]


class DirectConnection(AsyncConnection):
    """A connection on which text runs without SQLAlchemy."""

    async def run(self, sql: str, values: Sequence[Any]) -> Rows:
        """Execute on the driver; the rows, if there are any."""
        raise NotImplementedError


class PostgresConnection(DirectConnection):
    """On asyncpg, in a transaction that whoever started it begins there, on its `driver`."""

    driver: Any

    async def start(self, is_ctxmanager: bool = False) -> Self:
        await super().start(is_ctxmanager)
        self.driver = (await self.get_raw_connection()).driver_connection
        return self

    async def run(self, sql: str, values: Sequence[Any]) -> Rows:
        rows: Rows = await self.driver.fetch(sql, *values)
        return rows


class StraightConnection(DirectConnection):
    """On sqlite3: executes at once, in the thread of the caller.

    The functions of the store await their connection. On SQLite, where waiting means a disk and
    not a server, they may as well run in one go in a thread that is free to block.
    """

    def __init__(self, engine: AsyncEngine, connection: Connection) -> None:
        super().__init__(engine, connection)
        self._driver: Any = connection.connection.driver_connection

    async def run(self, sql: str, values: Sequence[Any]) -> Rows:
        rows: Rows = self._driver.execute(sql, values).fetchall()
        return rows

    async def execute(
        self, statement: Any, parameters: Any = None, *, execution_options: Any = None
    ) -> CursorResult[Any]:
        return self._proxied.execute(statement, parameters, execution_options=execution_options)


def finish(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that never has to wait to its end; its result.

    Raises RuntimeError when it does wait for something.
    """
    try:
        coroutine.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    coroutine.close()
    raise RuntimeError("what runs in a transaction may await nothing but its connection")
