"""One door to the database, SQLite or PostgreSQL.

SQLite allows one writer at a time: write transactions queue on a lock here instead of failing on
the file's, and run on a connection of their own, so that reading never waits for writing (WAL).
A transaction that is one function (`transact`) may use the driver itself, and runs on SQLite from
begin to commit in one thread: passing every statement to a thread and its rows back costs more
than the statement.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, nullcontext
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from brasa.errors import StoreError
from brasa.store.direct import PostgresConnection, StraightConnection, finish

T = TypeVar("T")
READERS = 4
# What runs in a transaction: it awaits nothing but its connection.
Body = Callable[[AsyncConnection], Coroutine[Any, Any, T]]


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
            self._straight = _straight_engine(url)
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="brasa-store")
            self._turn: asyncio.Lock | nullcontext[None] = asyncio.Lock()
        else:
            self._readers = create_async_engine(url, pool_size=pool_size, max_overflow=0)
            self._writers = self._readers
            # The same connections; a transaction on the driver begins and ends there.
            self._bare = self._readers.execution_options(isolation_level="AUTOCOMMIT")
            self._turn = nullcontext()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees one moment and changes nothing. Raises what `write` raises."""
        try:
            async with self._readers.connect() as connection:
                yield connection
        except DBAPIError as error:
            raise _understood(error) from error

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that commits when the block ends and rolls back when it raises.

        Raises StoreError when the disk is full or fails, the file may not be written or is not a
        sound database.
        """
        try:
            async with self._writers.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise _understood(error) from error

    async def transact(self, body: Body[T]) -> T:
        """Run `body` in a transaction of its own; raises what `write` raises.

        On SQLite it runs in a thread: what it touches must be its own.
        """
        if not self.is_sqlite:
            return await self._transact_there(body)
        running = asyncio.get_running_loop().run_in_executor(
            self._thread, self._transact_here, body
        )
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            await asyncio.wait([running])  # a thread cannot be stopped: nobody writes beside it
            raise
        except (DBAPIError, sqlite3.Error) as error:
            raise _understood(error) from error

    async def _transact_there(self, body: Body[T]) -> T:
        async with self._bare.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            direct = PostgresConnection(self._bare, connection, driver)
            try:
                async with driver.transaction():
                    return await body(direct)
            finally:
                if driver.is_closed():  # the pool does not see what happens on the driver
                    await connection.invalidate()

    def _transact_here(self, body: Body[T]) -> T:
        with self._straight.begin() as connection:
            return finish(body(StraightConnection(self._writers, connection)))

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Hold the right to write, so that what follows a commit happens in commit order."""
        async with self._turn:
            yield

    async def close(self) -> None:
        """Give every connection back."""
        await self._readers.dispose()
        await self._writers.dispose()
        if self.is_sqlite:
            self._thread.submit(self._straight.dispose)
            await asyncio.to_thread(self._thread.shutdown)


# What SQLite calls it, what it is to a person, and the code of the StoreError.
_TROUBLES = {
    "SQLITE_FULL": ("O disco está cheio: nada foi gravado", "disk_full"),
    "SQLITE_CORRUPT": ("O arquivo do banco de dados está corrompido", "corrupt"),
    "SQLITE_NOTADB": ("O arquivo do banco de dados está corrompido", "corrupt"),
    "SQLITE_IOERR": ("O disco falhou: nada foi gravado", "disk_failed"),
    "SQLITE_READONLY": ("O arquivo do banco de dados não pode ser escrito", "read_only"),
    "SQLITE_CANTOPEN": ("Não foi possível abrir o arquivo do banco de dados", "unreachable"),
    "SQLITE_BUSY": ("Outro programa está usando o banco de dados: tente de novo", "busy"),
}


def _understood(error: DBAPIError | sqlite3.Error) -> Exception:
    cause: BaseException | None = error
    if isinstance(error, DBAPIError):
        cause = error.orig.__cause__ or error.orig if error.orig else None
    if not isinstance(cause, sqlite3.Error):
        return error
    name = getattr(cause, "sqlite_errorname", "")
    # The names of finer errors go on after the name of the coarse one.
    for beginning, (text, code) in _TROUBLES.items():
        if name.startswith(beginning):
            return StoreError(text, code=code)
    return error


def _sqlite_engine(url: str, begin: str, size: int) -> AsyncEngine:
    engine = create_async_engine(
        url, pool_size=size, max_overflow=0, pool_timeout=60, connect_args={"timeout": 30}
    )
    _set_up(engine.sync_engine, begin)
    return engine


def _straight_engine(url: str) -> Engine:
    engine = create_engine(
        make_url(url).set(drivername="sqlite"),
        pool_size=1,
        max_overflow=0,
        connect_args={"timeout": 30},
    )
    _set_up(engine, "BEGIN IMMEDIATE")
    return engine


def _set_up(engine: Engine, begin: str) -> None:
    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, record: Any) -> None:
        # The driver would begin transactions by itself, and too late; see _begin.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        # A commit that says "sending" must outlive a power cut, or the message could go twice.
        cursor.execute("PRAGMA synchronous = FULL")
        # 32 MB of log before its pages are copied into the file, and both flushed: a busy worker
        # writes the same pages again and again.
        cursor.execute("PRAGMA wal_autocheckpoint = 8000")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA cache_size = -65536")
        cursor.execute("PRAGMA temp_store = MEMORY")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)
