"""A real store for each test."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from brasa.store.database import Database
from tests.builders import Builders, empty_store, store_at


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated store to copy: migrating once is enough."""

    async def migrate(folder: Path) -> None:
        await (await empty_store(folder)).close()

    folder = tmp_path_factory.mktemp("store")
    asyncio.run(migrate(folder))
    return folder / "brasa.db"


@pytest.fixture
async def database(migrated: Path, tmp_path: Path) -> AsyncIterator[Database]:
    store = store_at(shutil.copy(migrated, tmp_path))
    yield store
    await store.close()


@pytest.fixture
def make(database: Database) -> Builders:
    return Builders(database)
