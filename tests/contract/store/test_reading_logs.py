"""Pages of log lines: complete, in order, within the organization."""

from datetime import timedelta
from typing import Any

import pytest

from brasa.domain.events import CampaignLogData
from brasa.store.database import Database
from brasa.store.logs_read import LogFilter, list_logs
from tests.builders import NOW, Builders


async def every_page(
    database: Database, organization: int, wanted: LogFilter, limit: int
) -> list[CampaignLogData]:
    found: list[CampaignLogData] = []
    after = None
    async with database.read() as connection:
        while True:
            page = await list_logs(connection, organization, wanted, limit, after)
            found += page.items
            if page.next is None:
                return found
            after = page.next


@pytest.fixture
async def two(make: Builders) -> tuple[int, int, int]:
    """An organization with two campaigns of 10 lines each, a second apart in turn."""
    organization = await make.organization()
    session = await make.session(organization)
    first = await make.campaign(organization, [session])
    second = await make.campaign(organization, [session])
    for turn in range(5):
        level = "warning" if turn == 3 else "info"
        await make.logs(first, 2, level=level)
        await make.logs(second, 2, session_id=session)
    return organization, first, second


@pytest.mark.parametrize("limit", [1, 3, 50])
@pytest.mark.parametrize(
    ("wanted", "lines"),
    [
        ({}, range(20)),
        ({"level": "warning"}, [12, 13]),
        ({"search": "LINHA 1"}, [1, *range(10, 20)]),
        ({"search": "%"}, []),
        ({"since": NOW + timedelta(seconds=5)}, range(5, 20)),
        ({"until": NOW + timedelta(seconds=5)}, range(5)),
        ({"session_id": 1}, [n for n in range(20) if n % 4 >= 2]),
    ],
)
async def test_a_filter_finds_exactly_its_lines_newest_first(
    wanted: dict[str, Any],
    lines: Any,
    limit: int,
    database: Database,
    two: tuple[int, int, int],
) -> None:
    found = await every_page(database, two[0], LogFilter(**wanted), limit)
    assert [one.message for one in found] == [f"linha {n}" for n in reversed(lines)]


async def test_a_campaign_has_its_own_lines(
    database: Database, make: Builders, two: tuple[int, int, int]
) -> None:
    organization, first, _ = two
    for wanted in (LogFilter(first), LogFilter(first, since=NOW)):
        found = await every_page(database, organization, wanted, 3)
        assert {one.campaign_id for one in found} == {str(first)}
        assert len(found) == 10
    stranger = await make.organization()
    assert await every_page(database, stranger, LogFilter(), 50) == []
    assert await every_page(database, stranger, LogFilter(first), 50) == []
