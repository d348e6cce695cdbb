"""A house per test, on SQLite; some tests ask for it on PostgreSQL too."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, settings

from brasa.store.database import Database
from tests.integration.engine.house import House, opened
from tests.stores import SqliteStores, Stores

settings.register_profile(
    "engine",
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
async def database(sqlite_stores: SqliteStores) -> AsyncIterator[Database]:
    async with sqlite_stores.fresh() as url:
        store = Database(url)
        yield store
        await store.close()


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    async with opened(database) as found:
        yield found


@pytest.fixture
async def house_on_each(stores: Stores) -> AsyncIterator[House]:
    """A house on each database in turn."""
    async with stores.fresh() as url:
        store = Database(url, pool_size=4)
        async with opened(store) as found:
            yield found
        await store.close()
