"""One door to the database, SQLite or PostgreSQL.

SQLite allows one writer at a time: write transactions queue on a lock here instead of failing on
the file's, and run on a connection of their own, so that reading never waits for writing (WAL).
A transaction that is one function (`transact`, `look`) may use the driver itself, and runs on
SQLite from begin to end in one thread: passing every statement to a thread and its rows back costs
more than the statement.
"""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from brasa.errors import StoreError
from brasa.store.direct import Body
from brasa.store.lending import KEPT, Lending
from brasa.store.straight import StraightThread
from brasa.store.vanishing import GONE_AFTER, notice_vanishing

T = TypeVar("T")
# What a transaction goes through. Above the store it is passed on, and no SQL is written to it.
Connection = AsyncConnection
READERS = 4
# How often a new file is told how to keep its log, and the seconds in between.
TRIES, PAUSE = 100, 0.02


class Database:
    """Connections to one database.

    `url` is SQLAlchemy's: `sqlite+aiosqlite:///path` or `postgresql+asyncpg://…`. On PostgreSQL it
    holds `pool_size` connections at most, and a few more for transactions on the driver. Errors do
    not tell a statement's parameters, for they end in logs: people's numbers and messages.
    """

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._readers: AsyncEngine
        self._writers: AsyncEngine
        if self.is_sqlite:
            self._readers = _sqlite_engine(url, "BEGIN", READERS)
            self._writers = _sqlite_engine(url, "BEGIN IMMEDIATE", 1)
            self._writing = _thread(url, "BEGIN IMMEDIATE", self._writers)
            self._reading = _thread(url, "BEGIN", self._readers)
            self._turn: asyncio.Lock | nullcontext[None] = asyncio.Lock()
        else:
            self._readers = create_async_engine(
                url,
                pool_size=pool_size + KEPT,
                max_overflow=0,
                pool_use_lifo=True,
                connect_args={"timeout": GONE_AFTER},
                hide_parameters=True,
            )
            notice_vanishing(self._readers)
            self._writers = self._readers
            # The same connections; a transaction on the driver begins and ends there.
            self._lending = Lending(self._readers.execution_options(isolation_level="AUTOCOMMIT"))
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
            async with self._lending.transaction() as connection:
                return await body(connection)
        return await _in(self._writing, body)

    @property
    def commits_at_once(self) -> bool:
        """Whether there is `at_once`."""
        return not self.is_sqlite

    async def at_once(self, body: Body[T]) -> T:
        """Run `body`, whose only statement is a transaction by itself (PostgreSQL).

        It needs no trip to begin and none to commit.
        """
        async with self._lending.connection() as connection:
            return await body(connection)

    async def look(self, body: Body[T]) -> T:
        """Run `body`, which only reads, on what stands at one moment; raises what `read` raises.

        For what is read all the time. On SQLite it runs in a thread: what it touches must be its
        own. Like `read`, it waits for no writer.
        """
        if not self.is_sqlite:
            moment = {"isolation": "repeatable_read", "readonly": True}
            async with self._lending.transaction(**moment) as connection:
                return await body(connection)
        return await _in(self._reading, body)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Hold the right to write, so that what follows a commit happens in commit order."""
        async with self._turn:
            yield

    async def close(self) -> None:
        """Give every connection back."""
        if self.is_sqlite:
            await self._reading.close()
            await self._writing.close()
        else:
            await self._lending.close()
        await self._readers.dispose()
        await self._writers.dispose()


async def _in(thread: StraightThread, body: Body[T]) -> T:
    try:
        return await thread.run(body)
    except (DBAPIError, sqlite3.Error) as error:
        raise _understood(error) from error


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
        url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=60,
        connect_args={"timeout": 30},
        hide_parameters=True,
    )
    _set_up(engine.sync_engine, begin)
    return engine


def _thread(url: str, begin: str, shown: AsyncEngine) -> StraightThread:
    engine = create_engine(
        make_url(url).set(drivername="sqlite"),
        pool_size=1,
        max_overflow=0,
        connect_args={"timeout": 30},
        hide_parameters=True,
    )
    _set_up(engine, begin)
    return StraightThread(engine, shown)


def _log_ahead(cursor: Any) -> None:
    """Have a log written ahead, which a file remembers once it is told.

    Of those who tell a new file at the same moment SQLite lets one, and says to the others at once
    that it is busy, whatever their timeout.
    """
    for left in reversed(range(TRIES)):
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if not left:
                raise
            time.sleep(PAUSE)
        else:
            return


def _set_up(engine: Engine, begin: str) -> None:
    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, record: Any) -> None:
        # The driver would begin transactions by itself, and too late; see _begin.
        connection.isolation_level = None
        cursor = connection.cursor()
        _log_ahead(cursor)
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
