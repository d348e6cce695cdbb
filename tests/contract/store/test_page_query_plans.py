"""Every question a page asks is answered along an index, with no sort of what an index orders."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.execution import ExecutionState
from brasa.store import contacts, lists, outbox, resolving
from brasa.store.access import find_identity
from brasa.store.campaigns import find
from brasa.store.database import Database
from brasa.store.executions_read import ExecutionFilter, get_execution, list_executions
from brasa.store.funnel import funnel_of
from brasa.store.health_history import health_history, last_changes
from brasa.store.healths import bot_healths
from brasa.store.logs_read import LogFilter, list_logs
from brasa.store.paging import Position
from brasa.store.sessions_read import session_views
from brasa.store.statuses import campaign_statuses
from brasa.store.throughput import Bucket, Span, throughput_of
from tests.builders import NOW, Builders
from tests.contract.store.plans import Ask, plan_of

AFTER = Position(1_700_000_000_000, 77)
SPAN = Span(Bucket.MINUTE, NOW - timedelta(hours=1), NOW)


def _executions(**wanted: Any) -> Ask:
    return lambda c: list_executions(c, 1, ExecutionFilter(**wanted), 50, AFTER)


def _logs(**wanted: Any) -> Ask:
    return lambda c: list_logs(c, 1, LogFilter(**wanted), 50, AFTER)


async def _resolving(connection: AsyncConnection, state: ExecutionState) -> Any:
    campaign = await find(connection, 1, 1)
    await resolving.count_in(connection, campaign, state)
    ids = await resolving.ids_in(connection, campaign, state, 10)
    return await resolving.put_back(connection, ids or [1], state)


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
    "sessions": lambda c: session_views(c, 1, NOW.date()),
    "lists": lambda c: lists.all_of_them(c, 1),
    "members of a list": lambda c: lists.member_count(c, 1),
    "phones for a list": lambda c: lists.add_phones(c, 1, 1, ["+551199"]),
    "contacts by phone": lambda c: contacts.ids_by_phone(c, 1, ["+551199"]),
    "failed ones to retry": lambda c: _resolving(c, ExecutionState.FAILED),
    "unknown ones to resolve": lambda c: _resolving(c, ExecutionState.UNKNOWN),
    "the outbox": lambda c: outbox.take(c, 10),
    "a token": lambda c: find_identity(c, "x"),
}


async def _fill(make: Builders) -> None:
    organization = await make.organization()
    session = await make.session(organization)
    campaign = await make.campaign(organization, [session])
    await make.list(organization, 3)
    await make.executions(campaign, session)


@pytest.mark.parametrize("name", QUESTIONS)
async def test_it_walks_no_table_that_grows(name: str, database: Database, make: Builders) -> None:
    await _fill(make)
    plan = await plan_of(database, QUESTIONS[name])
    assert plan.lines
    # The index of what is in flight is small: that is what it is for.
    assert plan.walks == [], plan.lines


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
    name: str, database: Database, make: Builders
) -> None:
    await _fill(make)
    lines = (await plan_of(database, QUESTIONS[name], in_order=True)).lines
    candidates = _in_sqlite(lines) if database.is_sqlite else _in_postgres(lines)
    assert any("ix_" in line for line in candidates), lines
    # What came at one moment may be sorted among itself (an incremental sort, a last term): the
    # index has no ids.
    sorts = ("Sort  (", "USE TEMP B-TREE FOR ORDER BY")
    assert not [line for line in candidates if line.startswith(sorts)], lines


def _in_sqlite(lines: list[str]) -> list[str]:
    """The part of a plan that finds candidates by their order: up to where they are taken over."""
    first = next(i for i, line in enumerate(lines) if "INDEX ix_" in line)
    end = next(i for i, line in enumerate(lines) if i > first and "SCAN anon" in line)
    return lines[first:end]


def _in_postgres(lines: list[str]) -> list[str]:
    """The same: the innermost limit, but for that of what is being sent, which no index orders."""
    limits = [i for i, line in enumerate(lines) if line.startswith("Limit")]
    parts = [lines[i:j] for i, j in zip(limits, [*limits[1:], len(lines)], strict=True)]
    return [part for part in parts if not any("ix_executions_due" in line for line in part)][-1]


async def test_a_funnel_counts_only_what_is_open_or_in_trouble(
    database: Database, make: Builders
) -> None:
    await _fill(make)

    async def ask(connection: AsyncConnection) -> Any:
        return await funnel_of(connection, await find(connection, 1, 1))

    plan = await plan_of(database, ask)
    assert any("ix_executions_trouble" in line for line in plan.lines), plan.lines
    assert plan.walks == [], plan.lines
