"""Time is injected: services ask a clock, tests move one by hand."""

import asyncio
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """What services need of time."""

    def now(self) -> datetime:
        """The present as an aware UTC datetime, whole milliseconds."""
        ...

    def monotonic(self) -> float:
        """Seconds that only ever grow, whatever happens to the wall clock."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds`."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return truncate_ms(datetime.now(UTC))

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def truncate_ms(at: datetime) -> datetime:
    """The same instant in whole milliseconds, the precision of the wire and of the store."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


@lru_cache(maxsize=4096)
def iso_ms(at: datetime) -> str:
    """The wire's form of an instant: ISO 8601, UTC, milliseconds, `Z`.

    Kept for the last instants: what happens in a batch happens at the same one.
    """
    return at.astimezone(UTC).isoformat(timespec="milliseconds")[: -len("+00:00")] + "Z"


# The last day asked for in each zone, from its first instant to that of the next one.
_days: dict[ZoneInfo, tuple[datetime, datetime, date]] = {}


def local_date(at: datetime, zone: ZoneInfo) -> date:
    """The date on a zone's clocks at an instant.

    Asked for every message, nearly always of the same day; days on which clocks are put forward or
    back are worked out each time.
    """
    known = _days.get(zone)
    if known is not None and known[0] <= at < known[1]:
        return known[2]
    day = at.astimezone(zone).date()
    begin, end = (
        datetime.combine(day + timedelta(days=days), time_of_day(), zone) for days in (0, 1)
    )
    if begin.utcoffset() == end.utcoffset():
        _days[zone] = begin.astimezone(UTC), end.astimezone(UTC), day
    return day
