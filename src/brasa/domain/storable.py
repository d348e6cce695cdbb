"""Text of others in the form that every database stores.

What a provider says is written down with the outcomes of all sessions together: one word that the
store does not take would keep the others from being written.
"""

import hashlib

LONGEST_ID = 500
LONGEST_CODE = 100
LONGEST_MESSAGE = 1_000
_KEPT = LONGEST_ID - 64


def storable(text: str, most: int = LONGEST_MESSAGE) -> str:
    """The first `most` characters of what can be stored."""
    return _without_holes(text)[:most]


def storable_id(id_: str) -> str:
    """An id that fits into an index; what was one id stays one, and what differed differs."""
    id_ = _without_holes(id_)
    if len(id_) <= LONGEST_ID:
        return id_
    return id_[:_KEPT] + hashlib.sha256(id_.encode()).hexdigest()


def _without_holes(text: str) -> str:
    """Without NULs, of which PostgreSQL stores none, and halves of characters, which none does."""
    if not text.isascii():
        text = text.encode(errors="replace").decode()
    return text.replace("\0", "")
