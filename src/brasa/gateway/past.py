"""The recent events of each organization, for clients that come from another gateway.

Kept in this process, so that a thousand clients that come at once cost Valkey nothing. A gateway
that starts fills it from the stream first.
"""

import time
from collections import deque

from brasa.bus.live import Placed

# What one event costs beside its payload, roughly.
OVERHEAD = 200


class Past:
    """Events by organization, bounded in time and in bytes; the oldest go first."""

    def __init__(self, seconds: float, most_bytes: int) -> None:
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._order: deque[tuple[float, int, int]] = deque()
        self._events: dict[int, deque[Placed]] = {}
        self._forgotten: dict[int, int] = {}
        self._begin: int | None = None
        self.bytes = 0

    def add(self, placed: Placed) -> None:
        """Keep an event, later than all before it."""
        position, envelope = placed
        if self._begin is None:
            self._begin = position - 1
        organization = envelope.organization_id
        self._events.setdefault(organization, deque()).append(placed)
        size = len(envelope.payload) + OVERHEAD
        self.bytes += size
        now = time.monotonic()
        self._order.append((now, organization, size))
        while self.bytes > self._most_bytes or self._order[0][0] < now - self._seconds:
            self._drop_oldest()

    def open(self, position: int) -> None:
        """Say where the story begins, if nothing is there yet."""
        if self._begin is None:
            self._begin = position

    def forget(self, until: int) -> None:
        """Events up to a position may be missing: nobody is told a story with holes."""
        self._order.clear()
        self._events.clear()
        self._forgotten.clear()
        self._begin = until
        self.bytes = 0

    def after(self, position: int, organizations: set[int]) -> list[Placed] | None:
        """What organizations said after a position, in order; None if some is forgotten."""
        if self._begin is None or position < self._begin:
            return None
        found: list[Placed] = []
        for organization in organizations:
            if position < self._forgotten.get(organization, 0):
                return None
            found.extend(self._later(organization, position))
        return sorted(found, key=lambda placed: placed[0])

    def _later(self, organization: int, position: int) -> list[Placed]:
        later: list[Placed] = []
        for placed in reversed(self._events.get(organization, ())):
            if placed[0] <= position:
                break
            later.append(placed)
        return later

    def _drop_oldest(self) -> None:
        _, organization, size = self._order.popleft()
        self.bytes -= size
        events = self._events[organization]
        self._forgotten[organization] = events.popleft()[0]
        if not events:
            del self._events[organization]
