"""Which sessions have something due, and when."""

from datetime import datetime

from sqlalchemy import BigInteger, func, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.execution import ExecutionState
from brasa.store.execution_states import in_state
from brasa.store.tables import executions
from brasa.store.types import to_ms

# Moments closer than this are one: a session is then looked at once for all of them.
BUCKET_MS = 100


async def due_moments(
    connection: AsyncConnection, now: datetime, until: datetime
) -> list[tuple[int, int]]:
    """(session, milliseconds since 1970) of everything scheduled before `until`.

    What is overdue counts as due now. Costs as much as there is open work, whatever the history.
    """
    at = type_coerce(executions.c.scheduled_at, BigInteger)
    query = (
        select(executions.c.session_id, (at - at % BUCKET_MS + BUCKET_MS).label("moment"))
        .where(in_state(ExecutionState.SCHEDULED), executions.c.scheduled_at < until)
        .distinct()
    )
    present = to_ms(now)
    rows = await connection.execute(query)
    return sorted({(row.session_id, max(row.moment, present)) for row in rows})


async def overdue(connection: AsyncConnection, now: datetime) -> tuple[datetime | None, int]:
    """What should have been sent by now and waits: since when the oldest one, and how many."""
    query = select(func.min(executions.c.scheduled_at), func.count()).where(
        in_state(ExecutionState.SCHEDULED), executions.c.scheduled_at < now
    )
    since, count = (await connection.execute(query)).one()
    return since, count
