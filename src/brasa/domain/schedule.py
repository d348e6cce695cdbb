"""When a campaign may send: its windows less its quiet hours, between its start and its end."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from brasa.domain.campaign import QuietHours, StatusReason, Window, Zone
from brasa.domain.intervals import Interval, clip, merge, seconds, subtract
from brasa.domain.localtime import ONE_DAY, day_start, instant, local_day, span

# Every rule repeats weekly; a second week covers one swallowed by a move of the clock.
HORIZON_DAYS = 15
_CACHED_DAYS = 64
_ALWAYS = (Window(from_=time.min, to=time.min),)


class Schedule:
    """The open hours of one campaign in one time zone.

    `windows` empty means always. Quiet hours on the contact's clock are none of its business (see
    `quiet_around`). Days are worked out once, so that asking is cheap: a planner asks thousands of
    times a tick.
    """

    def __init__(
        self,
        windows: Sequence[Window],
        quiet_hours: QuietHours | None,
        zone: ZoneInfo,
        starts_at: datetime | None = None,
        ends_at: datetime | None = None,
    ) -> None:
        self.zone = zone
        self.starts_at = starts_at
        self.ends_at = ends_at
        self._windows = tuple(windows) or _ALWAYS
        ours = quiet_hours is not None and quiet_hours.zone is Zone.ORGANIZATION
        self._quiet = quiet_hours if ours else None
        self._open: dict[date, list[Interval]] = {}
        self._seconds: dict[date, float] = {}
        self._today: tuple[date, datetime, datetime] | None = None

    def is_open(self, at: datetime) -> bool:
        """Whether sending is allowed at this instant."""
        return self._within_dates(at) and self._interval_at(at) is not None

    def next_opening(self, at: datetime) -> datetime | None:
        """The first open instant at or after `at` (itself where open); None if there is none."""
        start = at if self.starts_at is None else max(at, self.starts_at)
        for offset in range(HORIZON_DAYS):
            for opens, closes in self._day(self.local_day(start) + offset * ONE_DAY):
                if closes > start:
                    opening = max(opens, start)
                    return opening if self._within_dates(opening) else None
        return None

    def closes_at(self, at: datetime) -> datetime | None:
        """When the open stretch around `at` ends; None where closed, or open without an end."""
        if not self.is_open(at):
            return None
        end, day = at, self.local_day(at)
        for offset in range(HORIZON_DAYS):
            found = _holding(self._day(day + offset * ONE_DAY), end)
            if found is None:
                return self._not_after_end(end)
            end = found[1]
        return self.ends_at

    def closed_because(self, at: datetime) -> StatusReason | None:
        """Why it is closed at this instant; None where it is open."""
        if self.starts_at is not None and at < self.starts_at:
            return StatusReason.BEFORE_START
        if self.ends_at is not None and at >= self.ends_at:
            return StatusReason.ENDED
        if self._interval_at(at) is not None:
            return None
        in_window = _holding(self._windows_of(self.local_day(at)), at) is not None
        return StatusReason.QUIET_HOURS if in_window else StatusReason.OUTSIDE_WINDOW

    def open_seconds(self, day: date) -> float:
        """Elapsed seconds that are open on a local day, whatever the clock does on it.

        Start and end do not shorten it: the pace of a campaign that starts at 23:55 would else
        press a day's quota into five minutes.
        """
        known = self._seconds.get(day)
        if known is None:
            if len(self._seconds) >= _CACHED_DAYS:
                self._seconds.clear()
            known = self._seconds[day] = seconds(self._day(day))
        return known

    def open_between(self, start: datetime, end: datetime) -> float:
        """Elapsed seconds that are open in [start, end), within the campaign's start and end.

        At most the days of a fortnight after `start` are counted.
        """
        if self.starts_at is not None:
            start = max(start, self.starts_at)
        if self.ends_at is not None:
            end = min(end, self.ends_at)
        total, day = 0.0, self.local_day(start)
        for offset in range(HORIZON_DAYS):
            current = day + offset * ONE_DAY
            if self.day_start(current) >= end:
                break
            total += seconds(clip(self._day(current), start, end))
        return total

    def local_day(self, at: datetime) -> date:
        """The date at `at` on this schedule's wall clock."""
        if self._today is None or not self._today[1] <= at < self._today[2]:
            day = local_day(at, self.zone)
            self._today = (day, self.day_start(day), self.day_start(day + ONE_DAY))
        return self._today[0]

    def day_start(self, day: date) -> datetime:
        """The first instant of a local day."""
        return day_start(day, self.zone)

    def _within_dates(self, at: datetime) -> bool:
        started = self.starts_at is None or at >= self.starts_at
        return started and (self.ends_at is None or at < self.ends_at)

    def _not_after_end(self, at: datetime) -> datetime:
        return at if self.ends_at is None else min(at, self.ends_at)

    def _interval_at(self, at: datetime) -> Interval | None:
        return _holding(self._day(self.local_day(at)), at)

    def _day(self, day: date) -> list[Interval]:
        """The open intervals that lie on a local day."""
        known = self._open.get(day)
        if known is None:
            if len(self._open) >= _CACHED_DAYS:
                self._open.clear()
            known = self._open[day] = subtract(self._windows_of(day), self._quiet_of(day))
        return known

    def _windows_of(self, day: date) -> list[Interval]:
        spans = [
            span(begun, window.from_, window.to, self.zone)
            for window in self._windows
            for begun in (day - ONE_DAY, day)  # a window past midnight belongs to yesterday
            if begun.isoweekday() in window.days
        ]
        return merge(clip(spans, self.day_start(day), self.day_start(day + ONE_DAY)))

    def _quiet_of(self, day: date) -> list[Interval]:
        if self._quiet is None:
            return []
        return [_quiet_span(self._quiet, self.zone, begun) for begun in (day - ONE_DAY, day)]


def quiet_around(quiet: QuietHours, zone: ZoneInfo, at: datetime) -> Interval | None:
    """The quiet hours around `at` on the clock of `zone`; None where there are none."""
    day = local_day(at, zone)
    for begun in (day - ONE_DAY, day):
        start, end = _quiet_span(quiet, zone, begun)
        if start <= at < end:
            return start, end
    return None


@lru_cache(maxsize=4096)
def _quiet_span(quiet: QuietHours, zone: ZoneInfo, begun: date) -> Interval:
    """Quiet hours that began on a day. Where their end comes twice, the last one counts: nobody
    is woken because the clock was set back."""
    end_day = begun if quiet.to > quiet.from_ else begun + ONE_DAY
    return instant(begun, quiet.from_, zone), instant(end_day, quiet.to, zone, last=True)


def _holding(intervals: list[Interval], at: datetime) -> Interval | None:
    """The interval of a sorted, disjoint list that holds this instant."""
    index = bisect_right(intervals, at, key=_start) - 1
    if index >= 0 and at < intervals[index][1]:
        return intervals[index]
    return None


def _start(interval: Interval) -> datetime:
    return interval[0]
