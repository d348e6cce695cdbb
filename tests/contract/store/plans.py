"""How a database goes about a question: the plan, and what of it would grow with history."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.database import Database

Ask = Callable[[AsyncConnection], Awaitable[Any]]
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
    "access_tokens",
)
# Indexes of what is open now; a walk along one is as long as that.
SMALL = (
    "ix_executions_pending",
    "ix_executions_due",
    "ix_executions_silent",
    "ix_executions_look_up",
)


class Plan(msgspec.Struct):
    """`lines` is the whole of it; `walks` are those that read all of a growing table or index."""

    lines: list[str] = []
    walks: list[str] = []


async def plan_of(database: Database, question: Ask, *, in_order: bool = False) -> Plan:
    """The plans of every statement that a question asks.

    `in_order`: PostgreSQL may sort only where no index gives the order.
    """
    async with database.write() as connection:
        if not database.is_sqlite:
            # With a handful of rows a walk is cheapest, and says nothing about many.
            await connection.execute(text("SET LOCAL enable_seqscan = off"))
            if in_order:
                await connection.execute(text("SET LOCAL enable_sort = off"))
                await connection.execute(text("SET LOCAL enable_bitmapscan = off"))
        async with listening(connection) as asked:
            await question(connection)
        plan = Plan()
        for sql, values in list(asked):
            if sql.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")):
                lines, walks = await _explain(connection, sql, values)
                plan.lines += lines
                plan.walks += [line for line in walks if _GROWING.search(line)]
    plan.walks = [line for line in plan.walks if not _SMALL.search(line)]
    return plan


@asynccontextmanager
async def listening(connection: AsyncConnection) -> AsyncIterator[list[tuple[str, Any]]]:
    """What the block asks the database, as (SQL, parameters)."""
    asked: list[tuple[str, Any]] = []

    def note(_conn: Any, _cursor: Any, sql: str, values: Any, _context: Any, many: bool) -> None:
        asked.append((sql, values[0] if many else values))

    event.listen(connection.sync_connection, "before_cursor_execute", note)
    yield asked
    event.remove(connection.sync_connection, "before_cursor_execute", note)


async def _explain(
    connection: AsyncConnection, sql: str, values: Any
) -> tuple[list[str], list[str]]:
    """The lines of a statement's plan, and those that read all of something."""
    if connection.dialect.name == "sqlite":
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
        lines = [str(row.detail) for row in plan]
        return lines, [line for line in lines if line.startswith("SCAN")]
    plan = await connection.exec_driver_sql(f"EXPLAIN {sql}", values)
    lines = [str(line).strip(" ->") for line in plan.scalars()]
    return lines, [
        line
        for line, detail in zip(lines, [*lines[1:], ""], strict=True)
        if " Scan" in line.partition("(")[0] and not detail.startswith("Index Cond")
    ]


_GROWING = re.compile(rf"\b(ix_|uq_|pk_)?({'|'.join(GROWING)})\b")
# Bitmap heap scans follow an index scan that has a line of its own.
_SMALL = re.compile(rf"\b({'|'.join(SMALL)})\b|Bitmap Heap Scan")
