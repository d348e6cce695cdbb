"""A lock on a row keeps nobody from referring to it: two who wait for each other wait for ever."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store import campaigns, logs, recipients, states
from brasa.store.database import Database
from tests.builders import NOW, Builders

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
