"""INSERT … ON CONFLICT, which both databases have and SQLAlchemy spells per dialect."""

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
