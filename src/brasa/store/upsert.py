"""INSERT … ON CONFLICT, which both databases have and SQLAlchemy spells per dialect."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Insert = sqlite.Insert | postgresql.Insert


def insert_into(connection: AsyncConnection, table: Table) -> Insert:
    """An insert that knows ON CONFLICT on this connection's database."""
    return insert_on(connection.dialect.name, table)


def insert_on(dialect: str, table: Table) -> Insert:
    """An insert that knows ON CONFLICT on a database with this dialect's name."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


async def add_counts(
    connection: AsyncConnection,
    table: Table,
    counts: tuple[str, ...],
    rows: Sequence[Mapping[str, Any]],
) -> None:
    """Add to the counters of each row, creating the rows that are missing.

    Rows should come sorted by key: two transactions that meet on several then never deadlock.
    """
    if rows:
        await connection.execute(_add(connection.dialect.name, table, counts), list(rows))


@cache
def _add(dialect: str, table: Table, counts: tuple[str, ...]) -> Insert:
    statement = insert_on(dialect, table)
    return statement.on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={name: table.c[name] + statement.excluded[name] for name in counts},
    )
