"""Which sessions are to be judged, and writing down what was judged."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Float,
    String,
    Update,
    and_,
    bindparam,
    false,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.condition import QUARANTINE
from brasa.domain.health import Health
from brasa.domain.session import SessionState
from brasa.store.batch import Columns, batch_table, batch_values
from brasa.store.subjects import Subject
from brasa.store.tables import health_points, session_health, sessions
from brasa.store.types import Instant
from brasa.store.upsert import insert_on


async def take_changed(connection: AsyncConnection, most: int, after: int = 0) -> list[int]:
    """Sessions above `after` with something new to judge, lowest first; marked as looked at before
    they are read, so that what changes from now on is looked at next time."""
    changed = (
        select(session_health.c.session_id)
        .where(session_health.c.changed, session_health.c.session_id > after)
        .order_by(session_health.c.session_id)
        .limit(most)
    )
    statement = (
        update(session_health)
        .where(session_health.c.session_id.in_(changed.scalar_subquery()))
        .values(changed=false())
        .returning(session_health.c.session_id)
    )
    return sorted((await connection.execute(statement)).scalars())


async def mark_ripe(connection: AsyncConnection, now: datetime) -> None:
    """Have sessions measured whose hold or quarantine is over by time alone."""
    ripe = select(sessions.c.id).where(
        or_(
            and_(sessions.c.state == SessionState.HELD, sessions.c.held_until <= now),
            and_(
                sessions.c.state == SessionState.QUARANTINED,
                sessions.c.state_since <= now - QUARANTINE,
            ),
        )
    )
    await connection.execute(
        update(session_health)
        .where(session_health.c.session_id.in_(ripe.scalar_subquery()))
        .values(changed=True)
    )


_MEASURED: Columns = {
    "session_id": BigInteger(),
    "organization_id": BigInteger(),
    "state": String(),
    "score": Float(),
    "health": String(),
}


async def store_health(
    connection: AsyncConnection,
    measured: Sequence[tuple[Subject, Health, SessionState]],
    now: datetime,
) -> None:
    """Write scores down, and each as the point of its hour."""
    if not measured:
        return
    values, dialect = _values(connection, measured), connection.dialect.name
    await connection.execute(_store(dialect), {**values, "now": now})
    await connection.execute(_add_points(dialect, anew=True), {**values, "this_hour": _hour(now)})


async def add_points(
    connection: AsyncConnection,
    measured: Sequence[tuple[Subject, Health, SessionState]],
    at: datetime,
) -> None:
    """Write points of the past, where there are none for that hour."""
    if measured:
        values = {**_values(connection, measured), "this_hour": _hour(at)}
        await connection.execute(_add_points(connection.dialect.name, anew=False), values)


def _values(
    connection: AsyncConnection, measured: Sequence[tuple[Subject, Health, SessionState]]
) -> dict[str, Any]:
    rows = [
        (subject.id, subject.organization_id, state.value, health.score, _encode(health).decode())
        for subject, health, state in measured
    ]
    return batch_values(connection, _MEASURED, rows)


_encode = msgspec.json.Encoder().encode


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


@cache
def _store(dialect: str) -> Update:
    batch = batch_table(dialect, _MEASURED).c
    return (
        update(session_health)
        .where(session_health.c.session_id == batch.session_id)
        .values(
            score=batch.score,
            health=batch.health,
            measured_at=bindparam("now", type_=Instant()),
        )
    )


@cache
def _add_points(dialect: str, *, anew: bool) -> Any:
    batch = batch_table(dialect, _MEASURED).c
    hour = bindparam("this_hour", type_=Instant())
    # WHERE: SQLite would read ON CONFLICT as the condition of a join.
    rows = select(batch.session_id, hour, batch.organization_id, batch.state, batch.health)
    insert = insert_on(dialect, health_points).from_select(
        ["session_id", "hour", "organization_id", "state", "health"], rows.where(true())
    )
    if not anew:
        return insert.on_conflict_do_nothing()
    return insert.on_conflict_do_update(
        index_elements=["session_id", "hour"],
        set_={"state": insert.excluded.state, "health": insert.excluded.health},
    )
