"""The dashboard's snapshot over a long history beside the same over a short one."""

import time
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy.ext.asyncio import AsyncConnection

from bench.campaigns import fill
from bench.campaigns.executions import delivered_executions, log_lines
from bench.campaigns.stores import Fill, filled
from brasa.clock import SystemClock
from brasa.gateway.dashboard import Snapshots
from brasa.store.database import Database

CAMPAIGNS, SEATS = 100, 10


def history(executions: int, now: datetime) -> Fill:
    """So many executions of the last 30 days, and a tenth as many log lines, over 100 campaigns."""

    async def write(connection: AsyncConnection) -> None:
        each = executions // CAMPAIGNS
        await fill.organization(connection, now)
        await fill.people(
            connection, now, how_many_sessions=CAMPAIGNS * SEATS, how_many_contacts=each
        )
        await fill.running_campaigns(connection, now, CAMPAIGNS, seats=SEATS, total=each)
        begin = now - timedelta(days=30)
        await delivered_executions(connection, begin, now, CAMPAIGNS, each, SEATS)
        await log_lines(connection, begin, now, CAMPAIGNS, max(1, each // 10))

    return write


async def latencies(
    small: str, large: str, executions: tuple[int, int], rounds: int
) -> list[float]:
    """Median seconds of a snapshot over the short and over the long history, read in turns."""
    now = SystemClock().now()
    async with AsyncExitStack() as stores:
        databases = [
            await stores.enter_async_context(filled(url, history(how_many, now)))
            for url, how_many in zip((small, large), executions, strict=True)
        ]
        for database in databases:  # caches warm, statements prepared
            await _seconds(database)
        took = [[await _seconds(database) for database in databases] for _ in range(rounds)]
    return [median(times) for times in zip(*took, strict=True)]


async def _seconds(database: Database) -> float:
    snapshots, begun = Snapshots(database, SystemClock()), time.perf_counter()
    async with snapshots.moment(fill.ORGANIZATION, with_history=True) as moment:
        moment.now()
    return time.perf_counter() - begun
