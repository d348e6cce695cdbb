"""Servers for the tests of the cluster: one of each for all of them, a database for each."""

from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import pytest

from brasa.store.database import Database
from brasa.store.migrate import migrate
from tools.servers import Postgres, Valkey


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def valkey() -> Iterator[Valkey]:
    server = Valkey()
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def database(postgres: Postgres) -> AsyncIterator[Database]:
    name = f"t{uuid4().hex}"
    postgres.create(name)
    database = Database(postgres.url_of(name))
    await migrate(database)
    yield database
    await database.close()


@pytest.fixture(params=["sqlite", "postgres"])
async def either(request: pytest.FixtureRequest, tmp_path: object) -> AsyncIterator[Database]:
    """A migrated database of each kind."""
    if request.param == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        name = f"t{uuid4().hex}"
        server.create(name)
        database = Database(server.url_of(name))
    else:
        database = Database(f"sqlite+aiosqlite:///{tmp_path}/brasa.db")
    await migrate(database)
    yield database
    await database.close()
