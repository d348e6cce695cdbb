"""When queued frames leave: the one ordered path out of the server."""

import asyncio
from collections import deque
from typing import Protocol

_HAIR = 0.001  # by which the loop may fire early


class Flushable(Protocol):
    """A connection with frames waiting."""

    queued: bool

    def flush(self) -> bool:
        """Write what waits; return whether something must wait on."""


class Pausable(Flushable, Protocol):
    """A connection that can be told to wait."""

    pausing: bool
    """Whether what waits may not leave yet."""


class Flusher:
    """Writes each connection once per flush, whatever was queued for it.

    A reply to one client leaves at the end of the loop's iteration. Fan-out, which costs a system
    call per member, leaves at the end of the iteration too if the last one is `interval` seconds
    ago, else when it is: a quiet server adds no delay, a busy one writes less often.
    """

    __slots__ = (
        "_dirty",
        "_interval",
        "_loop",
        "_next",
        "_paused",
        "_timer",
        "_urgent",
        "_urgent_soon",
    )

    def __init__(self, loop: asyncio.AbstractEventLoop, interval: float) -> None:
        self._loop = loop
        self._interval = interval
        self._dirty: list[Flushable] = []
        self._urgent: list[Flushable] = []
        self._next = 0.0
        self._timer: asyncio.Handle | None = None
        self._urgent_soon = False
        self._paused: deque[tuple[float, Pausable]] = deque()

    @property
    def dirty(self) -> list[Flushable]:
        """Where a fan-out adds the connections it queued for, before `schedule`."""
        return self._dirty

    def schedule(self) -> None:
        """Flush every dirty connection when the interval allows."""
        if self._timer is not None:
            return
        if self._next <= self._loop.time():
            self._timer = self._loop.call_soon(self.flush)
        else:
            self._timer = self._loop.call_at(self._next, self.flush)

    def soon(self, connection: Flushable) -> None:
        """Flush one connection at the end of this iteration."""
        self._urgent.append(connection)
        if not self._urgent_soon:
            self._urgent_soon = True
            self._loop.call_soon(self._flush_urgent)

    def flush(self) -> None:
        """Flush every dirty connection now; those that cannot write stay for the next time."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        dirty, self._dirty = self._dirty, []
        for connection in dirty:
            if connection.flush():
                self._dirty.append(connection)
            else:
                connection.queued = False
        if self._interval:
            self._next = self._loop.time() + self._interval

    def pause(self, connection: Pausable, seconds: float) -> None:
        """Let a connection keep what waits for so long; the same time for all, and one timer."""
        connection.pausing = True
        if not self._paused:
            self._loop.call_later(seconds, self._resume)
        self._paused.append((self._loop.time() + seconds, connection))

    def _resume(self) -> None:
        now = self._loop.time()
        while self._paused and self._paused[0][0] <= now + _HAIR:
            connection = self._paused.popleft()[1]
            connection.pausing = False
            self.soon(connection)
        if self._paused:
            self._loop.call_at(self._paused[0][0], self._resume)

    def _flush_urgent(self) -> None:
        self._urgent_soon = False
        urgent, self._urgent = self._urgent, []
        for connection in urgent:
            if connection.flush() and not connection.queued:
                connection.queued = True
                self._dirty.append(connection)

    def stop(self) -> None:
        """Flush what waits and schedule nothing more."""
        self._flush_urgent()
        self.flush()
