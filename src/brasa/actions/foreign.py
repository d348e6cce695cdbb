"""Ids that left this house and come back from a provider: checked before they reach the store."""

LARGEST_ID = 2**63 - 1


def as_id(text: str | None) -> int | None:
    """What a provider sent back as an id, if it can be one."""
    if not text or not (text.isascii() and text.isdecimal()) or len(text) > 19:
        return None
    return int(text) if int(text) <= LARGEST_ID else None
