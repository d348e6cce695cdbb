"""A batch of rows as a table inside one statement.

`UPDATE … FROM batch … RETURNING` moves a whole batch in one round trip and says which rows it
moved, which neither driver's executemany does. SQLite reads the batch as JSON, PostgreSQL as
arrays.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import FromClause, bindparam, cast, func, select, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeDecorator, TypeEngine

Columns = Mapping[str, TypeEngine[Any]]


def batch_table(dialect: str, columns: Columns) -> FromClause:
    """A table named `batch` with these columns; give its rows with `batch_values`.

    `dialect` is SQLAlchemy's name of the database. Statements on it are worth keeping: building
    one costs more than running it.
    """
    if dialect == "sqlite":
        rows = func.json_each(bindparam("batch")).table_valued("value")
        fields = [
            type_coerce(func.json_extract(rows.c.value, f"$[{index}]"), type_).label(name)
            for index, (name, type_) in enumerate(columns.items())
        ]
        return select(*fields).subquery("batch")
    arrays = [
        cast(bindparam(f"batch_{name}"), ARRAY(_plain(type_))) for name, type_ in columns.items()
    ]
    rows = func.unnest(*arrays).table_valued(*columns).render_derived()
    fields = [type_coerce(rows.c[name], type_).label(name) for name, type_ in columns.items()]
    return select(*fields).subquery("batch")


def batch_values(
    connection: AsyncConnection, columns: Columns, rows: Sequence[Sequence[Any]]
) -> dict[str, Any]:
    """The parameters for a statement on `batch_table`; each row in the order of `columns`."""
    binders = [_binder(type_, connection) for type_ in columns.values()]
    plain = [[bind(value) for bind, value in zip(binders, row, strict=True)] for row in rows]
    if connection.dialect.name == "sqlite":
        return {"batch": msgspec.json.encode(plain).decode()}
    return {f"batch_{name}": [row[index] for row in plain] for index, name in enumerate(columns)}


def _plain(type_: TypeEngine[Any]) -> TypeEngine[Any]:
    return type_.impl_instance if isinstance(type_, TypeDecorator) else type_


def _binder(type_: TypeEngine[Any], connection: AsyncConnection) -> Any:
    if isinstance(type_, TypeDecorator):
        return lambda value: type_.process_bind_param(value, connection.dialect)
    return lambda value: value
