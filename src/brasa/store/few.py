"""A few rows as a table inside one statement: one parameter, however many columns.

Both databases read them as JSON. For a batch of many rows the arrays of `batch_table` are cheaper
on PostgreSQL, for a handful they cost more to write than the statement does.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import FromClause, String, Text, bindparam, cast, column, func, select, type_coerce
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.batch import Columns, batch_table, batch_values, plain
from brasa.store.types import Instant, to_ms

_encode = msgspec.json.Encoder().encode


def few_table(dialect: str, columns: Columns, name: str) -> FromClause:
    """A table of this name with these columns; give its rows with `few_values`."""
    if dialect == "sqlite":
        return batch_table(dialect, columns, name)
    json = cast(cast(bindparam(name, type_=String()), Text), JSON)
    typed = [column(each, plain(type_)) for each, type_ in columns.items()]
    rows = func.json_to_recordset(json).table_valued(*typed).render_derived(with_types=True)
    fields = [type_coerce(rows.c[each], type_).label(each) for each, type_ in columns.items()]
    return select(*fields).subquery(name)


def few_values(
    connection: AsyncConnection, columns: Columns, rows: Sequence[Sequence[Any]], name: str
) -> dict[str, Any]:
    """The parameter for a statement on `few_table`; each row in the order of `columns`."""
    if connection.dialect.name == "sqlite":
        return batch_values(connection, columns, rows, name)
    named = [dict(zip(columns, row, strict=True)) for row in rows]
    for instant in [each for each, type_ in columns.items() if isinstance(type_, Instant)]:
        for row in named:
            row[instant] = to_ms(row[instant])
    return {name: _encode(named).decode()}
