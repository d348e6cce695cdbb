"""Tells the delimiter of a table, and what its columns mean, from the header line."""

import csv
import re
from collections.abc import Mapping, Sequence

import msgspec

from brasa.domain.plain import plain

DELIMITERS = (";", ",", "\t", "|")
_SEP_LINE = re.compile(r"^\"?sep=(?P<delimiter>.)\"?\s*$", re.IGNORECASE)

Aliases = Mapping[str, Sequence[str]]
"""Field -> the header names it goes by, in any language, as `simplified` writes them."""


class Header(msgspec.Struct, frozen=True):
    """`fields` maps a field to its column; `others` maps further columns to their names."""

    delimiter: str
    names: tuple[str, ...]
    fields: dict[str, int]
    others: dict[int, str]


def read_header(line: str, aliases: Aliases, delimiter: str | None = None) -> Header:
    """The header by the delimiter that makes most sense of it: most known columns, then most."""
    candidates = [delimiter] if delimiter else list(DELIMITERS)
    headers = [_header(line, candidate, aliases) for candidate in candidates]
    return max(headers, key=lambda header: (len(header.fields), len(header.names)))


def declared_delimiter(line: str) -> str | None:
    """The delimiter of a `sep=;` line, which spreadsheets may write first."""
    found = _SEP_LINE.match(line)
    return found["delimiter"] if found else None


def simplified(name: str) -> str:
    """A header name without case, accents and punctuation: `E-mail ` and `e mail` are one."""
    return plain(name.replace("\0", ""))


def _header(line: str, delimiter: str, aliases: Aliases) -> Header:
    names = tuple(_cells(line, delimiter))
    fields: dict[str, int] = {}
    others: dict[int, str] = {}
    for index, name in enumerate(names):
        field = _field_of(simplified(name), aliases)
        if field is not None and field not in fields:
            fields[field] = index
        elif simplified(name):
            others[index] = name.replace("\0", "").strip()
    return Header(delimiter, names, fields, others)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _field_of(name: str, aliases: Aliases) -> str | None:
    return next((field for field, known in aliases.items() if name in known), None)
