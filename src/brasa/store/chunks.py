"""Statements name ids in lists; databases bound how long such a list may be."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

# Well below SQLite's 32,766 and PostgreSQL's 32,767 parameters a statement.
MOST = 5_000


def chunked(items: Collection[T], most: int = MOST) -> Iterator[Sequence[T]]:
    """`items` in order, in lists of at most `most`."""
    rest = iter(items)
    while chunk := list(islice(rest, most)):
        yield chunk
