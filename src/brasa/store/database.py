"""One door to the database, SQLite or PostgreSQL.

SQLite allows one writer at a time: write transactions queue on a lock here instead of failing on
the file's, and run on a connection of their own, so that reading never waits for writing (WAL).
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from brasa.errors import StoreError

READERS = 4


class Database:
    """Connections to one database.

    `url` is SQLAlchemy's: `sqlite+aiosqlite:///path` or `postgresql+asyncpg://…`.
    """

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._readers: AsyncEngine
        self._writers: AsyncEngine
        if self.is_sqlite:
            self._readers = _sqlite_engine(url, "BEGIN", READERS)
            self._writers = _sqlite_engine(url, "BEGIN IMMEDIATE", 1)
            self._turn: asyncio.Lock | nullcontext[None] = asyncio.Lock()
        else:
            self._readers = create_async_engine(url, pool_size=pool_size, max_overflow=0)
            self._writers = self._readers
            self._turn = nullcontext()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees one moment and changes nothing."""
        async with self._readers.connect() as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that commits when the block ends and rolls back when it raises.

        Raises StoreError when the disk is full or the file is not a sound database.
        """
        try:
            async with self._writers.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise _understood(error) from error

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Hold the right to write, so that what follows a commit happens in commit order."""
        async with self._turn:
            yield

    async def close(self) -> None:
        """Give every connection back."""
        await self._readers.dispose()
        await self._writers.dispose()


def _understood(error: DBAPIError) -> Exception:
    cause = error.orig.__cause__ or error.orig if error.orig else None
    if isinstance(cause, sqlite3.Error):
        name = getattr(cause, "sqlite_errorname", "")
        if name.startswith("SQLITE_FULL") or "disk is full" in str(cause):
            return StoreError("O disco está cheio: nada foi gravado", code="disk_full")
        if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            return StoreError("O arquivo do banco de dados está corrompido", code="corrupt")
    return error


def _sqlite_engine(url: str, begin: str, size: int) -> AsyncEngine:
    engine = create_async_engine(
        url, pool_size=size, max_overflow=0, pool_timeout=60, connect_args={"timeout": 30}
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, record: Any) -> None:
        # The driver would begin transactions by itself, and too late; see _begin.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        # A commit that says "sending" must outlive a power cut, or the message could go twice.
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA cache_size = -65536")
        cursor.execute("PRAGMA temp_store = MEMORY")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
