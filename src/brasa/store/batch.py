"""A batch of rows as a table inside one statement.

`UPDATE … FROM batch … RETURNING` moves a whole batch in one round trip and says which rows it
moved, which neither driver's executemany does. SQLite reads the batch as JSON, PostgreSQL as
arrays, which arrive in its own notation: the driver would look at every element four times.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, cast

import msgspec
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Dialect,
    FromClause,
    String,
    Text,
    any_,
    bindparam,
    func,
    select,
    type_coerce,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeDecorator, TypeEngine

from brasa.store.types import Instant, to_ms

Columns = Mapping[str, TypeEngine[Any]]


def batch_table(dialect: str, columns: Columns, name: str = "batch") -> FromClause:
    """A table of this name with these columns; give its rows with `batch_values`.

    `dialect` is SQLAlchemy's name of the database. Statements on it are worth keeping: building
    one costs more than running it.
    """
    if dialect == "sqlite":
        rows = func.json_each(bindparam(name)).table_valued("value")
        fields = [
            type_coerce(func.json_extract(rows.c.value, f"$[{index}]"), type_).label(column)
            for index, (column, type_) in enumerate(columns.items())
        ]
        return select(*fields).subquery(name)
    arrays = [_array(f"{name}_{column}", plain(type_)) for column, type_ in columns.items()]
    rows = func.unnest(*arrays).table_valued(*columns).render_derived()
    fields = [type_coerce(rows.c[column], type_).label(column) for column, type_ in columns.items()]
    return select(*fields).subquery(name)


def batch_values(
    connection: AsyncConnection,
    columns: Columns,
    rows: Sequence[Sequence[Any]],
    name: str = "batch",
) -> dict[str, Any]:
    """The parameters for a statement on `batch_table`; each row in the order of `columns`."""
    by_column = zip(*rows, strict=True) if rows else ([] for _ in columns)
    dialect = connection.dialect
    bound = [
        _bound(type_, values, dialect)
        for type_, values in zip(columns.values(), by_column, strict=True)
    ]
    if dialect.name == "sqlite":
        return {name: msgspec.json.encode(list(zip(*bound, strict=True))).decode()}
    return {
        f"{name}_{column}": _literal(values) for column, values in zip(columns, bound, strict=True)
    }


def among(dialect: str, column: ColumnElement[int]) -> ColumnElement[bool]:
    """That the column is one of the ids given by `among_values`: one parameter, however many."""
    if dialect == "sqlite":
        ids = func.json_each(bindparam("ids")).table_valued("value")
        return column.in_(select(ids.c.value))
    return column == any_(_array("ids", BigInteger()))


def not_among(dialect: str, column: ColumnElement[int], name: str) -> ColumnElement[bool]:
    """That the column is none of the ids given as `id_array` under this name.

    A list of its own, which both databases read once and not for every row.
    """
    if dialect == "sqlite":
        ids = func.json_each(bindparam(name)).table_valued("value")
        return column.not_in(select(ids.c.value))
    return column.not_in(select(func.unnest(_array(name, BigInteger()))))


def ids_table(dialect: str) -> FromClause:
    """A table with a column `id` of the ids given by `among_values`."""
    if dialect == "sqlite":
        ids = func.json_each(bindparam("ids")).table_valued("value", name="asked")
        return select(ids.c.value.label("id")).subquery("asked")
    return func.unnest(_array("ids", BigInteger())).table_valued("id").render_derived("asked")


def among_values(connection: AsyncConnection, ids: Iterable[int]) -> dict[str, Any]:
    """The parameter for a statement with `among`, or on `ids_table`."""
    return {"ids": id_array(connection, ids)}


def id_array(connection: AsyncConnection, ids: Iterable[int]) -> str:
    """Ids as one parameter, whatever their number."""
    if connection.dialect.name == "sqlite":
        return msgspec.json.encode(list(ids)).decode()
    return _literal(list(ids))


def plain(type_: TypeEngine[Any]) -> TypeEngine[Any]:
    """The type of what the driver sees."""
    return type_.impl_instance if isinstance(type_, TypeDecorator) else type_


def _array(name: str, type_: TypeEngine[Any]) -> ColumnElement[Any]:
    """A parameter that is an array of `type_`, given as `_literal` writes it."""
    return sql_cast(sql_cast(bindparam(name, type_=String()), Text), ARRAY(type_))


_Value = int | float | str | date | None


def _literal(values: Sequence[_Value]) -> str:
    """An array in PostgreSQL's notation; what is alike, numbers and plain texts at once."""
    if not values:
        return "{}"
    first = values[0]
    if values.count(first) == len(values):
        return "{" + ",".join([_element(first)] * len(values)) + "}"
    if isinstance(first, int):
        return "{" + str(list(values))[1:-1].replace("None", "NULL") + "}"
    if isinstance(first, str) and None not in values:
        return _texts(cast("Sequence[str]", values))
    return "{" + ",".join([_element(value) for value in values]) + "}"


def _texts(values: Sequence[str]) -> str:
    everything = "".join(values)
    if '"' in everything or "\\" in everything:
        values = [_escaped(value) for value in values]
    return '{"' + '","'.join(values) + '"}'


def _element(value: _Value) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return f'"{_escaped(value)}"'
    return value.isoformat() if isinstance(value, date) else repr(value)


def _escaped(text: str) -> str:
    if '"' in text or "\\" in text:
        return text.replace("\\", "\\\\").replace('"', '\\"')
    return text


def _bound(type_: TypeEngine[Any], values: Iterable[Any], dialect: Dialect) -> list[Any]:
    if isinstance(type_, Instant):
        return [None if value is None else to_ms(value) for value in values]
    if not isinstance(type_, TypeDecorator):
        return list(values)
    bind = type_.process_bind_param
    return [bind(value, dialect) for value in values]
