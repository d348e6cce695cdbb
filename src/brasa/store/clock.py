"""The database's time as a clock: the same on every node, whatever a node's own clock says.

Between two looks it follows the machine's monotonic clock, which nobody sets. So a wall clock
that is a minute wrong, or is put right in the middle of a run, moves no lease and no due time.
"""

import asyncio
import time
from datetime import UTC, datetime

from sqlalchemy import text

from brasa.clock import truncate_ms
from brasa.store.database import Database

_NOW = text("SELECT extract(epoch FROM clock_timestamp())::float8")
# Looks at a time, of which the quickest one counts: it can be wrong by half its round trip.
LOOKS = 3


class DatabaseClock:
    """A Clock that keeps PostgreSQL's time. Ask `correct` before first use, and now and then."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._offset: float | None = None

    def now(self) -> datetime:
        if self._offset is None:
            raise RuntimeError("the clock was never set")
        return truncate_ms(datetime.fromtimestamp(time.monotonic() + self._offset, UTC))

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def correct(self) -> float:
        """Look at the database's time; the seconds by which this clock moved (0.0 at first)."""
        async with self._database.read() as connection:
            looks = []
            for _ in range(LOOKS):
                before = time.monotonic()
                at = float((await connection.execute(_NOW)).scalar_one())
                after = time.monotonic()
                looks.append((after - before, at - (before + after) / 2))
        trip, offset = min(looks)
        moved = 0.0 if self._offset is None else offset - self._offset
        # What the round trip alone may explain is no reason to move.
        if self._offset is None or abs(moved) > trip / 2:
            self._offset = offset
            return moved
        return 0.0

    @property
    def ahead(self) -> float:
        """Seconds by which the machine's own wall clock is ahead of the database's."""
        return (datetime.now(UTC) - self.now()).total_seconds()
