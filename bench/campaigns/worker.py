"""Brasa's side of the throughput benchmark: the whole engine and a Socket.IO server, one process.

Fills the database it is given, prints `{"ready": port}`, and on the line `go` runs the engine until
every execution is sent and announced; then prints `{seconds, cpu, sent}`, cpu being the process's
user and system time in seconds.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Sequence
from datetime import datetime

import structlog
import uvloop
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.campaigns import fill
from bench.campaigns.executions import due_executions
from bench.campaigns.quiet import Quiet
from bench.campaigns.serve import serving
from bench.campaigns.stores import filled
from brasa.actions.unit import Work
from brasa.bus.base import Envelope
from brasa.bus.local import LocalBus
from brasa.bus.local_work import LocalWorkQueue
from brasa.channels.registry import standard_registry
from brasa.clock import SystemClock
from brasa.domain.execution import ExecutionState
from brasa.engine.assemble import Engine, EngineSettings
from brasa.server.garbage import look_seldom
from brasa.store.database import Database
from brasa.store.tables import executions


class Finish:
    """Notes when so many `execution-log` events were published."""

    def __init__(self, wanted: int) -> None:
        self._left = wanted
        self.reached = asyncio.Event()

    def __call__(self, envelopes: Sequence[Envelope]) -> None:
        self._left -= sum(envelope.event == "execution-log" for envelope in envelopes)
        if self._left <= 0:
            self.reached.set()


async def prepare(
    connection: AsyncConnection, now: datetime, how_many: int, over_sessions: int
) -> None:
    """A running campaign with `how_many` executions that are due."""
    await fill.organization(connection, now)
    await fill.people(connection, now, how_many_sessions=over_sessions, how_many_contacts=how_many)
    # The day's target is what is due already: there is nothing left to plan.
    definition = fill.definition("Campanha", how_many // over_sessions)
    await fill.running_campaigns(
        connection, now, 1, seats=over_sessions, total=how_many, of=definition
    )
    await due_executions(connection, now, how_many, over_sessions)


async def work(database: Database, bus: LocalBus, how_many: int) -> dict[str, float]:
    """Send everything; the time it took."""
    finish = Finish(2 * how_many)
    bus.subscribe(finish)
    engine = Engine(
        Work(database, bus, SystemClock()),
        LocalWorkQueue(),
        standard_registry(),
        Quiet(),
        EngineSettings(owner="bench", seed=1),
    )
    cpu, begun = time.process_time(), time.perf_counter()
    running = asyncio.create_task(engine.run())
    await asyncio.wait(
        [asyncio.create_task(finish.reached.wait()), running], return_when="FIRST_COMPLETED"
    )
    took = {"seconds": time.perf_counter() - begun, "cpu": time.process_time() - cpu}
    engine.stop()
    await running
    async with database.read() as connection:
        sent = await connection.scalar(
            select(func.count()).where(executions.c.state == ExecutionState.SENT)
        )
    return {**took, "sent": sent or 0}


async def run(url: str, how_many: int, over_sessions: int) -> None:
    """Get ready, wait for the word, work, report."""
    bus, now = LocalBus(), SystemClock().now()

    async def write(connection: AsyncConnection) -> None:
        await prepare(connection, now, how_many, over_sessions)

    async with filled(url, write) as database, serving(bus) as port:
        print(json.dumps({"ready": port}), flush=True)
        if (await asyncio.to_thread(sys.stdin.readline)).strip() == "go":
            print(json.dumps(await work(database, bus, how_many)), flush=True)
            await asyncio.to_thread(sys.stdin.readline)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--executions", type=int, default=20_000)
    parser.add_argument("--sessions", type=int, default=20)
    args = parser.parse_args()
    look_seldom()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    uvloop.run(run(args.database, args.executions, args.sessions))


if __name__ == "__main__":
    main()
