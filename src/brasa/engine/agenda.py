"""When a worker looks at which session: the moments of all items it has taken, in order."""

import heapq
from collections.abc import Callable

from brasa.bus.work import WorkItem

Due = tuple[int, int]


class _Open:
    """An item and how many of its moments have not been dealt with."""

    __slots__ = ("item", "left")

    def __init__(self, item: WorkItem, left: int) -> None:
        self.item = item
        self.left = left


class Agenda:
    """(milliseconds, session) pairs, each once; `done` is called with items all dealt with."""

    def __init__(self, done: Callable[[WorkItem], None]) -> None:
        self._done = done
        self._due: list[Due] = []
        self._waiting: dict[Due, list[_Open]] = {}

    def note(self, item: WorkItem) -> None:
        """Add the moments of an item."""
        open_item = _Open(item, len(item.dues))
        for session_id, moment in item.dues:
            due = (moment, session_id)
            if due not in self._waiting:
                self._waiting[due] = []
                heapq.heappush(self._due, due)
            self._waiting[due].append(open_item)
        if not item.dues:
            self._done(item)

    @property
    def first(self) -> int | None:
        """The next moment there is."""
        return self._due[0][0] if self._due else None

    def take(self, present: int, most: int) -> list[Due]:
        """Remove and return what is due, of at most so many sessions.

        Call `finish` when the store has been asked, or `put_back`.
        """
        taken: list[Due] = []
        sessions: set[int] = set()
        while self._due and self._due[0][0] <= present and len(sessions) < most:
            taken.append(heapq.heappop(self._due))
            sessions.add(taken[-1][1])
        return taken

    def finish(self, taken: list[Due]) -> None:
        """These have been dealt with."""
        for due in taken:
            for open_item in self._waiting.pop(due):
                open_item.left -= 1
                if open_item.left == 0:
                    self._done(open_item.item)

    def put_back(self, taken: list[Due]) -> None:
        """These have not, after all."""
        for due in taken:
            heapq.heappush(self._due, due)
