"""Whether the store answers this process: looked at again and again, said when it changes."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy import text

from brasa.store.database import Database

log = structlog.get_logger()

# Seconds between looks, and seconds to wait for an answer.
LOOK_EVERY = 1.0
PATIENCE = 2.0
_NOTHING = text("SELECT 1")

Watcher = Callable[[bool], None]


class StoreWatch:
    """Knows whether the store is there, and how often it has come back."""

    name = "store_watch"

    def __init__(self, database: Database) -> None:
        self._database = database
        self._watchers: list[Watcher] = []
        self.available = True
        self.reconnects = 0

    def watch(self, watcher: Watcher) -> None:
        """Call `watcher` with the new state whenever it changes."""
        self._watchers.append(watcher)

    async def run_once(self, now: datetime) -> dict[str, int]:
        """Look; returns whether it is there."""
        there = await self._answers() or await self._answers()
        if there != self.available:
            self._turn(available=there)
        return {"available": int(there)}

    async def _answers(self) -> bool:
        """Ask for nothing. A connection that has gone stale fails once, with the store there."""
        try:
            async with asyncio.timeout(PATIENCE), self._database.read() as connection:
                await connection.execute(_NOTHING)
        except Exception:  # drivers have many words for it
            return False
        return True

    def _turn(self, *, available: bool) -> None:
        self.available = available
        if available:
            self.reconnects += 1
            log.info("store_reconnected")
        else:
            log.warning("store_lost")
        for watcher in self._watchers:
            watcher(available)
