"""Pages of executions: complete, in order, within the organization, and along an index."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from brasa.domain.execution import ExecutionState, ExecutionType
from brasa.errors import InvalidInput, NotFound
from brasa.store import paging
from brasa.store.database import Database
from brasa.store.execution_rows import ExecutionRow, execution_event
from brasa.store.executions_read import (
    ExecutionFilter,
    get_execution,
    last_executions,
    list_executions,
)
from brasa.store.tables import executions
from tests.builders import NOW, SECOND, Builders

S = ExecutionState


async def every_page(
    database: Database, organization: int, wanted: ExecutionFilter, limit: int
) -> list[ExecutionRow]:
    found: list[ExecutionRow] = []
    after = None
    async with database.read() as connection:
        while True:
            page = await list_executions(connection, organization, wanted, limit, after)
            assert len(page.items) <= limit
            found += page.items
            if page.next is None:
                return found
            after = paging.decode_cursor(paging.encode_cursor(page.next))


async def test_pages_show_everything_once_newest_first(database: Database, make: Builders) -> None:
    organization = await make.organization()
    session = await make.session(organization)
    campaign = await make.campaign(organization, [session])
    ids = await make.executions(campaign, session, 25, state="sent")
    same_moment = await make.executions(campaign, session, 6, executed_at=NOW)
    for limit in (1, 4, 100):
        rows = await every_page(database, organization, ExecutionFilter(), limit)
        assert sorted(row.id for row in rows) == ids + same_moment
        order = [(row.executed_at, row.id) for row in rows]
        assert order == sorted(order, reverse=True)


async def test_what_is_being_sent_stands_in_its_place(database: Database, make: Builders) -> None:
    organization = await make.organization()
    session = await make.session(organization)
    campaign = await make.campaign(organization, [session])
    ids: list[int] = []
    for second, state in enumerate(("sent", "sending", "failed", "sending", "delivered")):
        start = NOW + second * SECOND
        ids += await make.executions(campaign, session, 1, state, start)
    await make.executions(campaign, session, 2, "scheduled", executed_at=NOW)
    for wanted in (ExecutionFilter(), ExecutionFilter(campaign_id=campaign)):
        for limit in (1, 2, 5):
            rows = await every_page(database, organization, wanted, limit)
            assert [row.id for row in rows] == ids[::-1]


@pytest.mark.parametrize("state", list(S))
async def test_a_list_of_one_state_has_all_of_it(
    state: ExecutionState, database: Database, make: Builders
) -> None:
    organization = await make.organization()
    session = await make.session(organization)
    for _ in range(2):
        campaign = await make.campaign(organization, [session])
        for each in S:
            await make.executions(campaign, session, 5, state=each.value)
    everywhere = await every_page(database, organization, ExecutionFilter(state=state), 3)
    one = ExecutionFilter(state=state, campaign_id=campaign)
    here = await every_page(database, organization, one, 3)
    assert len(everywhere) == 10
    assert len(here) == 5
    assert {row.state for row in everywhere} == {state}
    assert {row.campaign_id for row in here} == {campaign}


async def test_a_filter_without_an_index_is_complete_over_its_pages(
    database: Database, make: Builders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("brasa.store.executions_read.SCAN", 7)
    organization = await make.organization()
    mine, other = await make.session(organization), await make.session(organization)
    campaign = await make.campaign(organization, [mine, other])
    wanted = await make.executions(campaign, mine, 3)
    await make.executions(campaign, other, 40, start=NOW + timedelta(hours=1))
    wanted += await make.executions(campaign, mine, 2, start=NOW + timedelta(hours=2))
    rows = await every_page(database, organization, ExecutionFilter(session_id=mine), 4)
    assert sorted(row.id for row in rows) == wanted


async def test_time_search_and_type_narrow_the_list(database: Database, make: Builders) -> None:
    organization = await make.organization()
    session = await make.session(organization)
    campaign = await make.campaign(organization, [session])
    ids = await make.executions(campaign, session, 10)
    async with database.read() as connection:
        chosen = await get_execution(connection, organization, ids[4])

    async def found(**wanted: object) -> list[int]:
        narrow = ExecutionFilter(**wanted)  # type: ignore[arg-type]
        return [row.id for row in await every_page(database, organization, narrow, 50)]

    assert await found(since=NOW + 3 * SECOND, until=NOW + 5 * SECOND) == [ids[4], ids[3]]
    assert await found(search=chosen.contact_phone) == [ids[4]]
    assert await found(search=(chosen.contact_name or "").upper()) == [ids[4]]
    assert await found(search="100%") == []
    assert await found(type=ExecutionType.INTERNAL) == []


async def test_nothing_of_another_organization_is_found(database: Database, make: Builders) -> None:
    mine, theirs = await make.organization(), await make.organization()
    session = await make.session(theirs)
    campaign = await make.campaign(theirs, [session])
    ids = []
    for state in S:
        ids += await make.executions(campaign, session, 2, state=state.value)
    for state in (None, *S):
        for named in (None, campaign):
            wanted = ExecutionFilter(state=state, campaign_id=named)
            assert await every_page(database, mine, wanted, 10) == []
    async with database.read() as connection:
        with pytest.raises(NotFound):
            await get_execution(connection, mine, ids[0])


async def test_the_last_ones_come_oldest_first(database: Database, make: Builders) -> None:
    organization = await make.organization()
    session = await make.session(organization)
    campaign = await make.campaign(organization, [session])
    ids = await make.executions(campaign, session, 60)
    async with database.read() as connection:
        rows = await last_executions(connection, organization, 50)
    assert [row.id for row in rows] == ids[-50:]


async def test_what_waits_to_be_tried_once_more_is_not_among_the_last_ones(
    database: Database, make: Builders
) -> None:
    organization = await make.organization()
    session = await make.session(organization)
    campaign = await make.campaign(organization, [session])
    ids = await make.executions(campaign, session, 5)
    async with database.write() as connection:
        for waiting, state in ((ids[1], S.SCHEDULED), (ids[3], S.PENDING)):
            again = update(executions).where(executions.c.id == waiting).values(state=state)
            await connection.execute(again)
    async with database.read() as connection:
        rows = await last_executions(connection, organization, 3)
    assert [row.id for row in rows] == [ids[0], ids[2], ids[4]]
    assert all(execution_event(row).status == "sent" for row in rows)


@pytest.mark.parametrize("cursor", ["", "x", "!!!", "w" * 5000, "AAAA", "kgEB$", "kv8B", "ação"])
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidInput):
        paging.decode_cursor(cursor)
