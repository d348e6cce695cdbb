"""TOML as people write it."""

import tomllib
from typing import Any


def read_toml(text: str) -> dict[str, Any]:
    """The document of `text`. Raises tomllib.TOMLDecodeError, however it is wrong."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        # The parser goes down a level of itself for each level of the text.
        raise tomllib.TOMLDecodeError("Nested too deeply") from None
