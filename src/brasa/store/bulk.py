"""Many rows through one statement, as fast as the driver takes them.

SQLAlchemy prepares each row's parameters by name; for a million rows that costs more than storing
them. Here the statement is compiled once and the rows go to the driver as tuples.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeDecorator


async def insert_many(
    connection: AsyncConnection, statement: Insert, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Run `statement` (keep it: it is compiled once) for every row; all have the same columns."""
    if not rows:
        return
    text, binders = _compiled(statement, connection.dialect, tuple(rows[0]))
    values = [
        tuple([bind(row[name]) if bind else row[name] for name, bind in binders]) for row in rows
    ]
    await connection.exec_driver_sql(text, values)


@lru_cache(maxsize=64)
def _compiled(statement: Insert, dialect: Dialect, columns: tuple[str, ...]) -> tuple[str, Any]:
    compiled = statement.compile(dialect=dialect, column_keys=list(columns))
    order = getattr(compiled, "positiontup", None) or list(columns)
    return str(compiled), [(name, _binder(statement, name, dialect)) for name in order]


def _binder(statement: Insert, name: str, dialect: Dialect) -> Any:
    """What makes a value the driver's; None where it is already."""
    kind = statement.table.c[name].type
    if isinstance(kind, TypeDecorator):
        return lambda value: kind.process_bind_param(value, dialect)
    return None
