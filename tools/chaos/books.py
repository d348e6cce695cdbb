"""The end of it: what the cluster says it sent against what the provider took."""

from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import func, select

from brasa.actions.executions import Executions, Resolution
from brasa.actions.spool import SpoolBus
from brasa.actions.unit import Work
from brasa.clock import SystemClock
from brasa.domain.execution import ExecutionState as State
from brasa.store.database import Database
from brasa.store.tables import executions
from tools.chaos.campaign import DAY, House

SENT = (State.SENT, State.DELIVERED, State.READ)
OPEN = frozenset(State).difference(SENT, (State.FAILED, State.UNKNOWN, State.SKIPPED))
_c = executions.c


# The most that the end of one process may leave in nobody's knowledge.
MICRO_BATCH = 50


class Verdict(msgspec.Struct):
    """The last line of the chaos run; `over_cap` names who sent more than they may.

    `faults` are all ends of processes, those of servers included, and all sleeps.
    """

    kills: int
    faults: int
    sends: int
    twice: int
    lost: int
    unknown: int
    resolved: int
    longest_gap_s: float
    over_cap: list[str] = []

    def broken(self) -> list[str]:
        """The promises that were not kept."""
        found = []
        if self.twice or self.lost:
            found.append("messages were sent twice or lost")
        if self.over_cap:
            found.append(f"over their cap: {', '.join(self.over_cap)}")
        if self.unknown > MICRO_BATCH * self.faults:
            found.append(f"more than {MICRO_BATCH} unknown for each fault")
        if self.resolved != self.unknown:
            found.append("some of the unknown could not be resolved")
        return found

    def __str__(self) -> str:
        return (
            f"kills={self.kills} sends={self.sends} twice={self.twice} lost={self.lost} "
            f"unknown={self.unknown} resolved={self.resolved} "
            f"longest_gap_s={self.longest_gap_s:.1f}"
        )


def read_book(path: Path) -> list[dict[str, Any]]:
    """What the provider wrote down: key, id, at, message."""
    return [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]


async def states(database: Database, of: House | None = None) -> Counter[str]:
    """How many executions are in which state, of one organization or of all."""
    query = select(_c.state, func.count()).group_by(_c.state)
    if of is not None:
        query = query.where(_c.organization_id == of.id)
    async with database.read() as connection:
        return Counter({row[0]: row[1] for row in await connection.execute(query)})


async def resolve(database: Database, house: House, book: list[dict[str, Any]]) -> int:
    """Settle every unknown by what the provider says, as an operator would; how many."""
    taken = {entry["key"] for entry in book}
    query = select(_c.id, _c.attempt).where(
        _c.state == State.UNKNOWN, _c.organization_id == house.id
    )
    async with database.read() as connection:
        rows = (await connection.execute(query)).all()
    acting = Executions(Work(database, SpoolBus(database, SystemClock()), SystemClock()))
    resolved = 0
    sent = [row.id for row in rows if f"{row.id}-{row.attempt}" in taken]
    again = [row.id for row in rows if f"{row.id}-{row.attempt}" not in taken]
    for ids, resolution in ((sent, Resolution.SENT), (again, Resolution.RETRY)):
        if ids:
            resolved += await acting.resolve_unknown(house.id, house.id, resolution, ids)
    return resolved


async def compare(database: Database, book: list[dict[str, Any]]) -> tuple[int, int]:
    """(twice, lost): executions with two entries in the book; those sent here and not there, there
    and not here, or left in nobody's hands.
    """
    entries = Counter(int(entry["key"].partition("-")[0]) for entry in book)
    people = Counter(entry["message"]["to"] for entry in book)
    twice = sum(times > 1 for times in entries.values())
    twice = max(twice, sum(times > 1 for times in people.values()))
    async with database.read() as connection:
        rows = (await connection.execute(select(_c.id, _c.state))).all()
    lost = sum((row.state in SENT) != (row.id in entries) for row in rows)
    return twice, lost


def longest_gap(book: list[dict[str, Any]]) -> float:
    """The longest time in which nothing reached the provider, in seconds."""
    times = sorted(entry["at"] for entry in book)
    return max((b - a for a, b in pairwise(times)), default=0.0)


def over_cap(house: House, book: list[dict[str, Any]]) -> list[str]:
    """The capped sessions that sent more than their cap, and the organization if it did."""
    mine = set(map(house.session_name, house.sessions))
    sent = Counter((e["message"]["from"], int(e["at"] // DAY)) for e in book)
    capped = {house.session_name(number) for number in house.sessions[: house.capped]}
    over = [name for (name, _), times in sent.items() if name in capped and times > house.daily_cap]
    people = {e["message"]["to"] for e in book if e["message"]["from"] in mine}
    if house.recipient_cap is not None and len(people) > house.recipient_cap:
        over.append(f"Chaos {house.id}")
    return over
