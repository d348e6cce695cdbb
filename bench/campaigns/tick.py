"""What a tick costs: many campaigns of which few are due, and many sessions to be measured.

Time is the process's (user and system); on SQLite that is all there is. Ticks follow each other
at their interval on a clock moved by hand, so every one has a tick's worth of slots to plan.
"""

import time
from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.campaigns import fill
from bench.campaigns.quiet import Quiet
from bench.campaigns.series import insert_rows, numbers
from bench.campaigns.stores import filled
from brasa.actions.unit import Work
from brasa.bus.local import LocalBus
from brasa.bus.local_work import LocalWorkQueue
from brasa.channels.registry import standard_registry
from brasa.clock import SystemClock
from brasa.engine.assemble import Engine, EngineSettings
from brasa.store.tables import session_health

INTERVAL = timedelta(seconds=10)
# Messages a day: one every ten seconds, so that every seat has a slot in every tick, and the
# thousand that the paper estimate counts with.
EVERY_TICK, THOUSAND = 8_640, 1_000


class Cost(msgspec.Struct, frozen=True):
    """Of one tick: CPU seconds, seconds by the clock, and what it did."""

    cpu: float
    seconds: float
    counts: Mapping[str, int]


class HandClock(SystemClock):
    """A clock whose present is set."""

    def __init__(self, present: datetime) -> None:
        self.present = present

    def now(self) -> datetime:
        return self.present


async def ticks(
    url: str,
    campaigns: int,
    active: int,
    *,
    measured: int,
    rounds: int,
    seats: int = 10,
    target: int = EVERY_TICK,
) -> Cost:
    """The median of some ticks, after one that warms up; `measured` sessions have changed in each.

    `target` is messages a day of each session; they have been at it for a while.
    """
    begin = SystemClock().now()

    async def write(connection: AsyncConnection) -> None:
        await fill.organization(connection, begin)
        how_many = campaigns * seats
        await fill.people(connection, begin, how_many_sessions=how_many, how_many_contacts=0)
        definition = fill.definition("Campanha", target, internal=True)
        await fill.running_campaigns(connection, begin, campaigns, seats=seats, of=definition)
        await fill.keep_active(connection, active)
        await fill.spread_slots(connection, begin, timedelta(days=1) / target)

    async with filled(url, write) as database:
        clock = HandClock(begin)
        engine = Engine(
            Work(database, LocalBus(), clock),
            LocalWorkQueue(),
            standard_registry(),
            Quiet(),
            EngineSettings(owner="bench", seed=1),
        )
        costs = []
        for _ in range(rounds + 1):
            async with database.write() as connection:
                await _change(connection, measured)
            clock.present += INTERVAL
            costs.append(await _tick(engine, clock.present))
    return sorted(costs[1:], key=lambda cost: cost.cpu)[rounds // 2]


async def _tick(engine: Engine, now: datetime) -> Cost:
    cpu, begun = time.process_time(), time.perf_counter()
    counts = await engine.tick.run_once(now)
    return Cost(time.process_time() - cpu, time.perf_counter() - begun, counts)


async def _change(connection: AsyncConnection, how_many: int) -> None:
    """Have so many sessions measured by the next tick."""
    if not how_many:
        return
    await connection.execute(session_health.delete())
    source = numbers(1, how_many)
    columns = {
        "session_id": source.c.n,
        "organization_id": fill.ORGANIZATION,
        "changed": True,
        "outcomes": "1" * 49 + "0",
    }
    await insert_rows(connection, session_health, columns, source)
