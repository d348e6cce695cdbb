"""Beginning to send is one write to a row, and to nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.execution import ExecutionState
from brasa.store import sending
from brasa.store.database import Database
from tests.builders import NOW, Builders


async def _begin(connection: AsyncConnection, session: int, owner: str) -> set[int]:
    due = await sending.due(connection, [session], NOW + timedelta(hours=1), 100)
    contents = [(moving, "Olá") for moving in due]
    begun = await sending.begin_sending(connection, contents, owner, NOW, NOW)
    return {id_ for id_, *_ in begun}


async def test_it_writes_to_no_index(database: Database, make: Builders) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite does not tell")
    organization = await make.organization()
    session = await make.session(organization)
    campaign = await make.campaign(organization, [session])
    ids = await make.executions(campaign, session, 5, "scheduled")
    updated = text(
        "SELECT pg_stat_get_xact_tuples_updated(t), pg_stat_get_xact_tuples_hot_updated(t)"
        " FROM CAST('executions' AS regclass) AS t"
    )
    async with database.write() as connection:
        assert await _begin(connection, session, "me") == set(ids)
        assert tuple((await connection.execute(updated)).one()) == (5, 5)


async def test_what_is_begun_is_not_due_and_settles_once(
    database: Database, make: Builders
) -> None:
    organization = await make.organization()
    session = await make.session(organization)
    campaign = await make.campaign(organization, [session])
    [id_] = await make.executions(campaign, session, 1, "scheduled")
    sent = sending.Settled(id=id_, attempt=1, state=ExecutionState.SENT, scheduled_at=NOW)

    async def settle(owner: str) -> set[int]:
        async with database.write() as connection:
            moved = await sending.settle(connection, [sent], owner, ExecutionState.SENDING)
            return set(moved)

    async with database.write() as connection:
        assert await _begin(connection, session, "me") == {id_}
    async with database.write() as connection:
        assert await _begin(connection, session, "another") == set()
    assert await settle("another") == set()
    assert await settle("me") == {id_}
    assert await settle("me") == set()
