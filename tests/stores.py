"""Migrated stores, made by copying one that was migrated before."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

from brasa.store.database import Database
from brasa.store.migrate import migrate
from tests.postgres import PostgresServer


class Stores(Protocol):
    """Gives out the URLs of stores that nobody else uses."""

    def fresh(self) -> AbstractAsyncContextManager[str]:
        """The URL of an empty, migrated store, until the block ends."""
        ...


class SqliteStores:
    """Files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"
        self._numbers = count(1)
        _migrate(_sqlite(self._template))

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[str]:
        path = self._folder / f"{next(self._numbers)}.db"
        shutil.copyfile(self._template, path)
        yield _sqlite(path)


class PostgresStores:
    """Databases of a server."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._template = asyncio.run(server.database())
        _migrate(self._template)

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[str]:
        url = await self._server.database(self._template)
        yield url
        await self._server.drop(url)


def _sqlite(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


def _migrate(url: str) -> None:
    async def run() -> None:
        database = Database(url)
        await migrate(database)
        await database.close()

    asyncio.run(run())
