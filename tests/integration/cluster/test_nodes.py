"""Nodes come, share the work, are missed, and are seen by who asks."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from brasa.actions.cluster_status import cluster_status
from brasa.actions.leasing import TERM
from brasa.actions.membership import LOST_AFTER, Membership
from brasa.domain.shards import SHARDS
from brasa.engine.ownership import Ownership
from brasa.store.clock import DatabaseClock
from brasa.store.database import Database
from brasa.store.migrate import is_current, migrate
from tests.integration.engine.house import Clock, House, opened
from tests.postgres import PostgresServer


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    async with opened(database, Clock()) as found:
        yield found


class Worker:
    """One worker's view of the shards."""

    def __init__(self, house: House, name: str, alive: list[str]) -> None:
        self.house = house
        self.follows: set[int] = set()
        self.busy: set[int] = set()
        self.news = 0
        self.ownership = Ownership(
            house.work, name, lambda: alive, lambda: self.busy, self._follow, self._note
        )

    async def look(self) -> None:
        await self.ownership.run_once(self.house.clock.now())

    def _follow(self, shards: object, until: float) -> None:
        self.follows = set(shards) if until > self.house.clock.monotonic() else set()  # type: ignore[call-overload]

    def _note(self) -> None:
        self.news += 1


async def test_two_workers_share_all_shards_and_none_has_two_owners(house: House) -> None:
    alive = ["a", "b"]
    first, second = Worker(house, "a", alive), Worker(house, "b", alive)
    await first.look()
    await second.look()

    assert first.follows | second.follows == set(range(SHARDS))
    assert not first.follows & second.follows


async def test_a_newcomer_gets_its_share_once_it_is_quiet(house: House) -> None:
    alive = ["a"]
    first, second = Worker(house, "a", alive), Worker(house, "b", alive)
    await first.look()
    assert len(first.follows) == SHARDS
    first.busy = set(range(SHARDS))
    alive.append("b")
    await first.look()
    await second.look()

    # The old owner takes nothing new, the new one waits: what is under way ends first.
    assert second.follows == set()
    assert len(first.follows) < SHARDS

    first.busy = set()
    await first.look()
    await second.look()
    assert first.follows | second.follows == set(range(SHARDS))


async def test_the_shards_of_a_dead_worker_are_taken_over(house: House) -> None:
    alive = ["dead", "heir"]
    dead, heir = Worker(house, "dead", alive), Worker(house, "heir", alive)
    await dead.look()
    await heir.look()
    alive.remove("dead")
    house.clock.move(TERM)
    await heir.look()

    assert heir.follows == set(range(SHARDS))


async def test_what_was_given_up_is_not_taken_over(house: House) -> None:
    alive = ["first"]
    first, second = Worker(house, "first", alive), Worker(house, "second", alive)
    await first.look()
    await first.ownership.give_up()
    alive[:] = ["second"]
    await second.look()

    assert second.follows == set(range(SHARDS))
    assert first.ownership.taken_over == second.ownership.taken_over == 0


async def test_what_was_left_behind_is_taken_over(house: House) -> None:
    alive = ["dead"]
    dead, heir = Worker(house, "dead", alive), Worker(house, "heir", alive)
    await dead.look()
    alive[:] = ["heir"]
    house.clock.move(TERM)
    await heir.look()

    assert heir.ownership.taken_over == SHARDS


async def test_a_lost_node_is_announced_once(house: House) -> None:
    await house.make.organization()
    watchers = [Membership(house.work, name, "worker") for name in ("a", "b")]
    silent = Membership(house.work, "silent", "gateway")
    for node in (*watchers, silent):
        await node.report(house.clock.now(), {})
    for _ in range(3):
        house.clock.move(LOST_AFTER.total_seconds() / 2)
        for node in watchers:
            await node.report(house.clock.now(), {})

    lost = house.heard("notification", code="node_lost")
    assert [one["data"]["node"] for one in lost if one["data"]["node"] == "silent"] == ["silent"]
    assert {one["data"]["role"] for one in lost} == {"gateway"}
    assert len(house.heard("notification", code="node_joined")) >= 3


async def test_nobody_is_missed_because_the_store_was_away(house: House) -> None:
    await house.make.organization()
    nodes = [Membership(house.work, name, "worker") for name in ("a", "b", "c")]
    for node in nodes:
        await node.report(house.clock.now(), {})
    house.clock.move(30)  # nobody could report
    alive = [await node.report(house.clock.now(), {}) for node in nodes]
    house.clock.move(2)
    await nodes[0].report(house.clock.now(), {})

    assert house.heard("notification", code="node_lost") == []
    assert [one.id for one in alive[0]] == ["a", "b", "c"]


async def test_who_was_lost_while_the_store_was_away_is_missed_a_little_later(
    house: House,
) -> None:
    await house.make.organization()
    node, silent = (Membership(house.work, name, "worker") for name in ("a", "silent"))
    for one in (node, silent):
        await one.report(house.clock.now(), {})
    house.clock.move(30)
    for _ in range(4):
        await node.report(house.clock.now(), {})
        house.clock.move(LOST_AFTER.total_seconds() / 2)

    [lost] = house.heard("notification", code="node_lost")
    assert lost["data"]["node"] == "silent"


async def test_the_status_tells_who_plans_and_what_nobody_owns(house: House) -> None:
    node = Membership(house.work, "a", "worker")
    await node.report(house.clock.now(), {"pid": 1})
    await Worker(house, "a", ["a", "b"]).look()
    status = await cluster_status(house.database, house.clock.now())

    assert [one.id for one in status.nodes] == ["a"]
    assert status.nodes[0].shards + status.orphan_shards == SHARDS
    assert status.planner is None
    assert status.nodes[0].info == {"pid": 1}


async def test_the_clock_keeps_the_databases_time_whatever_the_machines_clock_says(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = DatabaseClock(database), DatabaseClock(database)
    await here.correct()
    monkeypatch.setattr("time.time", lambda: 0.0)
    await there.correct()

    assert abs(here.now() - there.now()) < timedelta(milliseconds=100)
    assert abs(await here.correct()) < 0.1


async def test_one_store_is_migrated_by_many_nodes_at_once(postgres: PostgresServer) -> None:
    url = await postgres.database()
    nodes = [Database(url) for _ in range(3)]
    await asyncio.gather(*map(migrate, nodes))

    assert await is_current(nodes[0])
    for node in nodes:
        await node.close()
