"""A lease has one holder at a time, and who lost it is told."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from brasa.errors import LeaseLost
from brasa.store import leases
from brasa.store.database import Database
from tests.stores import Stores

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TERM = timedelta(seconds=8)


@pytest.fixture
async def either(stores: Stores) -> AsyncIterator[Database]:
    """A migrated database of each kind."""
    async with stores.fresh() as url:
        database = Database(url)
        yield database
        await database.close()


async def take(database: Database, owner: str, at: datetime, *names: str) -> dict[str, int]:
    async with database.write() as connection:
        return await leases.take(connection, names or ("planner",), owner, at, at + TERM)


async def test_only_one_of_many_gets_it(either: Database) -> None:
    taken = await asyncio.gather(*(take(either, f"node{i}", NOW) for i in range(8)))

    assert sum(bool(fences) for fences in taken) == 1


async def test_the_holder_renews_it_under_the_same_fence(either: Database) -> None:
    first = await take(either, "a", NOW)

    assert await take(either, "a", NOW + TERM / 2) == first
    assert await take(either, "b", NOW + TERM) == {}


async def test_another_takes_it_when_it_is_over_and_the_fence_grows(either: Database) -> None:
    first = await take(either, "a", NOW)
    second = await take(either, "b", NOW + TERM)

    assert second["planner"] > first["planner"]


async def test_who_let_it_run_out_gets_a_new_fence_even_if_nobody_wanted_it(
    either: Database,
) -> None:
    first = await take(either, "a", NOW)

    assert (await take(either, "a", NOW + 2 * TERM))["planner"] > first["planner"]


async def test_a_lost_lease_confirms_nothing(either: Database) -> None:
    fence = (await take(either, "a", NOW))["planner"]
    async with either.write() as connection:
        await leases.confirm(connection, "planner", "a", fence)
    await take(either, "b", NOW + TERM)

    with pytest.raises(LeaseLost):
        async with either.write() as connection:
            await leases.confirm(connection, "planner", "a", fence)


async def test_it_cannot_be_taken_while_its_holder_writes(database: Database) -> None:
    fence = (await take(database, "a", NOW))["planner"]
    async with database.write() as connection:
        await leases.confirm(connection, "planner", "a", fence)
        thief = asyncio.create_task(take(database, "b", NOW + TERM))
        done, _ = await asyncio.wait([thief], timeout=0.2)
        assert not done
    assert await thief


async def test_many_are_taken_at_once_and_given_up_one_by_one(either: Database) -> None:
    assert len(await take(either, "a", NOW, "shard:1", "shard:2")) == 2
    async with either.write() as connection:
        await leases.give_up(connection, ["shard:1"], "a", NOW)

    assert set(await take(either, "b", NOW, "shard:1", "shard:2")) == {"shard:1"}
