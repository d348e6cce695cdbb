"""What a provider says, made fit to be kept.

A provider may answer anything, and what it answered is written down in one transaction with the
outcomes of others. So the types of this contract let nothing through that a store refuses: whatever
a channel hands over, it is this long at most, and text that both databases take.
"""

from hashlib import blake2b

# An id or a code is in an index, where PostgreSQL takes 2,700 bytes at most.
LONGEST_WORD = 200
LONGEST_SENTENCE = 1_000
# Whoever asks for more patience than this is asked again all the same.
LONGEST_WAIT = 24 * 3600.0


def word(text: str) -> str:
    """An id or a code. What is too long ends in its digest, so that no two become one."""
    clean = _clean(text)
    if len(clean) <= LONGEST_WORD:
        return clean
    digest = blake2b(clean.encode(), digest_size=16).hexdigest()
    return f"{clean[: LONGEST_WORD - len(digest) - 1]}~{digest}"


def sentence(text: str) -> str:
    """An explanation for people, cut where it is too long."""
    clean = _clean(text)
    return clean if len(clean) <= LONGEST_SENTENCE else clean[: LONGEST_SENTENCE - 1] + "…"


def patience(seconds: float | None) -> float | None:
    """How long to wait; None where that is no time at all."""
    if seconds is None or not seconds >= 0:
        return None
    return min(seconds, LONGEST_WAIT)


def _clean(text: str) -> str:
    """Without NUL, which PostgreSQL refuses, and halves of characters, which nobody can encode."""
    if not text.isascii():
        text = text.encode(errors="replace").decode()
    return text.replace("\0", "")
