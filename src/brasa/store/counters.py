"""The tables of counters, and how a batch is added to all of them.

PostgreSQL adds to all in one statement: one round trip instead of five, and always in the same
order, so that transactions which meet never wait for each other in a circle. SQLite, where there
is no trip to save and no statement that writes to two tables, takes one after the other.
"""

from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any

import msgspec
from sqlalchemy import (
    CTE,
    Table,
    and_,
    case,
    func,
    literal,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.batch import Columns
from brasa.store.few import few_table, few_values
from brasa.store.statement import Statement
from brasa.store.tables import (
    campaign_days,
    campaign_sessions,
    session_days,
    session_health,
    throughput,
)
from brasa.store.upsert import insert_on

OUTCOMES_KEPT = 50


class Counters(msgspec.Struct, frozen=True, eq=False):
    """A table of counters: what its rows are found by, and what is added to.

    Rows are given as tuples: the key, the organization (where `organization`), the counts.
    """

    name: str
    table: Table
    key: tuple[str, ...]
    counts: tuple[str, ...]
    organization: bool = True

    @property
    def given(self) -> tuple[str, ...]:
        """The columns of a row, in order."""
        return (*self.key, *(("organization_id",) if self.organization else ()), *self.counts)

    @property
    def columns(self) -> Columns:
        """The same with their types."""
        return _columns(self)


@cache
def _columns(counters: Counters) -> Columns:
    return {name: counters.table.c[name].type for name in counters.given}


# Seats are there already: theirs are updated, all others made where they are missing.
TOTALS = Counters(
    "totals",
    campaign_sessions,
    ("campaign_id", "session_id"),
    ("sent", "delivered", "read", "failed", "unknown", "skipped"),
    organization=False,
)
CAMPAIGN_DAYS = Counters(
    "campaign_days",
    campaign_days,
    ("campaign_id", "session_id", "day"),
    ("open", "internal", "attempted", "sent"),
)
SESSION_DAYS = Counters(
    "session_days",
    session_days,
    ("session_id", "day"),
    (
        "attempted",
        "sent_internal",
        "sent_external",
        "finished_internal",
        "finished_external",
        "delivered_internal",
        "delivered_external",
        "opted_out",
    ),
)
THROUGHPUT = Counters(
    "throughput",
    throughput,
    ("campaign_id", "session_id", "seconds", "at"),
    ("sent", "delivered", "failed"),
)
# Not added but appended: the latest outcomes of a session, see `_append`.
OUTCOMES = Counters("outcomes", session_health, ("session_id",), ("changed", "outcomes"))

ALL = (TOTALS, CAMPAIGN_DAYS, SESSION_DAYS, THROUGHPUT, OUTCOMES)

Rows = Sequence[tuple[Any, ...]]


async def write_counts(connection: AsyncConnection, counts: Mapping[Counters, Rows]) -> None:
    """Add these rows, sorted by key, to their tables."""
    if connection.dialect.name != "sqlite":
        if any(counts.values()):
            await _ALL.run(connection, count_values(connection, counts))
        return
    for counters, rows in counts.items():
        if rows:
            values = few_values(connection, counters.columns, rows, counters.name)
            await _EACH[counters].run(connection, values)


def _one(counters: Counters, dialect: str) -> Any:
    batch = few_table(dialect, counters.columns, counters.name)
    columns = counters.table.c
    if counters is TOTALS:
        return (
            update(counters.table)
            .where(and_(*(columns[name] == batch.c[name] for name in counters.key)))
            .values({name: columns[name] + batch.c[name] for name in counters.counts})
        )
    insert = insert_on(dialect, counters.table)
    # Without a condition SQLite would read ON CONFLICT as that of a join.
    rows = select(batch).where(true())
    return _add(insert.from_select(list(counters.given), rows), counters)


_EACH = {counters: Statement(partial(_one, counters)) for counters in ALL}


def count_parts() -> list[CTE]:
    """The statements that add to every table, as parts of one (PostgreSQL)."""
    return [_one(counters, "postgresql").cte(f"add_{counters.name}") for counters in ALL]


_ALL = Statement(lambda _: select(literal(1)).add_cte(*count_parts()))


def count_values(connection: AsyncConnection, counts: Mapping[Counters, Rows]) -> dict[str, Any]:
    """The parameters of `count_parts`."""
    values: dict[str, Any] = {}
    for counters in ALL:
        values |= few_values(connection, counters.columns, counts[counters], counters.name)
    return values


def _add(insert: Any, counters: Counters) -> Any:
    if counters is OUTCOMES:
        return _append(insert)
    columns = counters.table.c
    return insert.on_conflict_do_update(
        index_elements=[columns[name] for name in counters.key],
        set_={name: columns[name] + insert.excluded[name] for name in counters.counts},
    )


def _append(insert: Any) -> Any:
    """Put outcomes behind those that are there, keep the latest, have the session measured."""
    joined = session_health.c.outcomes + insert.excluded.outcomes
    too_long = func.length(joined) > OUTCOMES_KEPT
    latest = case(
        (too_long, func.substr(joined, func.length(joined) - OUTCOMES_KEPT + 1)), else_=joined
    )
    return insert.on_conflict_do_update(
        index_elements=[session_health.c.session_id],
        set_={"changed": True, "outcomes": latest},
    )
