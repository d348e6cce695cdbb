"""One planner per tick; and two by accident do no harm."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from brasa.actions.leasing import TERM
from brasa.store.database import Database
from brasa.store.tables import executions
from tests.integration.engine.house import Clock, House, opened

Pair = tuple[House, House]


@pytest.fixture
async def planners(database: Database) -> AsyncIterator[Pair]:
    """Two nodes that each may lead, with one clock and one store."""
    clock = Clock()
    async with (
        opened(database, clock, "a", clustered=True) as first,
        opened(database, clock, "b", clustered=True) as second,
    ):
        yield first, second


async def lead(house: House) -> bool:
    assert house.leadership is not None
    await house.leadership.run_once(house.clock.now())
    return house.leadership.leads


async def test_one_node_plans_and_the_other_one_when_it_has_gone(planners: Pair) -> None:
    first, second = planners
    assert await lead(first)
    assert not await lead(second)

    first.clock.move(TERM)

    assert await lead(second)
    assert not await lead(first)


async def test_a_planner_that_lost_its_lease_writes_nothing(planners: Pair) -> None:
    first, second = planners
    organization = await first.make.organization()
    campaign = await first.campaign(organization, [await first.session(organization)], 50)
    await first.campaigns.start(organization, campaign)
    assert await lead(first)
    first.clock.move(TERM)
    assert await lead(second)

    # It was asleep and believes that it still leads: it runs its tick.
    await first.engine.tick.run_once(first.clock.now())
    failed, first.notes.failures = first.notes.failures, []

    assert {type(error).__name__ for _, error in failed} == {"LeaseLost"}
    assert await first.rows(executions) == []
    await second.engine.tick.run_once(second.clock.now())
    assert await second.rows(executions) != []


async def test_two_planners_at_once_send_nothing_twice_and_pass_no_cap(
    database: Database,
) -> None:
    clock = Clock()
    async with opened(database, clock, "a") as first, opened(database, clock, "b") as second:
        organization = await first.make.organization()
        sessions = [await first.session(organization, daily_cap=30) for _ in range(2)]
        talk = await first.campaign(organization, sessions, name="conversa")
        outward = await first.campaign(organization, sessions, 100)
        for campaign in (talk, outward):
            await first.campaigns.start(organization, campaign)
        for _ in range(30):
            await asyncio.gather(first.tick(), second.tick())
            clock.move(10)
            await asyncio.gather(first.send_due(), second.send_due())
        taken = [*first.provider.taken, *second.provider.taken]
        rows = await first.rows(executions)

    assert taken
    assert max(Counter(message.execution_id for message in taken).values()) == 1
    assert max(Counter(message.session_id for message in taken).values()) <= 30
    slots = Counter((row.campaign_id, row.session_id, row.slot) for row in rows if row.slot)
    assert max(slots.values(), default=1) == 1
