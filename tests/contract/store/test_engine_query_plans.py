"""What ticks and workers ask never walks a table that grows with history."""

from collections.abc import Awaitable
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.execution import ExecutionState as State
from brasa.domain.execution import ExecutionType
from brasa.domain.health import score
from brasa.store import (
    at_once,
    attempts,
    campaigns,
    day_plans,
    days,
    due,
    enrolling,
    lookups,
    measuring,
    new_day,
    receipts,
    recipients,
    refusals,
    retention,
    returns,
    scheduling,
    seats,
    sending,
    statuses,
    subjects,
)
from brasa.store.database import Database
from brasa.store.ledger import Ledger
from brasa.store.moving import Moving
from tests.builders import NOW, Builders
from tests.contract.store.plans import Ask, plan_of

MOVING = Moving(1, 1, 1, ExecutionType.EXTERNAL, 1, None, 1, 0, NOW)


async def _campaign(connection: AsyncConnection) -> campaigns.Campaign:
    return await campaigns.find(connection, 1, 1)


async def _seats(connection: AsyncConnection) -> Any:
    return await seats.seats_of(connection, [await _campaign(connection)], NOW)


async def _next_slots(connection: AsyncConnection) -> Any:
    [seat] = (await _seats(connection))[1]
    return await seats.move_next_slots(connection, [(seat, NOW)])


async def _health(connection: AsyncConnection) -> Any:
    await _counters(connection)  # it has something to be judged by
    [subject] = await subjects.subjects(connection, [1], NOW, 7)
    health = score(subject.tally)
    return await measuring.store_health(connection, [(subject, health, subject.state)], NOW)


def _ledger() -> Ledger:
    ledger = Ledger()
    ledger.total(1, 1, sent=1)
    ledger.campaign_day(1, 1, 1, NOW.date(), sent=1)
    ledger.session_day(1, 1, NOW.date(), attempted=1)
    ledger.passed(1, 1, 1, NOW, sent=1)
    ledger.outcome(1, 1, arrived=True)
    return ledger


def _counters(connection: AsyncConnection) -> Awaitable[Any]:
    return _ledger().write(connection)


def _at_once(connection: AsyncConnection) -> Awaitable[Any]:
    return at_once.write_at_once(connection, [], [], "me", NOW, NOW, _ledger().counts())


async def _rows(connection: AsyncConnection) -> Any:
    waiting = await sending.due(connection, [1, 2], NOW, 10, [7])
    return await attempts.attempts_of(connection, waiting or [MOVING])


def _settle(connection: AsyncConnection) -> Awaitable[Any]:
    outcome = sending.Settled(id=1, attempt=1, state=State.SENT, scheduled_at=NOW)
    return sending.settle(connection, [outcome], "me", State.SENDING)


def _news(connection: AsyncConnection) -> Awaitable[Any]:
    item = receipts.News(1, State.SENT, State.DELIVERED, NOW, None, NOW)
    return receipts.apply_news(connection, [item])


QUESTIONS: dict[str, Ask] = {
    "due campaigns": lambda c: campaigns.due(c, NOW),
    "stopped campaigns with a rest": campaigns.stopped_with_rest,
    "locking campaigns": lambda c: campaigns.lock_unchanged(c, {1: 1}),
    "seats": _seats,
    "counts": lambda c: statuses.counts_of(c, [1]),
    "pending recipients": lambda c: scheduling.pending_ids(c, [(1, 10)]),
    "giving times": lambda c: scheduling.give_times(c, [(1, 1, NOW)]),
    "due moments": lambda c: due.due_moments(c, NOW, NOW),
    "what is overdue": lambda c: due.overdue(c, NOW),
    "what is due": _rows,
    "beginning": lambda c: sending.begin_sending(c, [(MOVING, "Olá")], "me", NOW, NOW),
    "settling": _settle,
    "putting off": lambda c: returns.put_off(c, [(MOVING, NOW)]),
    "skipping": lambda c: returns.skip(c, [(MOVING, "x", "y")], NOW),
    "giving back a campaign": lambda c: returns.give_back_campaign(c, 1, NOW, "x", "y"),
    "giving back what was missed": lambda c: returns.give_back_missed(c, NOW, NOW, "x", "y"),
    "giving back some": lambda c: returns.give_back_these(c, [MOVING], NOW, "x", "y"),
    "skipping the rest": lambda c: returns.skip_rest(c, 1, 10, NOW, "x", "y"),
    "losing what was interrupted": lambda c: returns.lose_expired(c, NOW, "x", "y"),
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
    "sessions that are ripe": lambda c: measuring.mark_ripe(c, NOW),
    "health": _health,
    "subjects": lambda c: subjects.subjects(c, [1], NOW, 7),
    "plans of a day": lambda c: day_plans.raise_plans(c, [(1, NOW.date(), 120)]),
    "counters": _counters,
    "attempts of sessions": lambda c: days.session_attempts(c, [(1, NOW.date())]),
    "attempts of seats": lambda c: days.seat_attempts(c, [(1, 1, NOW.date())]),
    "opening a day": lambda c: new_day.open_day(c, 1, NOW.date()),
    "steps of ramps": lambda c: new_day.set_steps(c, [(1, 1, 1)]),
    "recipients of yesterday": lambda c: recipients.forget_old(c, 1, NOW),
    "next slots": _next_slots,
    "yesterdays": lambda c: new_day.last_days(c, 1, [1], NOW.date()),
    "old logs": lambda c: retention.drop_logs(c, NOW, 10),
    "old executions": lambda c: retention.drop_executions(c, NOW, 10),
    "old charts": lambda c: retention.drop_charts(c, NOW, NOW),
}


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
    plan = await plan_of(database, QUESTIONS[name])
    assert plan.lines
    assert plan.walks == []


async def test_what_is_committed_at_once_walks_none_either(
    database: Database, make: Builders
) -> None:
    if not database.commits_at_once:
        pytest.skip("SQLite writes to one table with each statement")
    await _fill(make)
    plan = await plan_of(database, _at_once)
    assert plan.lines
    assert plan.walks == []
