"""Column types that read the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Integer, Row, Text
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)

# A row of any columns.
AnyRow = Row[*tuple[Any, ...]]

BigId = BigInteger().with_variant(Integer, "sqlite")


@lru_cache(maxsize=1024)
def to_ms(at: datetime) -> int:
    """An instant as it is stored: whole milliseconds since 1970; kept for the last ones."""
    return (at - _EPOCH) // _MS


@lru_cache(maxsize=1024)
def from_ms(ms: int) -> datetime:
    """The instant that is stored so; kept for the last ones."""
    return _EPOCH + timedelta(milliseconds=ms)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, stored as whole milliseconds since 1970.

    An integer compares, indexes and travels alike on both databases; SQLite has no time type.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:
        return None if value is None else to_ms(value)

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:
        return None if value is None else from_ms(value)


class Json(TypeDecorator[Any]):
    """Any msgspec value as JSON text; reads back as plain Python."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: str | None, dialect: Any) -> Any:
        return None if value is None else msgspec.json.decode(value)
