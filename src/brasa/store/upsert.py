"""INSERT … ON CONFLICT, which both databases have and SQLAlchemy spells per dialect."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Insert = sqlite.Insert | postgresql.Insert


def insert_into(connection: AsyncConnection, table: Table) -> Insert:
    """An insert that knows ON CONFLICT on this connection's database."""
    return insert_for(connection.dialect.name, table)


def insert_for(dialect: str, table: Table) -> Insert:
    """The same for a database by SQLAlchemy's name of it, for statements worth keeping."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


async def add_counts(
    connection: AsyncConnection,
    table: Table,
    counts: Iterable[str],
    rows: Sequence[Mapping[str, Any]],
) -> None:
    """Add to the counters of each row, creating the rows that are missing.

    Rows should come sorted by key: two transactions that meet on several then never deadlock.
    """
    if not rows:
        return
    statement = insert_into(connection, table)
    statement = statement.on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={name: table.c[name] + statement.excluded[name] for name in counts},
    )
    await connection.execute(statement, list(rows))
