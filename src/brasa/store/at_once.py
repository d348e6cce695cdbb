"""All that a worker commits in one statement: one trip to PostgreSQL instead of five.

Outcomes, beginnings and the counts of both are written as if every execution still stood as the
worker knows it. Nearly always it does; else the statement fails, nothing is written, and the worker
takes them one step after the other.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from asyncpg import DivisionByZeroError
from sqlalchemy import BigInteger, Integer, Select, and_, bindparam, case, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.execution import ExecutionState
from brasa.store.counters import Counters, Rows, count_parts, count_values
from brasa.store.moving import Moving
from brasa.store.sending import (
    Settled,
    begin_update,
    begin_values,
    settle_update,
    settle_values,
)
from brasa.store.statement import Statement


class NotAsKnown(Exception):
    """Somebody has moved one of the executions: nothing was written."""


async def write_at_once(
    connection: AsyncConnection,
    outcomes: Sequence[Settled],
    contents: Sequence[tuple[Moving, str]],
    owner: str,
    now: datetime,
    until: datetime,
    counts: Mapping[Counters, Rows],
) -> None:
    """`settle` what is `sending`, `begin_sending` and `write_counts`, or raise NotAsKnown."""
    values = {
        **settle_values(connection, outcomes, owner, ExecutionState.SENDING),
        **begin_values(connection, contents, owner, now, until),
        **count_values(connection, counts),
        "settled_count": len(outcomes),
        "begun_count": len(contents),
    }
    try:
        await _AT_ONCE.run(connection, values)
    except DivisionByZeroError:
        raise NotAsKnown from None


def _at_once(dialect: str) -> Select[Any]:
    settled = settle_update(dialect).cte("settled_rows")
    begun = begin_update(dialect).cte("begun_rows")
    as_known = and_(
        select(func.count()).select_from(settled).scalar_subquery()
        == bindparam("settled_count", type_=BigInteger()),
        select(func.count()).select_from(begun).scalar_subquery()
        == bindparam("begun_count", type_=BigInteger()),
    )
    # There is no other way to fail in plain SQL.
    check = literal(1, Integer) / case((as_known, 1), else_=0)
    return select(check).add_cte(settled, begun, *count_parts())


_AT_ONCE = Statement(_at_once)
