"""A command line to type at, and a store to look into."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Table, func, select

from brasa.actions.organizations import Organizations
from brasa.actions.sessions import Sessions
from brasa.actions.spool import SpoolBus
from brasa.actions.unit import Work
from brasa.clock import SystemClock
from brasa.store.database import Database
from brasa.store.organizations import Organization
from brasa.store.sessions import NewSession
from tests.stores import SqliteStores, Stores


class Store:
    """A store with an organization."""

    def __init__(self, work: Work, organization: Organization) -> None:
        self.work = work
        self.organization = organization

    async def add_sessions(self, *names: str) -> list[int]:
        """Sessions on the simulator."""
        return await Sessions(self.work).add(self.organization, [NewSession(n) for n in names])

    async def count(self, table: Table) -> int:
        """How many rows a table has."""
        async with self.work.database.read() as connection:
            return int(
                (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            )

    async def rows(self, table: Table) -> list[dict[str, object]]:
        """Every row of a table, in the order of its key."""
        async with self.work.database.read() as connection:
            found = await connection.execute(select(table).order_by(*table.primary_key.columns))
            return [dict(row) for row in found.mappings()]


@pytest.fixture
async def sqlite_store(sqlite_stores: SqliteStores) -> AsyncIterator[Store]:
    async with sqlite_stores.fresh() as url, _opened(url) as store:
        yield store


@pytest.fixture
async def store(stores: Stores) -> AsyncIterator[Store]:
    """A store on each of the databases."""
    async with stores.fresh() as url, _opened(url) as store:
        yield store


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Store]:
    clock, database = SystemClock(), Database(url)
    work = Work(database, SpoolBus(database, clock), clock)
    yield Store(work, await Organizations(work).create("Brasa", "America/Sao_Paulo"))
    await database.close()


class Answer(msgspec.Struct, frozen=True):
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


Brasa = Callable[..., Answer]


@pytest.fixture
def brasa(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Brasa:
    """The command line, on a data folder of its own; never a traceback."""
    from brasa.cli.app import main

    for name in ("LANG", "LC_ALL", "BRASA_LANGUAGE", "BRASA_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BRASA_DATA", str(tmp_path / "data"))

    def run(*arguments: object) -> Answer:
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Answer(code, said.out, said.err)

    return run
