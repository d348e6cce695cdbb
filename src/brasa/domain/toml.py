"""TOML as people write it."""

import re
import tomllib
from typing import Any

_NUL = re.compile(r"\\u0{4}|\\U0{8}")


def read_toml(text: str) -> dict[str, Any]:
    """The document of `text`. Raises tomllib.TOMLDecodeError, however it is wrong.

    A NUL, which TOML can say and PostgreSQL cannot store, is wrong too.
    """
    try:
        document = tomllib.loads(text)
        holds_nul = _holds_nul(document)
    except RecursionError:
        # The parser goes down a level of itself for each level of the text.
        raise tomllib.TOMLDecodeError("Nested too deeply") from None
    if holds_nul:
        raise tomllib.TOMLDecodeError("NUL is no text" + _position(text))
    return document


def _holds_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(map(_holds_nul, value)) or any(map(_holds_nul, value.values()))
    return isinstance(value, list) and any(map(_holds_nul, value))


def _position(text: str) -> str:
    """Where it is, as tomllib says it."""
    found = _NUL.search(text)
    if found is None:
        return ""
    line = text.count("\n", 0, found.start()) + 1
    column = found.start() - text.rfind("\n", 0, found.start())
    return f" (at line {line}, column {column})"
