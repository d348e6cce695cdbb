"""How rows are locked that others refer to."""

from typing import TypedDict


class _Keeping(TypedDict):
    key_share: bool


# For `with_for_update` on organizations, campaigns and sessions. Whoever inserts a row that refers
# to one of them asks PostgreSQL to keep its key. A lock that stands in the way of that would have
# two writers wait for each other, one with the lock for a counter, one with the counter for the
# key.
KEEPING_KEYS: _Keeping = {"key_share": True}
