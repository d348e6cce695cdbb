"""The same tests on SQLite and on PostgreSQL: each gets a migrated store of its own."""

from collections.abc import AsyncIterator

import pytest

from brasa.store.database import Database
from tests.builders import Builders
from tests.stores import Stores


@pytest.fixture
async def database(stores: Stores) -> AsyncIterator[Database]:
    async with stores.fresh() as url:
        store = Database(url, pool_size=4)
        yield store
        await store.close()


@pytest.fixture
def make(database: Database) -> Builders:
    return Builders(database)
