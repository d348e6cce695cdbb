"""Every question a page asks is answered along an index, with no sort of what an index orders."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.execution import ExecutionState
from brasa.store.access import find_identity
from brasa.store.campaigns import find
from brasa.store.database import Database
from brasa.store.executions_read import ExecutionFilter, get_execution, list_executions
from brasa.store.funnel import funnel_of
from brasa.store.health_history import health_history, last_changes
from brasa.store.healths import bot_healths
from brasa.store.logs_read import LogFilter, list_logs
from brasa.store.paging import Position
from brasa.store.statuses import campaign_statuses
from brasa.store.throughput import Bucket, Span, throughput_of
from tests.builders import NOW, Builders

# A walk over one of these grows with history; the other tables are small.
GROWING = (
    "executions",
    "campaign_logs",
    "throughput",
    "health_points",
    "session_changes",
    "session_days",
    "campaign_days",
    "access_tokens",
)
Ask = Callable[[AsyncConnection], Awaitable[Any]]
AFTER = Position(1_700_000_000_000, 77)
SPAN = Span(Bucket.MINUTE, NOW - timedelta(hours=1), NOW)


def _executions(**wanted: Any) -> Ask:
    return lambda c: list_executions(c, 1, ExecutionFilter(**wanted), 50, AFTER)


def _logs(**wanted: Any) -> Ask:
    return lambda c: list_logs(c, 1, LogFilter(**wanted), 50, AFTER)


QUESTIONS: dict[str, Ask] = {
    "executions": _executions(),
    "executions of a campaign": _executions(campaign_id=1),
    "executions of a session": _executions(session_id=1),
    "executions between": _executions(since=NOW, until=NOW),
    "executions searched": _executions(search="ana"),
    **{f"{state} executions": _executions(state=state) for state in ExecutionState},
    **{
        f"{state} executions of a campaign": _executions(state=state, campaign_id=1)
        for state in ExecutionState
    },
    "an execution": lambda c: get_execution(c, 1, 1),
    "logs": _logs(),
    "logs of a campaign": _logs(campaign_id=1),
    "logs of a session": _logs(session_id=1),
    "logs between": _logs(since=NOW, until=NOW),
    "logs of a campaign between": _logs(campaign_id=1, since=NOW),
    "throughput": lambda c: throughput_of(c, 1, SPAN),
    "throughput of a campaign": lambda c: throughput_of(c, 1, SPAN, campaign_id=1),
    "throughput of a session": lambda c: throughput_of(c, 1, SPAN, session_id=1),
    "health history": lambda c: health_history(c, 1, 1, NOW),
    "changes of a session": lambda c: last_changes(c, 1, 1, 50),
    "statuses": lambda c: campaign_statuses(c, 1, None, NOW),
    "healths": lambda c: bot_healths(c, 1),
    "a token": lambda c: find_identity(c, "x"),
}


@pytest.fixture
async def plans(database: Database, make: Builders) -> Callable[[Ask], Awaitable[list[str]]]:
    organization = await make.organization()
    session = await make.session(organization)
    campaign = await make.campaign(organization, [session])
    await make.executions(campaign, session)

    async def ask(question: Ask) -> list[str]:
        asked: list[tuple[str, Any]] = []

        def note(_conn: Any, _cursor: Any, sql: str, values: Any, *_: Any) -> None:
            asked.append((sql, values))

        async with database.read() as connection:
            event.listen(connection.sync_connection, "before_cursor_execute", note)
            await question(connection)
            event.remove(connection.sync_connection, "before_cursor_execute", note)
            lines: list[str] = []
            for sql, values in asked:
                plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
                lines += [row.detail for row in plan]
        return lines

    return ask


@pytest.mark.parametrize("name", QUESTIONS)
async def test_it_walks_no_table_that_grows(
    name: str, plans: Callable[[Ask], Awaitable[list[str]]]
) -> None:
    lines = await plans(QUESTIONS[name])
    assert lines
    walks = [line for line in lines if line.split()[:2] in [["SCAN", t] for t in GROWING]]
    # The index of what is in flight is small: that is what it is for.
    assert [line for line in walks if "ix_executions_" not in line] == [], lines


ORDERED = (
    "executions",
    "executions of a campaign",
    "executions between",
    "pending executions of a campaign",
    "failed executions",
    "failed executions of a campaign",
    "logs",
    "logs of a campaign",
    "logs between",
)


@pytest.mark.parametrize("name", ORDERED)
async def test_the_index_gives_the_order_of_a_page(
    name: str, plans: Callable[[Ask], Awaitable[list[str]]]
) -> None:
    lines = await plans(QUESTIONS[name])
    inner = lines[: next(i for i, line in enumerate(lines) if "anon" in line)]
    assert not [line for line in inner if "TEMP B-TREE" in line], lines


async def test_a_funnel_counts_only_what_is_open_or_in_trouble(
    database: Database, make: Builders, plans: Callable[[Ask], Awaitable[list[str]]]
) -> None:
    async def ask(connection: AsyncConnection) -> Any:
        return await funnel_of(connection, await find(connection, 1, 1))

    lines = await plans(ask)
    used = [line for line in lines if "executions" in line]
    assert any("ix_executions_trouble" in line for line in used), lines
    assert not [line for line in used if line == "SCAN executions"], lines


async def test_the_database_itself_agrees_on_the_indexes(database: Database) -> None:
    async with database.read() as connection:
        rows = await connection.execute(text("select name from sqlite_master where type = 'index'"))
        names = set(rows.scalars())
    assert {"ix_executions_campaign", "ix_executions_recent", "ix_campaign_logs_time"} <= names
