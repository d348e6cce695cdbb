"""Everything moves from SQLite to PostgreSQL, is compared, and may be interrupted."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from brasa.actions import migrate_store
from brasa.actions.migrate_store import MigrateStore
from brasa.clock import SystemClock
from brasa.errors import Conflict, StoreError
from brasa.store.database import Database
from brasa.store.migrate import migrate
from brasa.store.tables import contacts, executions, organizations
from tests.integration.engine.house import opened
from tests.postgres import PostgresServer


@pytest.fixture
async def source(tmp_path: Path) -> AsyncIterator[Database]:
    """A store in which something has happened: sends, counters, logs, health."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/brasa.db")
    await migrate(database)
    async with opened(database) as house:
        organization = await house.make.organization()
        members = [await house.session(organization) for _ in range(2)]
        for name, people in (("conversa", 0), ("convite", 30)):
            campaign = await house.campaign(
                organization, members, people, name=name, daily_target=86_400
            )
            await house.campaigns.start(organization, campaign)
        await house.run(30)
    yield database
    await database.close()


@pytest.fixture
async def target(postgres: PostgresServer) -> AsyncIterator[Database]:
    database = Database(await postgres.database())
    yield database
    await database.close()


def nothing(done: int, total: int) -> None:
    """Nobody looks."""


async def test_every_row_arrives_as_it_was(source: Database, target: Database) -> None:
    steps: list[tuple[int, int]] = []
    moved = await MigrateStore(source, target, SystemClock()).run(
        lambda done, total: steps.append((done, total))
    )

    total = sum(one.rows for one in moved)
    assert steps[-1] == (2 * total, 2 * total)
    assert steps == sorted(steps)
    for table in (contacts, executions):
        query = select(table).order_by(table.c.id)
        async with source.read() as here, target.read() as there:
            before = (await here.execute(query)).all()
            assert (await there.execute(query)).all() == before != []


async def test_new_rows_get_ids_above_the_old_ones(source: Database, target: Database) -> None:
    await MigrateStore(source, target, SystemClock()).run(nothing)
    new = {"name": "nova", "timezone": "UTC", "language": "en", "created_at": SystemClock().now()}
    async with target.write() as connection:
        statement = insert(organizations).values(new).returning(organizations.c.id)
        fresh = (await connection.execute(statement)).scalar_one()
        others = await connection.execute(select(organizations.c.id))
        assert fresh == max(others.scalars())


async def test_an_interrupted_move_goes_on_where_it_was(
    source: Database, target: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCut(Exception):
        pass

    def cut(done: int, total: int) -> None:
        if done > total / 2:
            raise PowerCut

    monkeypatch.setattr(migrate_store, "AT_ONCE", 7)
    with pytest.raises(PowerCut):
        await MigrateStore(source, target, SystemClock()).run(cut)
    steps: list[int] = []
    await MigrateStore(source, target, SystemClock()).run(lambda done, total: steps.append(done))

    async with target.read() as there, source.read() as here:
        query = select(executions).order_by(executions.c.id)
        assert (await there.execute(query)).all() == (await here.execute(query)).all()
    assert steps[0] < steps[-1]


async def test_a_target_that_holds_something_else_is_left_alone(
    source: Database, database: Database
) -> None:
    async with opened(database) as house:
        await house.make.organization()

    with pytest.raises(Conflict, match="não está vazio"):
        await MigrateStore(source, database, SystemClock()).run(nothing)


async def test_a_difference_is_not_passed_over(
    source: Database, target: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def meddle(self: MigrateStore) -> None:
        async with target.write() as connection:
            await connection.execute(contacts.update().values(name="outro"))

    compare = MigrateStore._compare

    async def compare_after(self: MigrateStore, table: object) -> object:
        if table is contacts:
            await meddle(self)
        return await compare(self, table)  # type: ignore[arg-type]

    monkeypatch.setattr(MigrateStore, "_compare", compare_after)
    with pytest.raises(StoreError, match="contacts"):
        await MigrateStore(source, target, SystemClock()).run(nothing)
