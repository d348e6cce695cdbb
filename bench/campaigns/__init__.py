"""The campaign engine: throughput beside a Node peer, receipts, ticks, snapshots, starts.

docs/benchmarks.md says how to run and read them.
"""

import asyncio
from collections.abc import Collection, Iterator

from bench.campaigns import rows
from bench.rows import Row

_MEASURES = {
    "campaign-throughput-postgres": rows.throughput,
    "campaign-throughput-postgres-cpu": rows.throughput,
    "campaign-throughput-sqlite": rows.throughput,
    "campaign-throughput-sqlite-cpu": rows.throughput,
    "receipts": rows.receipts,
    "tick": rows.ticks,
    "tick-seconds": rows.ticks,
    "tick-1000-active": rows.ticks,
    "tick-100k-active": rows.ticks,
    "tick-100k-measured": rows.ticks,
    "snapshot": rows.snapshot,
    "start": rows.starts,
    "start-1m-contacts": rows.starts,
}
NAMES = list(_MEASURES)


def run(wanted: Collection[str]) -> Iterator[Row]:
    """Measure the wanted rows."""
    for measure in dict.fromkeys(_MEASURES[name] for name in NAMES if name in wanted):
        yield from asyncio.run(measure({name for name in wanted if _MEASURES[name] is measure}))
