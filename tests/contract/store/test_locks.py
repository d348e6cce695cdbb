"""A lock on a row keeps nobody from referring to it: two who wait for each other wait for ever."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store import campaigns, days, logs, recipients, states
from brasa.store.database import Database
from brasa.store.ledger import Ledger
from tests.builders import NOW, TODAY, Builders

LOCKS: dict[str, Callable[[AsyncConnection], Awaitable[Any]]] = {
    "a campaign": lambda c: campaigns.find(c, 1, 1, lock=True),
    "campaigns": lambda c: campaigns.lock_unchanged(c, {1: 1}),
    "an organization": lambda c: recipients.reserve(c, 1, [], NOW),
    "a session": lambda c: states.state_of(c, 1, 1),
}


@pytest.mark.parametrize("locked", LOCKS)
async def test_a_line_is_stored_beside_a_lock(
    locked: str, database: Database, make: Builders
) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite's writers come one after the other")
    organization = await make.organization(recipient_cap=10)
    session = await make.session(organization)
    campaign = await make.campaign(organization, [session])
    assert (organization, session, campaign) == (1, 1, 1)
    line = logs.Line(
        organization_id=1, campaign_id=1, session_id=1, level="info", code="x", message="y", at=NOW
    )
    async with database.write() as holding, asyncio.timeout(5):
        await LOCKS[locked](holding)
        async with database.write() as other:
            [stored] = await logs.append(other, [line])
    assert stored


async def test_news_is_counted_beside_a_worker_that_looks_at_a_cap(
    database: Database, make: Builders
) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite's writers come one after the other")
    organization = await make.organization()
    session = await make.session(organization)
    async with database.write() as holding, asyncio.timeout(5):
        await days.session_attempts(holding, [(session, TODAY)])
        async with database.write() as other:
            await _counted(organization, session, opted_out=1).write(other)
        # It counts the same rows itself in the end: had the other waited, both would for ever.
        await _counted(organization, session, attempted=1).write(holding)


async def test_who_looks_at_a_cap_sees_what_the_last_one_counted(
    database: Database, make: Builders
) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite's writers come one after the other")
    organization = await make.organization()
    session = await make.session(organization)

    async def look() -> dict[tuple[int, date], int]:
        async with database.write() as connection:
            return await days.session_attempts(connection, [(session, TODAY)])

    async with database.write() as first:
        assert await days.session_attempts(first, [(session, TODAY)]) == {}
        second = asyncio.create_task(look())
        await _until_one_waits(database)
        await _counted(organization, session, attempted=3).write(first)
    assert await second == {(session, TODAY): 3}


def _counted(organization: int, session: int, **counts: int) -> Ledger:
    ledger = Ledger()
    ledger.session_day(organization, session, TODAY, **counts)
    ledger.touched(organization, session)
    return ledger


async def _until_one_waits(database: Database) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'")
    async with asyncio.timeout(5):
        while True:
            async with database.read() as connection:
                if (await connection.execute(waiting)).scalar_one():
                    return
