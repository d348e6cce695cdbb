"""The work queue of a single process."""

import asyncio
from collections.abc import Sequence

from brasa.bus.work import WorkItem


class LocalWorkQueue:
    """An asyncio queue. Its length is bounded by what is due, for the planner offers no more."""

    def __init__(self) -> None:
        self._items: asyncio.Queue[WorkItem] = asyncio.Queue()

    async def offer(self, items: Sequence[WorkItem]) -> None:
        for item in items:
            self._items.put_nowait(item)

    async def take(self) -> WorkItem:
        return await self._items.get()

    def done(self, item: WorkItem) -> None:
        """Nobody else could take it over."""

    def owns(self, session_id: int) -> bool:
        return True
