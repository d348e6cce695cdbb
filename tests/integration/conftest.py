"""A real store for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from brasa.store.database import Database
from tests.builders import Builders, empty_store


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    store = await empty_store(tmp_path)
    yield store
    await store.close()


@pytest.fixture
def make(database: Database) -> Builders:
    return Builders(database)
