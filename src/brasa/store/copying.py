"""Whole tables from one database to another, in the order of their keys."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from typing import Any

import msgspec
import sqlalchemy
from sqlalchemy import func, insert, literal, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.tables import leases, metadata, nodes

# What only says which process does what now.
PASSING = (leases, nodes)

Table = sqlalchemy.Table
Key = tuple[Any, ...]
Row = dict[str, Any]


def tables() -> list[Table]:
    """Every table worth copying; whoever is referred to comes first."""
    return [table for table in metadata.sorted_tables if table not in PASSING]


async def count(connection: AsyncConnection, table: Table) -> int:
    """How many rows it has."""
    query = select(func.count()).select_from(table)
    return int((await connection.execute(query)).scalar_one())


async def last_key(connection: AsyncConnection, table: Table) -> Key | None:
    """The greatest key; None for an empty table."""
    columns = list(table.primary_key)
    query = select(*columns).order_by(*(column.desc() for column in columns)).limit(1)
    row = (await connection.execute(query)).first()
    return None if row is None else tuple(row)


async def rows_after(
    connection: AsyncConnection, table: Table, key: Key | None, most: int
) -> list[Row]:
    """The next rows in the order of the key."""
    columns = list(table.primary_key)
    # What a database computes by itself it computes there too.
    given = [column for column in table.c if column.computed is None]
    query = select(*given).order_by(*columns).limit(most)
    if key is not None:
        values = [literal(v, c.type) for v, c in zip(key, columns, strict=True)]
        query = query.where(tuple_(*columns) > tuple_(*values))
    return [dict(row._mapping) for row in await connection.execute(query)]


async def batches(connection: AsyncConnection, table: Table, most: int) -> AsyncIterator[list[Row]]:
    """All rows, some at a time."""
    key: Key | None = None
    while rows := await rows_after(connection, table, key, most):
        yield rows
        key = key_of(table, rows[-1])


def key_of(table: Table, row: Row) -> Key:
    """A row's key."""
    return tuple(row[column.name] for column in table.primary_key)


async def write(connection: AsyncConnection, table: Table, rows: Sequence[Row]) -> None:
    """Add rows as they are, keys included."""
    await connection.execute(insert(table), list(rows))


async def checksum(connection: AsyncConnection, table: Table, most: int) -> str:
    """A digest of all rows in the order of their key, the same on both databases."""
    digest = hashlib.blake2b(digest_size=16)
    encode = msgspec.msgpack.Encoder(order="sorted").encode
    async for rows in batches(connection, table, most):
        for row in rows:
            digest.update(encode(row))
    return digest.hexdigest()


async def set_sequences(connection: AsyncConnection) -> None:
    """Let PostgreSQL give out ids above those that were copied."""
    for table in tables():
        if "id" not in table.c:
            continue
        sequence = text("SELECT pg_get_serial_sequence(:table, 'id')")
        name = (await connection.execute(sequence, {"table": table.name})).scalar_one()
        if name is not None:
            highest = select(func.max(table.c.id))
            top = (await connection.execute(highest)).scalar_one()
            if top is not None:
                await connection.execute(select(func.setval(name, top)))
