"""The rows of the campaign benchmarks: how much of what is measured, and what it should be."""

import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path
from statistics import median

from bench.campaigns import servers, start, stores, tick
from bench.campaigns import snapshot as history
from bench.campaigns import throughput as race
from bench.campaigns.receipts import receipts_per_second
from bench.rows import Row, make_row

ROUNDS = 5
EXECUTIONS, SESSIONS = 20_000, 20
STORED = (10_000, 10_000_000)
PEER = "BullMQ + pg + Socket.IO"
# Of a row that tells what the process of the same race takes of the CPU.
OF_CPU = "-cpu"


async def throughput(wanted: Collection[str]) -> list[Row]:
    """Executions a second beside the peer's, in turns, and what one takes of the process's CPU."""
    races = dict.fromkeys(name.removesuffix(OF_CPU) for name in wanted)
    runs: dict[str, list[race.Run]] = {name: [] for name in races}
    peer: list[race.Run] = []
    version = race.install_peer()
    with servers.postgres() as uri, servers.valkey() as valkey:
        for _ in range(ROUNDS):
            for name, of in runs.items():
                of.append(await _race(name, uri))
            peer.append(await race.peer(uri, valkey, EXECUTIONS, SESSIONS))
    rows = [row for name, of in runs.items() for row in _compared(name, of, peer, version)]
    return [row for row in rows if row.name in wanted]


async def _race(name: str, postgres: str) -> race.Run:
    if name.endswith("postgres"):
        return await race.brasa_postgres(postgres, EXECUTIONS, SESSIONS)
    return await race.brasa_sqlite(EXECUTIONS, SESSIONS)


def _compared(
    name: str, ours: Sequence[race.Run], theirs: Sequence[race.Run], version: str
) -> list[Row]:
    per_second, cpu = (
        [median(getattr(run, of) for run in runs) for runs in (ours, theirs)]
        for of in ("per_second", "cpu_us")
    )
    fast = make_row(name, per_second[0], "executions/s", ">= 10", (PEER, version, per_second[1]))
    cheap = make_row(
        name + OF_CPU, cpu[0], "us CPU an execution", "<= 0.1", (PEER, version, cpu[1])
    )
    return [fast, cheap]


async def receipts(wanted: Collection[str]) -> list[Row]:
    """Receipts a second on PostgreSQL, in this process."""
    with servers.postgres() as uri:
        measured = [
            await receipts_per_second(await stores.on_postgres(uri, "receipts"), 5_000, 150)
            for _ in range(ROUNDS)
        ]
    return [make_row("receipts", median(measured), "receipts/s", ">= 5000")]


async def ticks(wanted: Collection[str]) -> list[Row]:
    """A tick over much beside one over a tenth, and over what is all due."""
    rows = []
    if {"tick", "tick-seconds"} & set(wanted):
        tenth = await _tick(1_000, 10)
        whole = await _tick(10_000, 100)
        peer = ("itself at a tenth", "-", tenth.cpu)
        rows = [
            make_row("tick", whole.cpu, "s CPU", "<= 11", peer),
            make_row("tick-seconds", whole.seconds, "s", "<= 2 s"),
        ]
    if "tick-1000-active" in wanted:
        cost = await _tick(1_000, 1_000)
        rows.append(make_row("tick-1000-active", cost.cpu, "s CPU", "<= 2 s"))
    if "tick-100k-active" in wanted:
        cost = await _tick(1_000, 1_000, seats=100, target=tick.THOUSAND)
        rows.append(make_row("tick-100k-active", cost.cpu, "s CPU", "-"))
    if "tick-100k-measured" in wanted:
        cost = await _tick(10_000, 100, measured=100_000)
        rows.append(make_row("tick-100k-measured", cost.cpu, "s CPU", "-"))
    return [row for row in rows if row.name in wanted]


async def _tick(
    campaigns: int,
    active: int,
    measured: int = 0,
    seats: int = 10,
    target: int = tick.EVERY_TICK,
) -> tick.Cost:
    with stores.sqlite() as url:
        return await tick.ticks(
            url, campaigns, active, measured=measured, rounds=3, seats=seats, target=target
        )


async def snapshot(wanted: Collection[str]) -> list[Row]:
    """A snapshot over ten million executions beside one over ten thousand."""
    with stores.sqlite() as short, stores.sqlite() as long:
        small, large = await history.latencies(short, long, STORED, rounds=15)
    peer = ("itself with 10 thousand", "-", small * 1000)
    return [make_row("snapshot", large * 1000, "ms", "<= 1.5", peer)]


async def starts(wanted: Collection[str]) -> list[Row]:
    """Seconds from the command to the first tick."""
    rows = []
    for name, contacts in (("start", 0), ("start-1m-contacts", 1_000_000)):
        if name in wanted:
            with tempfile.TemporaryDirectory(prefix="brasa-bench-") as folder:
                await start.fill_store(Path(folder), contacts)
                times = [await start.seconds_to_first_tick(Path(folder)) for _ in range(ROUNDS)]
            rows.append(make_row(name, median(times), "s", "<= 2 s"))
    return rows
