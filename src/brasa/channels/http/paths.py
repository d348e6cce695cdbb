"""Finds a value inside a JSON document by a dotted path."""

from typing import Any


def find(document: Any, path: str) -> Any:
    """The value at `path` ("messages.0.id"), None where the document does not lead there."""
    if not path:
        return None
    for name in path.split("."):
        if isinstance(document, dict):
            document = document.get(name)
        elif isinstance(document, list) and name.isdecimal() and int(name) < len(document):
            document = document[int(name)]
        else:
            return None
    return document


def find_text(document: Any, path: str) -> str | None:
    """The text or number at `path` as text, None for anything else or nothing."""
    value = find(document, path)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value) or None
