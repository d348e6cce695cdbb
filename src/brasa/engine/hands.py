"""What a worker has read and not yet begun, by session.

What is known of an attempt must not grow old, so no more are read than will go soon. A session
whose provider is silent would keep all the others from being read: what waits for a slow one counts
for itself alone.
"""

from collections.abc import Callable

# Attempts of quick sessions, all together, above which no more are read.
ENOUGH = 500
# Attempts of one slow session, or of one of which nothing is known, above which no more are read of
# that session until half of them have gone.
ENOUGH_OF_SLOW = 50


class Hands:
    """Counts what waits; `on_room` is called with a session that was full and has room again."""

    def __init__(self, on_room: Callable[[int], None]) -> None:
        self._on_room = on_room
        self._of_quick: dict[int, int] = {}
        self._full: set[int] = set()
        self._passed_over: set[int] = set()
        self._waiting = 0

    @property
    def have_room(self) -> bool:
        """Whether there is a point in reading anything."""
        return self._waiting < ENOUGH

    def pass_over(self, session_id: int) -> bool:
        """Whether a session has enough waiting; it is told of when it has room again."""
        if session_id in self._full:
            self._passed_over.add(session_id)
        return session_id in self._full

    def count(self, session_id: int, waiting: int, *, slow: bool) -> None:
        """So many attempts of a session wait now."""
        of_quick = 0 if slow else waiting
        self._waiting += of_quick - self._of_quick.pop(session_id, 0)
        if of_quick:
            self._of_quick[session_id] = of_quick
        if slow and waiting >= ENOUGH_OF_SLOW:
            self._full.add(session_id)
        elif not slow or waiting <= ENOUGH_OF_SLOW // 2:
            self._full.discard(session_id)
            if session_id in self._passed_over:
                self._passed_over.discard(session_id)
                self._on_room(session_id)
