"""From nothing to the newest schema; a file that is no database, or a newer one, is refused."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from brasa.errors import StoreError
from brasa.store.database import Database
from brasa.store.migrate import SCRIPTS, is_current, migrate, revisions
from brasa.store.tables import metadata
from tests.postgres import PostgresServer


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'brasa.db'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return asyncio.run(server.database())


@pytest.fixture
async def nothing(empty: str) -> AsyncIterator[Database]:
    store = Database(empty, pool_size=2)
    yield store
    await store.close()


async def test_the_migrations_make_exactly_the_tables(nothing: Database) -> None:
    await migrate(nothing)

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    async with nothing.read() as connection:
        assert await connection.run_sync(differences) == []
    assert await is_current(nothing)


def test_the_scripts_names_tell_the_revisions_that_alembic_knows() -> None:
    known = [script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()]
    assert revisions() == known[::-1]


async def test_migrating_twice_changes_nothing(nothing: Database) -> None:
    await migrate(nothing)
    await migrate(nothing)
    assert await is_current(nothing)


async def test_nodes_that_start_together_migrate_once(empty: str) -> None:
    stores = [Database(empty, pool_size=2) for _ in range(10)]
    await asyncio.gather(*(migrate(store) for store in stores))
    assert [await is_current(store) for store in stores] == [True] * 10
    for store in stores:
        await store.close()


async def test_a_database_of_a_later_brasa_is_refused_and_left_alone(nothing: Database) -> None:
    await migrate(nothing)
    async with nothing.write() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="versão mais nova") as refused:
        await migrate(nothing)
    assert refused.value.code == "newer"


@pytest.mark.parametrize("content", [b"this is a spreadsheet;\n" * 100, b"SQLite format 3\0" * 99])
async def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "brasa.db"
    path.write_bytes(content)
    store = Database(f"sqlite+aiosqlite:///{path}")
    with pytest.raises(StoreError) as refused:
        await migrate(store)
    assert refused.value.code == "corrupt"
    assert path.read_bytes() == content
    await store.close()


async def test_a_damaged_page_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "brasa.db"
    store = Database(f"sqlite+aiosqlite:///{path}")
    await migrate(store)
    await store.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    store = Database(f"sqlite+aiosqlite:///{path}")
    with pytest.raises(StoreError) as refused:
        await migrate(store)
    assert refused.value.code == "corrupt"
    await store.close()


async def test_a_folder_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    store = Database(f"sqlite+aiosqlite:///{tmp_path / 'nowhere' / 'brasa.db'}")
    with pytest.raises(StoreError) as refused:
        await migrate(store)
    assert refused.value.code == "unreachable"
    await store.close()


async def test_a_server_that_does_not_answer_is_told_as_such(tmp_path: Path) -> None:
    store = Database(f"postgresql+asyncpg://nobody@/nothing?host={tmp_path}")
    with pytest.raises(StoreError) as refused:
        await migrate(store)
    assert refused.value.code == "unreachable"
    await store.close()
