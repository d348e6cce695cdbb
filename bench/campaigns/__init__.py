"""The campaign engine: throughput beside a Node peer, receipts, ticks, snapshots, starts.

docs/benchmarks.md says how to run and read them.
"""

import asyncio
from collections.abc import Collection, Iterator

from bench.campaigns.rows import receipts, snapshot, starts, throughput, ticks
from bench.rows import Row

_MEASURES = {
    "campaign-throughput-postgres": throughput,
    "campaign-throughput-sqlite": throughput,
    "receipts": receipts,
    "tick": ticks,
    "tick-seconds": ticks,
    "tick-1000-active": ticks,
    "tick-100k-measured": ticks,
    "snapshot": snapshot,
    "start": starts,
    "start-1m-contacts": starts,
}
NAMES = list(_MEASURES)


def run(wanted: Collection[str]) -> Iterator[Row]:
    """Measure the wanted rows."""
    for measure in dict.fromkeys(_MEASURES[name] for name in NAMES if name in wanted):
        rows = asyncio.run(measure({name for name in wanted if _MEASURES[name] is measure}))
        yield from rows
