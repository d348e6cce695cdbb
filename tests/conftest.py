"""What every kind of test may ask for (migrated stores on each database), and the order of all."""

from collections.abc import Iterator

import pytest
import structlog

from tests.postgres import PostgresServer, running_postgres
from tests.stores import PostgresStores, SqliteStores, Stores

# Where a test logs on purpose what went wrong: drawing a traceback takes a second.
structlog.configure(
    [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(),
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        ),
    ]
)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One PostgreSQL for the whole test session."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_stores(postgres: PostgresServer) -> PostgresStores:
    return PostgresStores(postgres)


@pytest.fixture(scope="session")
def sqlite_stores(tmp_path_factory: pytest.TempPathFactory) -> SqliteStores:
    return SqliteStores(tmp_path_factory.mktemp("stores"))


@pytest.fixture(params=["sqlite", "postgres"])
def stores(request: pytest.FixtureRequest) -> Stores:
    """What asks for it is tested on each database."""
    found: Stores = request.getfixturevalue(f"{request.param}_stores")
    return found


# Few tests that take long: begun last, they would leave the other workers with nothing to do.
LONG = ("tests/chaos/", "tests/crash/", "tests/integration/cluster/", "tests/integration/engine/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright keeps an event loop running in the test thread, beside
    which pytest-asyncio cannot run one of its own. The longest come first."""
    items.sort(
        key=lambda item: (item.nodeid.startswith("tests/e2e/"), not item.nodeid.startswith(LONG))
    )
