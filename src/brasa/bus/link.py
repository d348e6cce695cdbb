"""A connection to Valkey that may be lost, and comes back; it says so."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog
from valkey.asyncio import Valkey
from valkey.exceptions import ValkeyError

log = structlog.get_logger()

# What any call to Valkey may raise when it is away, starting, or has forgotten our scripts.
TROUBLE = (ValkeyError, OSError, TimeoutError)
# Seconds between tries, and seconds of failing after which it counts as away.
RETRY_AFTER = 0.2
AWAY_AFTER = 1.0

Watcher = Callable[[bool], None]


class Link:
    """Valkey for one purpose. `available` turns false after a second of failing."""

    def __init__(self, url: str) -> None:
        self.client = Valkey.from_url(url, socket_connect_timeout=2.0, socket_timeout=5.0)
        self.available = True
        self.closing = False
        self.reconnects = 0
        self._lost_at: float | None = None
        self._watchers: list[Watcher] = []

    def watch(self, watcher: Watcher) -> None:
        """Call `watcher` with the new state whenever it changes."""
        self._watchers.append(watcher)

    async def keep(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do `work` again and again until the end, waiting a little when it fails."""
        while not self.closing:
            try:
                await work()
            except TROUBLE as error:
                self.lost(error)
                await asyncio.sleep(RETRY_AFTER)
            else:
                self.found()

    def lost(self, error: Exception) -> None:
        """A call failed."""
        now = time.monotonic()
        if self._lost_at is None:
            self._lost_at = now
        if self.available and now - self._lost_at >= AWAY_AFTER:
            log.warning("valkey_lost", error=repr(error))
            self._turn(available=False)

    def found(self) -> None:
        """A call came through."""
        if self._lost_at is None:
            return
        self._lost_at = None
        self.reconnects += 1
        log.info("valkey_reconnected")
        if not self.available:
            self._turn(available=True)

    async def end(self, *tasks: asyncio.Task[None]) -> None:
        """End the tasks that keep working.

        A cancellation alone is not enough: the client swallows one that comes while it reads.
        """
        self.closing = True
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def close(self) -> None:
        """Give the connections back."""
        await self.client.aclose()

    def _turn(self, *, available: bool) -> None:
        self.available = available
        for watcher in self._watchers:
            watcher(available)
