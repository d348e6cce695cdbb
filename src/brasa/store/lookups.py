"""Unknown executions whose provider is to be asked what became of them."""

from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import BigInteger, bindparam, case, null, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.execution import ExecutionState
from brasa.store.execution_states import in_state
from brasa.store.moving import MOVING, Moving, moving
from brasa.store.tables import executions
from brasa.store.types import AnyRow, Instant, to_ms

# After that a provider that has not told by itself will not know either.
ASK_FOR = timedelta(hours=24)

_c = executions.c


async def take_due(
    connection: AsyncConnection, now: datetime, most: int
) -> list[tuple[Moving, str | None, datetime]]:
    """Those to be asked about now, with the provider's id where it is known and when they left.

    Each is put off in the same statement, to twice its present age: whoever takes it asks, once,
    and a process that dies over it has not lost the next time. After `ASK_FOR` it is left to
    receipts and operators.
    """
    due = (
        select(_c.id)
        .where(
            in_state(ExecutionState.UNKNOWN),
            _c.look_up_at.is_not(None),
            _c.look_up_at <= now,
        )
        .order_by(_c.look_up_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    present = bindparam("present", to_ms(now), BigInteger)
    age = present - type_coerce(_c.executed_at, BigInteger)
    again = case((_c.executed_at > now - ASK_FOR, present + age), else_=null())
    statement = (
        update(executions)
        .where(_c.id.in_(due.scalar_subquery()), in_state(ExecutionState.UNKNOWN))
        .values(look_up_at=type_coerce(again, Instant()))
        .returning(*MOVING, _c.provider_id, _c.executed_at)
    )
    rows = await connection.execute(statement)
    return [
        (moving(cast("AnyRow", row[: len(MOVING)])), row.provider_id, row.executed_at)
        for row in rows
    ]
