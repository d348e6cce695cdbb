"""Fresh databases in milliseconds, on one real PostgreSQL for a whole test session."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import asyncpg

from tools.servers import Postgres


class PostgresServer:
    """A running server; `database()` gives the URL of a new database."""

    def __init__(self, server: Postgres) -> None:
        self._server = server
        self._numbers = count(1)

    async def database(self, template: str = "template1") -> str:
        """The URL of a new database, a copy of `template` (a name or a URL of this server)."""
        name = f"test_{next(self._numbers)}"
        await self._command(f"CREATE DATABASE {name} TEMPLATE {_name(template)} STRATEGY FILE_COPY")
        return self._server.url_of(name)

    async def drop(self, url: str) -> None:
        """Remove a database, whoever is connected to it."""
        await self._command(f"DROP DATABASE {_name(url)} WITH (FORCE)")

    async def _command(self, sql: str) -> None:
        connection = await asyncpg.connect(
            host="127.0.0.1", port=self._server.port, user="postgres", database="postgres"
        )
        try:
            await connection.execute(sql)
        finally:
            await connection.close()


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """A server until the block ends."""
    server = Postgres()
    try:
        server.start()
        yield PostgresServer(server)
    finally:
        server.stop()


def _name(database: str) -> str:
    return database.rpartition("/")[2]
