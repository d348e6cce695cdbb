"""Work: which sessions have something due, handed from the planner to workers."""

from collections.abc import Sequence
from typing import Protocol

import msgspec


class WorkItem(msgspec.Struct, frozen=True):
    """Sessions and when to look at them: (session id, milliseconds since 1970) pairs.

    It only says where to look; what is sent is decided by the store, when it is begun. So an item
    may be handed out twice, late or never, at the price of time alone. `ticket` is the queue's own.
    """

    dues: tuple[tuple[int, int], ...]
    ticket: str = ""


class WorkQueue(Protocol):
    """Carries items from the planner to whoever works."""

    async def offer(self, items: Sequence[WorkItem]) -> None:
        """Hand items out."""
        ...

    async def take(self) -> WorkItem:
        """Wait for the next item."""
        ...

    def done(self, item: WorkItem) -> None:
        """The store has been asked for all that the item named: nobody else need look."""
        ...

    def owns(self, session_id: int) -> bool:
        """Whether this worker, and no other, sends for a session now."""
        ...
