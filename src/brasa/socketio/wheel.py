"""One timer for all connections, instead of several for each."""

import asyncio
import heapq
from collections.abc import Callable
from typing import Protocol


class Timed(Protocol):
    """Something that wants to be woken."""

    def tick(self, now: float) -> float | None:
        """Do what is due at `now` (seconds, the loop's clock); return when to be woken again."""


class Wheel:
    """Wakes items at, or within one `granularity` after, the time each asked for.

    An item that is done simply returns None at its next tick: nothing is ever removed, so adding
    is the only operation and costs an append.
    """

    __slots__ = ("_clock", "_granularity", "_heap", "_loop", "_slots", "_timer", "_timer_slot")

    def __init__(self, loop: asyncio.AbstractEventLoop, granularity: float) -> None:
        self._loop = loop
        self._clock: Callable[[], float] = loop.time
        self._granularity = granularity
        self._slots: dict[int, list[Timed]] = {}
        self._heap: list[int] = []
        self._timer: asyncio.TimerHandle | None = None
        self._timer_slot = 0

    def add(self, item: Timed, due: float) -> None:
        """Wake `item` at `due`."""
        slot = int(due / self._granularity) + 1
        waiting = self._slots.get(slot)
        if waiting is not None:
            waiting.append(item)
            return
        self._slots[slot] = [item]
        heapq.heappush(self._heap, slot)
        self._arm()

    def stop(self) -> None:
        """Forget every item."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._slots.clear()
        self._heap.clear()

    def _arm(self) -> None:
        slot = self._heap[0]
        if self._timer is not None:
            if self._timer_slot <= slot:
                return
            self._timer.cancel()
        self._timer_slot = slot
        self._timer = self._loop.call_at(slot * self._granularity, self._run)

    def _run(self) -> None:
        self._timer = None
        now = self._clock()
        # The loop may fire a hair early; the slot it fired for is due all the same.
        last = max(int(now / self._granularity), self._timer_slot)
        while self._heap and self._heap[0] <= last:
            for item in self._slots.pop(heapq.heappop(self._heap)):
                due = item.tick(now)
                if due is not None:
                    self.add(item, due)
        if self._heap:
            self._arm()
