"""A batch of rows as a table inside one statement.

`UPDATE … FROM batch … RETURNING` moves a whole batch in one round trip and says which rows it
moved, which neither driver's executemany does. SQLite reads the batch as JSON, PostgreSQL as
arrays.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    any_,
    bindparam,
    cast,
    func,
    select,
    type_coerce,
)
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
    plain = [
        _bound(type_, values, connection)
        for type_, values in zip(columns.values(), zip(*rows, strict=True), strict=bool(rows))
    ]
    if connection.dialect.name == "sqlite":
        return {"batch": msgspec.json.encode(list(zip(*plain, strict=True))).decode()}
    if not rows:
        plain = [[] for _ in columns]
    return {f"batch_{name}": values for name, values in zip(columns, plain, strict=True)}


def among(dialect: str, column: ColumnElement[int]) -> ColumnElement[bool]:
    """That the column is one of the ids given by `among_values`: one parameter, however many."""
    if dialect == "sqlite":
        ids = func.json_each(bindparam("ids")).table_valued("value")
        return column.in_(select(ids.c.value))
    return column == any_(bindparam("ids", type_=ARRAY(BigInteger)))


def among_values(connection: AsyncConnection, ids: Iterable[int]) -> dict[str, Any]:
    """The parameter for a statement with `among`."""
    plain = list(ids)
    if connection.dialect.name == "sqlite":
        return {"ids": msgspec.json.encode(plain).decode()}
    return {"ids": plain}


def _plain(type_: TypeEngine[Any]) -> TypeEngine[Any]:
    return type_.impl_instance if isinstance(type_, TypeDecorator) else type_


def _bound(type_: TypeEngine[Any], values: Iterable[Any], connection: AsyncConnection) -> list[Any]:
    if not isinstance(type_, TypeDecorator):
        return list(values)
    return [type_.process_bind_param(value, connection.dialect) for value in values]
