"""Each campaign benchmark on next to nothing: that it runs, and does what it says it measures."""

from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from bench.campaigns import snapshot, start, tick, worker
from bench.campaigns.receipts import receipts_per_second
from bench.campaigns.stores import filled, sqlite
from brasa.bus.local import LocalBus
from brasa.clock import SystemClock


async def test_the_worker_of_the_throughput_bench_sends_what_is_due() -> None:
    now = SystemClock().now()

    async def write(connection: AsyncConnection) -> None:
        await worker.prepare(connection, now, 60, 3)

    with sqlite() as url:
        async with filled(url, write) as database:
            report = await worker.work(database, LocalBus(), 60)
    assert report["sent"] == 60
    assert report["cpu"] > 0


async def test_a_tick_plans_the_active_campaigns_and_measures_the_changed_sessions() -> None:
    with sqlite() as url:
        cost = await tick.ticks(url, campaigns=4, active=2, measured=30, rounds=1)
    assert cost.counts["plan.campaigns"] == 2
    assert cost.counts["plan.slots"] > 0
    assert cost.counts["measure.sessions"] == 30


async def test_snapshots_of_a_short_and_a_long_history_are_read_in_turns() -> None:
    with sqlite() as short, sqlite() as long:
        small, large = await snapshot.latencies(short, long, (100, 400), rounds=1)
    assert small > 0
    assert large > 0


async def test_receipts_are_applied_three_to_a_message() -> None:
    with sqlite() as url:
        assert await receipts_per_second(url, messages=30, at_once=30) > 0


async def test_a_start_is_over_when_the_first_tick_is(tmp_path: Path) -> None:
    await start.fill_store(tmp_path, contacts=10)
    assert await start.seconds_to_first_tick(tmp_path) > 0


async def test_what_is_filled_in_agrees_with_what_is_asked_for() -> None:
    now = SystemClock().now()

    async def write(connection: AsyncConnection) -> None:
        await worker.prepare(connection, now, 20, 2)

    with sqlite() as url:
        async with filled(url, write) as database, database.read() as connection:
            rows = await connection.exec_driver_sql("SELECT session_id, open FROM campaign_days")
            assert sorted(tuple(row) for row in rows) == [(1, 10), (2, 10)]
