"""Executions get a time: the planner's arrows of the state machine."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Update, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.execution import ExecutionState as State
from brasa.store.batch import Columns, batch_table, batch_values
from brasa.store.execution_states import in_state
from brasa.store.tables import executions
from brasa.store.types import Instant
from brasa.store.upsert import insert_into

_c = executions.c


async def pending_ids(
    connection: AsyncConnection, wanted: Iterable[tuple[int, int]]
) -> dict[int, list[int]]:
    """The next recipients without a time: for each (campaign, how many), their execution ids."""
    statement = (
        select(_c.id)
        .where(_c.campaign_id == bindparam("campaign"), in_state(State.PENDING))
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
