"""From a wall clock to an instant, also on the days on which the clock is moved.

One rule for every boundary: it is the first instant at which the wall clock shows that time or a
later one. A time that is skipped (Sao Paulo, 2018-11-04 00:30) is therefore the instant of the
jump, and one that comes twice is its first coming, unless the last is asked for.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
_RESOLUTION = timedelta(milliseconds=1)


def instant(day: date, at: time, zone: ZoneInfo, *, last: bool = False) -> datetime:
    """The UTC instant at which the wall clock of `zone` reaches `at` on `day`.

    `last` chooses the second coming of a time that the clock shows twice.
    """
    wall = datetime.combine(day, at)
    early = _utc(wall, zone, fold=0)
    if early.astimezone(zone).replace(tzinfo=None, fold=0) != wall:
        return _jump(_utc(wall, zone, fold=1), early, zone)
    return _utc(wall, zone, fold=1) if last else early


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a local day."""
    return instant(day, time.min, zone)


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The date on the wall clock of `zone`."""
    return at.astimezone(zone).date()


def span(start_day: date, start: time, end: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """[start, end) of hours that begin on `start_day`; past midnight where `end` is not later."""
    end_day = start_day if end > start else start_day + ONE_DAY
    return instant(start_day, start, zone), instant(end_day, end, zone)


def _utc(wall: datetime, zone: ZoneInfo, fold: int) -> datetime:
    return wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant between the two at which the offset of `zone` changes."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > _RESOLUTION:
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
