"""Executions on their way back: put off, skipped, or found in the hands of nobody."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, String, and_, case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.execution import ExecutionState as State
from brasa.domain.execution import ExecutionType
from brasa.store.batch import Columns, batch_table, batch_values
from brasa.store.chunks import chunked
from brasa.store.execution_states import in_state
from brasa.store.moving import MOVING, Moving, moving
from brasa.store.tables import campaign_sessions, executions, organizations
from brasa.store.types import Instant

_c = executions.c
_FREE = {"lease_owner": None, "lease_until": None}
# A message, or the same in every language: each row takes that of its organization.
Message = str | Mapping[str, str]

# A slot is known by its time: what was given back and planned anew meanwhile is another one.
_PUT_OFF: Columns = {"id": BigInteger(), "was": Instant(), "scheduled_at": Instant()}


async def put_off(
    connection: AsyncConnection, times: Sequence[tuple[Moving, datetime]]
) -> set[int]:
    """scheduled → scheduled at a later time; the ids that still stood as they were read."""
    batch = batch_table(connection.dialect.name, _PUT_OFF)
    statement = (
        update(executions)
        .where(_stands(batch))
        .values(scheduled_at=batch.c.scheduled_at)
        .returning(_c.id)
    )
    rows = [(waiting.id, waiting.scheduled_at, until) for waiting, until in times]
    values = batch_values(connection, _PUT_OFF, rows)
    return set((await connection.execute(statement, values)).scalars())


_SKIP: Columns = {
    "id": BigInteger(),
    "was": Instant(),
    "error_code": String(),
    "error_message": String(),
}


async def skip(
    connection: AsyncConnection,
    reasons: Sequence[tuple[Moving, str, str]],
    now: datetime,
) -> set[int]:
    """scheduled → skipped, each with a code and a message; the ids that still stood as read."""
    batch = batch_table(connection.dialect.name, _SKIP)
    statement = (
        update(executions)
        .where(_stands(batch))
        .values(_skipped(now, batch.c.error_code, batch.c.error_message))
        .returning(_c.id)
    )
    rows = [(waiting.id, waiting.scheduled_at, *reason) for waiting, *reason in reasons]
    values = batch_values(connection, _SKIP, rows)
    return set((await connection.execute(statement, values)).scalars())


async def give_back(
    connection: AsyncConnection, condition: Any, now: datetime, code: str, message: Message
) -> list[Moving]:
    """scheduled → as if no time had been given; the rows as they were before.

    `condition` names the state, so that an index of what is open answers it. A recipient waits
    for a time again; a slot of the conversation lapses, for it was only a time.
    """
    query = select(*MOVING).where(condition)
    rows = [moving(row) for row in await connection.execute(query.with_for_update())]
    return await _give_back(connection, rows, now, code, message)


async def _give_back(
    connection: AsyncConnection, rows: list[Moving], now: datetime, code: str, message: Message
) -> list[Moving]:
    for chunk in chunked([row.id for row in rows if row.type is ExecutionType.EXTERNAL]):
        await connection.execute(
            update(executions)
            .where(_c.id.in_(chunk))
            .values(state=State.PENDING, session_id=None, scheduled_at=None, **_FREE)
        )
    for chunk in chunked([row.id for row in rows if row.type is ExecutionType.INTERNAL]):
        await connection.execute(
            update(executions).where(_c.id.in_(chunk)).values(_skipped(now, code, _told(message)))
        )
    return rows


async def give_back_campaign(
    connection: AsyncConnection, campaign_id: int, now: datetime, code: str, message: Message
) -> list[Moving]:
    """`give_back` for all that a campaign has planned."""
    return await give_back(connection, _planned(campaign_id), now, code, message)


async def give_back_missed(
    connection: AsyncConnection, before: datetime, now: datetime, code: str, message: Message
) -> list[Moving]:
    """`give_back` for what should have been sent before a moment and still waits."""
    condition = and_(in_state(State.SCHEDULED), _c.scheduled_at < before)
    return await give_back(connection, condition, now, code, message)


async def give_back_these(
    connection: AsyncConnection,
    waiting: Sequence[Moving],
    now: datetime,
    code: str,
    message: Message,
) -> list[Moving]:
    """`give_back` for those of these executions that still stand as they were read."""
    query = select(*MOVING).where(
        _c.id.in_([row.id for row in waiting]), _c.state == State.SCHEDULED
    )
    found = {moving(row) for row in await connection.execute(query.with_for_update())}
    rows = [row for row in waiting if row in found]
    return await _give_back(connection, rows, now, code, message)


async def skip_rest(
    connection: AsyncConnection,
    campaign_id: int,
    most: int,
    now: datetime,
    code: str,
    message: Message,
) -> list[Moving]:
    """pending or scheduled → skipped, at most `most` of a campaign that was stopped."""
    waiting = and_(in_state(State.PENDING), _c.campaign_id == campaign_id)
    rows: list[Moving] = []
    for condition in (waiting, _planned(campaign_id)):
        rest = select(_c.id).where(condition).limit(most - len(rows))
        statement = (
            update(executions)
            .where(_c.id.in_(rest.scalar_subquery()), condition)
            .values(_skipped(now, code, _told(message)))
            .returning(*MOVING)
        )
        rows += [moving(row) for row in await connection.execute(statement)]
    return rows


def _stands(batch: FromClause) -> ColumnElement[bool]:
    """Whether a row of the batch is still scheduled for the time it was read with."""
    same = and_(_c.id == batch.c.id, _c.scheduled_at == batch.c.was)
    return and_(same, _c.state == State.SCHEDULED)


def _skipped(now: datetime, code: Any, message: Any) -> dict[str, Any]:
    return {
        "state": State.SKIPPED,
        "error_code": code,
        "error_message": message,
        "finished_at": now,
        **_FREE,
    }


def _told(message: Message) -> str | ColumnElement[str]:
    if isinstance(message, str):
        return message
    mine = organizations.c.id == _c.organization_id
    return select(case(message, value=organizations.c.language)).where(mine).scalar_subquery()


def _planned(campaign_id: int) -> ColumnElement[bool]:
    """What a campaign has planned, found by its sessions' times."""
    seats = select(campaign_sessions.c.session_id).where(
        campaign_sessions.c.campaign_id == campaign_id
    )
    ours = _c.campaign_id == campaign_id
    return and_(in_state(State.SCHEDULED), _c.session_id.in_(seats), ours)


async def lose_expired(
    connection: AsyncConnection,
    now: datetime,
    code: str,
    message: Message,
    *,
    receipt_due_at: datetime | None = None,
    look_up_at: datetime | None = None,
) -> list[Moving]:
    """sending → unknown where the lease is over: the provider may or may not have it.

    `look_up_at` is when it is first asked, `receipt_due_at` when it should have told. The owner
    stays on the row, so that it may still settle it if it is only late.
    """
    statement = (
        update(executions)
        .where(in_state(State.SENDING), _c.lease_until <= now)
        .values(
            state=State.UNKNOWN,
            error_code=code,
            error_message=_told(message),
            lease_until=None,
            receipt_due_at=receipt_due_at,
            look_up_at=look_up_at,
        )
        .returning(*MOVING)
    )
    return [moving(row) for row in await connection.execute(statement)]
