"""A store for one measurement: migrated, filled, gone afterwards."""

import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from bench.campaigns.servers import fresh_database
from brasa.store.database import Database
from brasa.store.migrate import migrate

Fill = Callable[[AsyncConnection], Awaitable[None]]


@contextmanager
def sqlite() -> Iterator[str]:
    """The URL of a database in a file of a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="brasa-bench-") as folder:
        yield f"sqlite+aiosqlite:///{Path(folder) / 'brasa.db'}"


async def on_postgres(uri: str, name: str) -> str:
    """The URL of a fresh database of a PostgreSQL server."""
    database = await fresh_database(uri, name)
    return database.replace("postgresql://", "postgresql+asyncpg://", 1)


@asynccontextmanager
async def filled(url: str, fill: Fill) -> AsyncIterator[Database]:
    """A store with what `fill` writes.

    PostgreSQL does not look foreign keys up while it is filled, or ten million rows take an hour.
    """
    database = Database(url)
    try:
        await migrate(database)
        await _fill(database, fill)
        yield database
    finally:
        await database.close()


async def _fill(database: Database, fill: Fill) -> None:
    async with database.write() as connection:
        if not database.is_sqlite:
            await connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        await fill(connection)
    async with database.write() as connection:
        await connection.exec_driver_sql("ANALYZE")
