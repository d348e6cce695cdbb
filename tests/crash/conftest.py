"""A store on each database; its worker is another process."""

from collections.abc import AsyncIterator

import pytest

from brasa.store.database import Database
from tests.stores import Stores


@pytest.fixture
async def database(stores: Stores) -> AsyncIterator[Database]:
    async with stores.fresh() as url:
        store = Database(url, pool_size=4)
        yield store
        await store.close()
