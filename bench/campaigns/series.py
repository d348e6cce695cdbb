"""Rows that the database makes by itself, from a series of numbers: ten million take seconds."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    String,
    Table,
    cast,
    insert,
    literal,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.types import to_ms


def numbers(first: int, last: int) -> FromClause:
    """The whole numbers of a range as a table with a column `n`."""
    series = select(literal(first, BigInteger).label("n")).cte("series", recursive=True)
    following = (series.c.n + 1).label("n")
    return series.union_all(select(following).where(series.c.n < last))


async def insert_rows(
    connection: AsyncConnection, table: Table, columns: dict[str, Any], source: FromClause
) -> None:
    """Insert one row for each row of `source`; columns are expressions on it, or constants."""
    query: Select[Any] = select(
        *(
            value if isinstance(value, ColumnElement) else literal(value, table.c[name].type)
            for name, value in columns.items()
        )
    ).select_from(source)
    await connection.execute(insert(table).from_select(list(columns), query, False))


def named(prefix: str, number: ColumnElement[int]) -> ColumnElement[str]:
    """A name with a number."""
    return literal(prefix) + cast(number, String)


def spread(
    number: ColumnElement[int], of: int, begin: datetime, end: datetime
) -> ColumnElement[int]:
    """The moment of the n-th of so many, evenly from `begin` to `end`."""
    first, last = to_ms(begin), to_ms(end)
    return literal(first, BigInteger) + number * ((last - first) // max(of, 1))
