"""What sessions were asked to send on a day: their plan, and the largest where it has changed."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from sqlalchemy import BigInteger, Date, Select, Update, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.batch import Columns, batch_table, batch_values
from brasa.store.tables import session_days

_PLAN: Columns = {"session_id": BigInteger(), "day": Date(), "plan": BigInteger()}
_c = session_days.c


async def raise_plans(connection: AsyncConnection, plans: Sequence[tuple[int, date, int]]) -> None:
    """Write (session, day, messages) down where less, or nothing, is on record for the day.

    Rows are locked in the order in which workers count in them, so that neither waits for the
    other in a circle. A day that was not opened for a session has no row, and nothing sent.
    """
    dialect, values = connection.dialect.name, batch_values(connection, _PLAN, plans)
    await connection.execute(_lock(dialect), values)
    await connection.execute(_raise(dialect), values)


@cache
def _lock(dialect: str) -> Select[tuple[int]]:
    batch = batch_table(dialect, _PLAN).c
    mine = and_(_c.session_id == batch.session_id, _c.day == batch.day)
    return (
        select(_c.session_id)
        .where(mine)
        .order_by(_c.session_id, _c.day)
        .with_for_update(of=session_days)
    )


@cache
def _raise(dialect: str) -> Update:
    batch = batch_table(dialect, _PLAN).c
    return (
        update(session_days)
        .where(
            _c.session_id == batch.session_id,
            _c.day == batch.day,
            or_(_c.cap.is_(None), _c.cap < batch.plan),
        )
        .values(cap=batch.plan)
    )
