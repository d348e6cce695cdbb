"""Ids that cannot be guessed, made in one place."""

import base64
import os

_BYTES = 15  # 120 random bits, 20 characters: as many as Engine.IO's own ids
_POOL = _BYTES * 256  # one system call for 256 ids

_random = b""


def make_id() -> str:
    """A fresh id: 20 characters of the URL-safe base64 alphabet, 120 bits of `os.urandom`."""
    global _random  # noqa: PLW0603 - a pool of unused random bytes, not state anyone reads
    if not _random:
        _random = os.urandom(_POOL)
    mine, _random = _random[:_BYTES], _random[_BYTES:]
    return base64.urlsafe_b64encode(mine).decode("ascii")
