"""Pages by key: a page goes on where the last one ended, whatever was added meanwhile.

A filter that no index answers is applied to at most `SCAN` candidates a page, so that no question
costs more with history. Such a page may be short, or empty, and still name a next one.
"""

import base64
from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Select, literal, tuple_

from brasa.errors import FieldProblem, InvalidInput
from brasa.store.types import Instant, from_ms, to_ms

SCAN = 5_000
MAX_ID = 2**63 - 1
# The last instant that a datetime holds, in milliseconds.
_MAX_AT = 253_402_300_799_999

T = TypeVar("T")
Query = Select[*tuple[Any, ...]]


class Position(msgspec.Struct, frozen=True, array_like=True):
    """A place in a list: the instant it is ordered by, in milliseconds (0 where by id), and id."""

    at: int
    id: int

    @property
    def instant(self) -> datetime:
        """`at` as an aware UTC datetime."""
        return from_ms(self.at)


def position(at: datetime | None, id_: int) -> Position:
    """The place of an item ordered by `at` and `id_`, or by `id_` alone."""
    return Position(0 if at is None else to_ms(at), id_)


class Page(msgspec.Struct, Generic[T]):
    """Some items of a list and where the next page begins, when there is one."""

    items: list[T]
    next: Position | None = None


def earlier(
    at: ColumnElement[Any], id_: ColumnElement[Any], after: Position
) -> ColumnElement[bool]:
    """Whether a row comes after `after` in a list ordered by (`at`, `id_`), newest first."""
    return tuple_(at, id_) < tuple_(literal(after.instant, Instant()), literal(after.id))


def encode_cursor(position: Position) -> str:
    """The opaque text that a client hands back for the next page."""
    return base64.urlsafe_b64encode(msgspec.msgpack.encode(position)).decode().rstrip("=")


def decode_cursor(cursor: str | None) -> Position | None:
    """What `encode_cursor` wrote. Raises InvalidInput for anything else."""
    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        raw = base64.b64decode(padded, altchars=b"-_", validate=True)
        found = msgspec.msgpack.decode(raw, type=Position)
    except ValueError:
        raise _not_a_cursor() from None
    if not (0 <= found.at <= _MAX_AT and 0 <= found.id <= MAX_ID):
        raise _not_a_cursor()
    return found


def _not_a_cursor() -> InvalidInput:
    problem = FieldProblem("cursor", "não é um cursor", "o nextCursor da página anterior")
    return InvalidInput(problems=[problem])
