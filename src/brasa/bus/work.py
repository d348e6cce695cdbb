"""Work: which sessions have something due, handed from the planner to workers."""

from collections.abc import Sequence
from typing import Protocol

import msgspec


class WorkItem(msgspec.Struct, frozen=True):
    """Sessions and when to look at them: (session id, milliseconds since 1970) pairs.

    It only says where to look; what is sent is decided by leases in the store. So an item may be
    handed out twice, late or never, at the price of time alone.
    """

    dues: tuple[tuple[int, int], ...]


class WorkQueue(Protocol):
    """Carries items from the planner to whoever works."""

    async def offer(self, items: Sequence[WorkItem]) -> None:
        """Hand items out."""
        ...

    async def take(self) -> WorkItem:
        """Wait for the next item."""
        ...
