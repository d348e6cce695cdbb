"""Servers for the tests of the cluster: one of each for all of them, a database for each."""

from collections.abc import AsyncIterator, Iterator

import pytest

from brasa.store.database import Database
from tests.stores import PostgresStores
from tools.servers import Valkey


@pytest.fixture(scope="session")
def valkey() -> Iterator[Valkey]:
    server = Valkey()
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def database(postgres_stores: PostgresStores) -> AsyncIterator[Database]:
    async with postgres_stores.fresh() as url:
        database = Database(url)
        yield database
        await database.close()
