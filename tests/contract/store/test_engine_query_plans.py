"""What ticks and workers ask never walks a table that grows with history."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.execution import ExecutionState as State
from brasa.domain.execution import ExecutionType
from brasa.store import (
    attempts,
    campaigns,
    due,
    enrolling,
    executions,
    lookups,
    measuring,
    new_day,
    receipts,
    recipients,
    refusals,
    retention,
    returns,
    seats,
    statuses,
    subjects,
)
from brasa.store.database import Database
from tests.builders import NOW, Builders

# Each of these grows with history or with the size of the house; the other tables are small.
GROWING = (
    "executions",
    "campaign_logs",
    "throughput",
    "health_points",
    "session_changes",
    "session_days",
    "campaign_days",
    "recent_recipients",
    "contacts",
    "suppressions",
    "list_members",
)
# Indexes of what is open now; a walk along one is as long as that.
SMALL = (
    "ix_executions_pending",
    "ix_executions_due",
    "ix_executions_lease",
    "ix_executions_silent",
    "ix_executions_look_up",
)
MOVING = executions.Moving(1, 1, 1, ExecutionType.EXTERNAL, 1, None, 1, 0, NOW)
Ask = Callable[[AsyncConnection], Awaitable[Any]]


async def _campaign(connection: AsyncConnection) -> campaigns.Campaign:
    return await campaigns.find(connection, 1, 1)


async def _seats(connection: AsyncConnection) -> Any:
    return await seats.seats_of(connection, [await _campaign(connection)], NOW)


async def _rows(connection: AsyncConnection) -> Any:
    leased = await executions.lease_due(connection, "me", [1], NOW, NOW, 10)
    return await attempts.attempts_of(connection, leased)


def _settle(connection: AsyncConnection) -> Awaitable[Any]:
    outcome = executions.Settled(id=1, attempt=1, state=State.SENT, scheduled_at=NOW)
    return executions.settle(connection, [outcome], "me", State.SENDING)


def _news(connection: AsyncConnection) -> Awaitable[Any]:
    item = receipts.News(1, State.SENT, State.DELIVERED, NOW, None, NOW)
    return receipts.apply_news(connection, [item])


QUESTIONS: dict[str, Ask] = {
    "due campaigns": lambda c: campaigns.due(c, NOW),
    "stopped campaigns with a rest": campaigns.stopped_with_rest,
    "locking campaigns": lambda c: campaigns.lock_unchanged(c, {1: 1}),
    "seats": _seats,
    "counts": lambda c: statuses.counts_of(c, [1]),
    "pending recipients": lambda c: executions.pending_ids(c, [(1, 10)]),
    "giving times": lambda c: executions.give_times(c, [(1, 1, NOW)]),
    "due moments": lambda c: due.due_moments(c, NOW, NOW),
    "leasing": _rows,
    "beginning": lambda c: executions.begin_sending(c, [(MOVING, "Olá")], "me", NOW, NOW),
    "settling": _settle,
    "putting off": lambda c: returns.put_off(c, [(MOVING, NOW)], "me"),
    "skipping": lambda c: returns.skip(c, [(MOVING, "x", "y")], "me", NOW),
    "giving back a campaign": lambda c: returns.give_back_campaign(c, 1, NOW, "x", "y"),
    "giving back what was missed": lambda c: returns.give_back_missed(c, NOW, NOW, "x", "y"),
    "giving back some": lambda c: returns.give_back_leased(c, [MOVING], "me", NOW, "x", "y"),
    "skipping the rest": lambda c: returns.skip_rest(c, 1, 10, NOW, "x", "y"),
    "releasing leases": lambda c: returns.release_expired(c, NOW),
    "losing leases": lambda c: returns.lose_expired(c, NOW, "x", "y"),
    "finishing the silent": lambda c: receipts.finish_silent(c, NOW, 10),
    "unknown ones to ask about": lambda c: lookups.take_due(c, NOW, 10),
    "receipts by provider id": lambda c: receipts.reported(c, [(1, "p1"), (1, "p2")], []),
    "receipts by id": lambda c: receipts.reported(c, [], [1, 2]),
    "applying news": _news,
    "open walks": enrolling.open_walks,
    "enrolling": lambda c: enrolling.enroll(c, enrolling.Walk(1, 1, 1, 0), 100, NOW),
    "places under the cap": lambda c: recipients.reserve(c, 1, [1, 2], NOW),
    "why not": lambda c: refusals.why(c, [1, 2]),
    "sessions that changed": lambda c: measuring.take_changed(c, 10),
    "subjects": lambda c: subjects.subjects(c, [1], NOW, 7),
    "yesterdays": lambda c: new_day.last_days(c, 1, [1], NOW.date()),
    "old logs": lambda c: retention.drop_logs(c, NOW, 10),
    "old executions": lambda c: retention.drop_executions(c, NOW, 10),
    "old charts": lambda c: retention.drop_charts(c, NOW, NOW),
}


@asynccontextmanager
async def listening(connection: AsyncConnection) -> AsyncIterator[list[tuple[str, Any]]]:
    """What the block asks the database, as (SQL, parameters)."""
    asked: list[tuple[str, Any]] = []

    def note(_conn: Any, _cursor: Any, sql: str, values: Any, _context: Any, many: bool) -> None:
        asked.append((sql, values[0] if many else values))

    event.listen(connection.sync_connection, "before_cursor_execute", note)
    yield asked
    event.remove(connection.sync_connection, "before_cursor_execute", note)


async def walks_of(connection: AsyncConnection, sql: str, values: Any) -> list[str]:
    """The lines of a statement's plan that read all of a growing table or of a growing index."""
    if connection.dialect.name == "sqlite":
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
        lines = [str(row.detail) for row in plan]
        walks = [line for line in lines if line.startswith("SCAN")]
    else:
        plan = await connection.exec_driver_sql(f"EXPLAIN {sql}", values)
        lines = [str(line).strip(" ->") for line in plan.scalars()]
        walks = [
            line
            for line, detail in zip(lines, [*lines[1:], ""], strict=True)
            if " Scan" in line.partition("(")[0] and not detail.startswith("Index Cond")
        ]
    return [line for line in walks if _GROWING.search(line) and not _SMALL.search(line)]


_GROWING = re.compile(rf"\b(ix_|uq_|pk_)?({'|'.join(GROWING)})\b")
# Bitmap heap scans follow an index scan that has a line of its own.
_SMALL = re.compile(rf"\b({'|'.join(SMALL)})\b|Bitmap Heap Scan")


async def _fill(make: Builders) -> None:
    organization = await make.organization(recipient_cap=10)
    session = await make.session(organization)
    campaign = await make.campaign(organization, [session])
    members = await make.list(organization, 30)
    await make.walk(campaign, members)
    for state in ("pending", "scheduled", "sent", "failed", "unknown"):
        await make.executions(campaign, session, 3, state)


@pytest.mark.parametrize("name", QUESTIONS)
async def test_it_walks_no_table_that_grows(name: str, database: Database, make: Builders) -> None:
    await _fill(make)
    async with database.write() as connection:
        if not database.is_sqlite:
            # With a handful of rows a walk is cheapest, and says nothing about many.
            await connection.execute(text("SET LOCAL enable_seqscan = off"))
        async with listening(connection) as asked:
            await QUESTIONS[name](connection)
        assert asked
        for sql, values in list(asked):
            if sql.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")):
                assert await walks_of(connection, sql, values) == [], sql
