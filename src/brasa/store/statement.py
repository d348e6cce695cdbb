"""Statements that run so often that what surrounds them would cost more than they do.

A `Statement` is built and compiled once for each database. Where a transaction is one function
(`Database.transact`) it runs on the driver itself; elsewhere SQLAlchemy runs the same text.
Parameters and results are plain: numbers and strings, an instant as whole milliseconds; no lists
that SQLAlchemy would have to spell out.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ClauseElement, Dialect
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.compiler import SQLCompiler

from brasa.store.direct import DirectConnection

Build = Callable[[str], ClauseElement]
# The text of a statement, and for each of its positions the parameter's name and its default.
_Text = tuple[str, Sequence[tuple[str, Any]]]


class Statement:
    """`build` makes the statement for a database, given SQLAlchemy's name of its dialect."""

    def __init__(self, build: Build) -> None:
        self._build = build
        self._texts: dict[str, _Text] = {}

    async def run(
        self, connection: AsyncConnection, parameters: Mapping[str, Any]
    ) -> Sequence[Sequence[Any]]:
        """The rows that it returns, each in the order of its columns."""
        dialect = connection.dialect
        text = self._texts.get(dialect.name)
        if text is None:
            text = self._texts[dialect.name] = self._compile(dialect)
        sql, positions = text
        values = [parameters.get(name, default) for name, default in positions]
        if isinstance(connection, DirectConnection):
            return await connection.run(sql, values)
        result = await connection.exec_driver_sql(sql, tuple(values))
        return result.all() if result.returns_rows else []

    def _compile(self, dialect: Dialect) -> _Text:
        compiled = self._build(dialect.name).compile(dialect=dialect)
        if not isinstance(compiled, SQLCompiler):
            raise TypeError(f"{type(compiled).__name__} has no parameters")
        positions = compiled.positiontup or ()
        return compiled.string, [(name, compiled.binds[name].effective_value) for name in positions]
