"""Work reaches the worker that owns the shard, and the next owner when that one dies."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from uuid import uuid4

import pytest

from brasa.bus.valkey_work import ValkeyWorkQueue
from brasa.bus.work import WorkItem
from brasa.domain.shards import SHARDS, shard_of, share_of
from tools.servers import Valkey

Make = Callable[[str], ValkeyWorkQueue]
NOW_MS = 1_700_000_000_000


@pytest.fixture
async def make(valkey: Valkey) -> AsyncIterator[Make]:
    prefix, made = uuid4().hex, []

    def start(name: str) -> ValkeyWorkQueue:
        queue = ValkeyWorkQueue(valkey.url, name, prefix)
        queue.start()
        made.append(queue)
        return queue

    yield start
    for queue in made:
        await queue.stop()


async def take(queue: ValkeyWorkQueue) -> WorkItem:
    return await asyncio.wait_for(queue.take(), 10)


def item(*sessions: int) -> WorkItem:
    return WorkItem(tuple((session, NOW_MS) for session in sessions))


def soon() -> float:
    return time.monotonic() + 60


async def test_each_worker_gets_the_sessions_of_its_shards(make: Make) -> None:
    even, odd = make("even"), make("odd")
    even.follow(range(0, SHARDS, 2), soon())
    odd.follow(range(1, SHARDS, 2), soon())
    await even.offer([item(*range(100))])

    for queue, rest in ((even, 0), (odd, 1)):
        seen: set[int] = set()
        while len(seen) < 50:
            seen |= {session for session, _ in (await take(queue)).dues}
        assert seen == {session for session in range(100) if session % 2 == rest}


async def test_what_a_dead_worker_had_not_finished_goes_to_the_next_owner(make: Make) -> None:
    dead, heir = make("dead"), make("heir")
    dead.follow([7], soon())
    await dead.offer([item(7)])
    await dead.offer([item(7 + SHARDS)])
    finished, unfinished = await take(dead), await take(dead)
    dead.done(finished)
    await dead.stop()
    heir.follow([7], soon())

    assert (await take(heir)).dues == unfinished.dues
    assert heir.stats().taken_over == 1


async def test_a_worker_owns_nothing_past_its_time(make: Make) -> None:
    queue = make("late")
    queue.follow(range(SHARDS), time.monotonic() - 1)

    assert not queue.owns(1)


async def test_the_queue_works_on_after_valkey_has_forgotten_everything(
    make: Make, valkey: Valkey
) -> None:
    queue = make("worker")
    queue.follow([1], soon())
    await queue.offer([item(1)])
    await take(queue)
    await queue.link.client.flushall()
    await queue.offer([item(1 + SHARDS)])

    assert (await take(queue)).dues[0][0] == 1 + SHARDS


def test_every_shard_has_exactly_one_worker_and_few_move_when_one_leaves() -> None:
    workers = [f"node-{number}" for number in range(5)]
    shares = {worker: share_of(worker, workers) for worker in workers}
    assert sorted(shard for share in shares.values() for shard in share) == list(range(SHARDS))

    left = workers[1:]
    for worker in left:
        assert shares[worker] <= share_of(worker, left)


def test_the_work_of_a_session_is_always_in_one_shard() -> None:
    assert {shard_of(session) for session in range(10 * SHARDS)} == set(range(SHARDS))
