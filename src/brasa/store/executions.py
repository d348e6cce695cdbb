"""Executions on their way out. Each function is one arrow, or a few, of the state machine.

An arrow is an UPDATE that names the state it leaves and, from `leased` on, the owner; what it
returns are the rows it moved. Who is not returned has been moved by somebody else.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    String,
    Update,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.campaign import CampaignStatus
from brasa.domain.execution import ExecutionState as State
from brasa.domain.execution import ExecutionType
from brasa.domain.session import MUTE
from brasa.store.batch import Columns, batch_table, batch_values
from brasa.store.tables import campaigns, contacts, executions, sessions, suppressions
from brasa.store.types import AnyRow, Instant
from brasa.store.upsert import insert_into

_c = executions.c
MOVING = (
    _c.id,
    _c.organization_id,
    _c.campaign_id,
    _c.type,
    _c.session_id,
    _c.to_session_id,
    _c.contact_id,
    _c.attempt,
    _c.scheduled_at,
)

_TYPES = {type_.value: type_ for type_ in ExecutionType}


class Moving(msgspec.Struct, frozen=True, gc=False):
    """An execution between its slot and its outcome; `attempt` counts the tries before this.

    One that is pending has neither session nor time.
    """

    id: int
    organization_id: int
    campaign_id: int
    type: ExecutionType
    session_id: int
    to_session_id: int | None
    contact_id: int | None
    attempt: int
    scheduled_at: datetime


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """What the try numbered `attempt` came to, as columns."""

    id: int
    attempt: int
    state: State
    scheduled_at: datetime
    provider_id: str | None = None
    error_code: str | None = None
    error_message: str | None = None
    finished_at: datetime | None = None
    receipt_due_at: datetime | None = None
    look_up_at: datetime | None = None


async def pending_ids(
    connection: AsyncConnection, wanted: Iterable[tuple[int, int]]
) -> dict[int, list[int]]:
    """The next recipients without a time: for each (campaign, how many), their execution ids."""
    statement = (
        select(_c.id)
        .where(_c.campaign_id == bindparam("campaign"), _c.state == State.PENDING)
        .order_by(_c.id)
        .limit(bindparam("most"))
    )
    return {
        campaign: list(
            (await connection.execute(statement, {"campaign": campaign, "most": most})).scalars()
        )
        for campaign, most in wanted
    }


_SLOT: Columns = {"id": BigInteger(), "session_id": BigInteger(), "scheduled_at": Instant()}


async def give_times(
    connection: AsyncConnection, slots: Sequence[tuple[int, int, datetime]]
) -> list[int]:
    """pending → scheduled: (execution, session, when); the ids that were still pending."""
    statement = _give_times(connection.dialect.name)
    return list(
        (await connection.execute(statement, batch_values(connection, _SLOT, slots))).scalars()
    )


@cache
def _give_times(dialect: str) -> Update:
    batch = batch_table(dialect, _SLOT)
    return (
        update(executions)
        .where(_c.id == batch.c.id, _c.state == State.PENDING)
        .values(
            state=State.SCHEDULED,
            session_id=batch.c.session_id,
            scheduled_at=batch.c.scheduled_at,
        )
        .returning(_c.id)
    )


async def open_slots(
    connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]
) -> set[tuple[int, int, int]]:
    """Write internal executions; the (campaign, session, slot) that were not there yet."""
    if not rows:
        return set()
    statement = insert_into(connection, executions).on_conflict_do_nothing()
    returning = statement.returning(_c.campaign_id, _c.session_id, _c.slot)
    written = await connection.execute(returning, list(rows))
    return {(row.campaign_id, row.session_id, row.slot) for row in written}


async def lease_due(
    connection: AsyncConnection,
    owner: str,
    session_ids: Collection[int],
    now: datetime,
    until: datetime,
    most: int,
) -> list[Moving]:
    """scheduled → leased: what is due of these sessions, earliest first."""
    due = (
        select(_c.id)
        .where(_c.session_id.in_(session_ids), _c.state == State.SCHEDULED, _c.scheduled_at <= now)
        .order_by(_c.scheduled_at, _c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    statement = (
        update(executions)
        .where(_c.id.in_(due.scalar_subquery()), _c.state == State.SCHEDULED)
        .values(state=State.LEASED, lease_owner=owner, lease_until=until)
        .returning(*MOVING)
    )
    rows = [moving(row) for row in (await connection.execute(statement)).all()]
    return sorted(rows, key=lambda row: (row.scheduled_at, row.id))


_CONTENT: Columns = {
    "id": BigInteger(),
    "session_id": BigInteger(),
    "scheduled_at": Instant(),
    "attempt": BigInteger(),
    "content": String(),
}


async def begin_sending(
    connection: AsyncConnection,
    contents: Sequence[tuple[Moving, str]],
    owner: str,
    now: datetime,
    until: datetime,
) -> set[tuple[int, int, datetime]]:
    """leased → sending, the point of no return; (id, session, time) of those that may go out.

    Checked here once more, in the same statement: the lease is still ours and not over, and it is
    this lease (what was planned anew meanwhile may be ours again, at another time or for another
    session); the campaign still runs, the session may send, the contact has not been suppressed
    and still consents. The lease is renewed to `until`; an execution still `sending` then is lost
    from sight.
    """
    rows = [(m.id, m.session_id, m.scheduled_at, m.attempt, content) for m, content in contents]
    parameters = batch_values(connection, _CONTENT, rows) | {
        "owner": owner,
        "now": now,
        "until": until,
    }
    result = await connection.execute(_begin_sending(connection.dialect.name), parameters)
    return {(row.id, row.session_id, row.scheduled_at) for row in result.all()}


@cache
def _begin_sending(dialect: str) -> Update:
    batch = batch_table(dialect, _CONTENT)
    running = select(campaigns.c.id).where(
        campaigns.c.id == _c.campaign_id, campaigns.c.status == CampaignStatus.ACTIVE
    )
    usable = select(sessions.c.id).where(
        sessions.c.id == _c.session_id,
        sessions.c.enabled,
        sessions.c.connected,
        sessions.c.state.not_in(MUTE),
    )
    suppressed = (
        select(suppressions.c.address)
        .where(
            suppressions.c.organization_id == contacts.c.organization_id,
            suppressions.c.kind == contacts.c.kind,
            suppressions.c.address == contacts.c.address,
        )
        .correlate(contacts)
    )
    reachable = select(contacts.c.id).where(
        contacts.c.id == _c.contact_id, contacts.c.consent_at.is_not(None), ~suppressed.exists()
    )
    return (
        update(executions)
        .where(
            _c.id == batch.c.id,
            _by_key(_c.state) == State.LEASED,
            _c.lease_owner == bindparam("owner"),
            _c.lease_until > bindparam("now", type_=Instant()),
            _c.session_id == batch.c.session_id,
            _c.scheduled_at == batch.c.scheduled_at,
            _c.attempt == batch.c.attempt,
            running.exists(),
            usable.exists(),
            _c.contact_id.is_(None) | reachable.exists(),
        )
        .values(
            state=State.SENDING,
            attempt=_c.attempt + 1,
            content=batch.c.content,
            executed_at=bindparam("now", type_=Instant()),
            lease_until=bindparam("until", type_=Instant()),
        )
        .returning(_c.id, _c.session_id, _c.scheduled_at)
    )


_OUTCOME: Columns = {
    "id": BigInteger(),
    "attempt": BigInteger(),
    "state": String(),
    "scheduled_at": Instant(),
    "provider_id": String(),
    "error_code": String(),
    "error_message": String(),
    "finished_at": Instant(),
    "receipt_due_at": Instant(),
    "look_up_at": Instant(),
}
_RESULT = [name for name in _OUTCOME if name not in ("id", "attempt")]


async def settle(
    connection: AsyncConnection, outcomes: Sequence[Settled], owner: str, leaving: State
) -> dict[int, datetime]:
    """`leaving` (sending or unknown) → what the try came to; when those still there were begun.

    What was called unknown meanwhile is settled too: the owner of the try knows better. What is
    at its next try already is left alone.
    """
    rows = [msgspec.structs.astuple(outcome) for outcome in outcomes]
    parameters = batch_values(connection, _OUTCOME, rows) | {"owner": owner, "leaving": leaving}
    moved = await connection.execute(_settle(connection.dialect.name), parameters)
    return {row.id: row.executed_at for row in moved.all()}


@cache
def _settle(dialect: str) -> Update:
    batch = batch_table(dialect, _OUTCOME)
    return (
        update(executions)
        .where(
            _c.id == batch.c.id,
            _c.attempt == batch.c.attempt,
            _c.lease_owner == bindparam("owner"),
            _by_key(_c.state) == bindparam("leaving"),
        )
        .values({name: batch.c[name] for name in _RESULT} | {"lease_until": None})
        .returning(_c.id, _c.executed_at)
    )


def _by_key(state: Column[str]) -> ColumnElement[str]:
    """The state, where rows are found by their keys.

    Written so that no partial index answers it. What a database believes of how many are leased
    is always old: it would rather walk through all of them than look fifty up.
    """
    return func.coalesce(state, "")


def moving(row: AnyRow) -> Moving:
    """A row of the MOVING columns."""
    id_, organization, campaign, type_, *rest = row
    return Moving(id_, organization, campaign, _TYPES[type_], *rest)
