"""How a day's quota becomes points in time: evenly, with jitter, never in a burst."""

import random
from datetime import date, datetime, timedelta
from math import ceil, inf

from brasa.domain.campaign import MisfirePolicy
from brasa.domain.condition import allowed_cap
from brasa.domain.localtime import ONE_DAY
from brasa.domain.schedule import Schedule
from brasa.domain.session import SessionState

JITTER = 0.2
# A session that has no slot yet, or lost its own, gets one within this many seconds.
PHASE_SECONDS = 30.0
# Catching up is at most this much faster than normal: an hour before a window of ten closes, all
# of the day can still be sent; ten seconds before, no burst comes of it.
CATCH_UP_SPEED = 10.0
_LONGEST_GAP = 7 * 24 * 3600.0


def planned_cap(target: int, ramp_step_cap: int | None, session_cap: int | None) -> int:
    """What a session is to send in a day, whatever its state: the cap its volume is judged by."""
    cap = target
    if ramp_step_cap is not None and ramp_step_cap < cap:
        cap = ramp_step_cap
    if session_cap is not None and session_cap < cap:
        cap = session_cap
    return max(0, cap)


def effective_quota(
    target: int, ramp_step_cap: int | None, session_cap: int | None, state: SessionState
) -> int:
    """What a session may send in a day: the planned cap, as far as its state allows it."""
    return allowed_cap(state, planned_cap(target, ramp_step_cap, session_cap))


def normal_interval(schedule: Schedule, day: date, quota: int) -> float:
    """Seconds from one slot to the next when a day's open hours are shared evenly; inf for none."""
    return schedule.open_seconds(day) / quota if quota > 0 else inf


def plan_slots(
    next_slot_at: datetime | None,
    now: datetime,
    until: datetime,
    quota_left: int,
    interval: float,
    min_gap: float,
    misfire: MisfirePolicy,
    schedule: Schedule,
    rng: random.Random,
    jitter: float = JITTER,
) -> tuple[list[datetime], datetime | None]:
    """The send times of one session in [now, until), and where the next call goes on.

    `interval` is the normal pace and `min_gap` the provider's limit, in seconds; `jitter` is the
    share by which a gap may differ from the interval. At most `quota_left` slots, all of them
    open, at least `min_gap` apart. Slots missed while nobody planned are not made up for in a row:
    under `skip` they are dropped, under `catch_up` the pace rises until the day's end.

    Where nothing can be planned, `next_slot_at` comes back as it was: no change, nothing to store.
    """
    if quota_left <= 0 or until <= now:
        return [], next_slot_at
    # Most sessions in most ticks: their next slot is not near, and it is where it should be.
    on_course = misfire is MisfirePolicy.SKIP and next_slot_at is not None and next_slot_at >= until
    if on_course and not _is_too_far(next_slot_at, until, interval, min_gap, jitter):
        return [], next_slot_at
    opening = schedule.next_opening(now)
    if opening is None or opening >= until:
        return [], next_slot_at
    if misfire is MisfirePolicy.CATCH_UP:
        interval = _catch_up_interval(schedule, now, quota_left, interval)
    pace = _Pace(min(interval, _LONGEST_GAP), min_gap, jitter, rng)
    slot = pace.first(next_slot_at, opening, until)
    slots: list[datetime] = []
    while slot < until and len(slots) < quota_left:
        if schedule.is_open(slot):
            slots.append(slot)
            slot += pace.gap()
            continue
        reopening = schedule.next_opening(slot)
        if reopening is None or reopening >= until:
            break
        slot = reopening + pace.phase()
    return slots, slot


class _Pace:
    """The gaps of one session: drawn around the interval, never under the provider's limit."""

    def __init__(self, interval: float, min_gap: float, jitter: float, rng: random.Random) -> None:
        self._interval = interval
        self._min_gap = min_gap
        self._jitter = jitter
        self._rng = rng

    def first(self, due: datetime | None, opening: datetime, until: datetime) -> datetime:
        """Where a session goes on that was due at `due` and may send from `opening` on."""
        if due is None:
            return opening + self.phase()
        if due < opening:
            # As far as it is late, up to the phase: sessions that were all down or closed do not
            # come back at the same instant, and one late by a moment loses no more than that.
            return opening + self.phase((opening - due).total_seconds())
        if _is_too_far(due, until, self._interval, self._min_gap, self._jitter):
            # What was sent last is not known here, so the provider's limit is waited for once.
            return opening + _seconds(self._min_gap) + self.phase()
        return due

    def phase(self, longest: float = PHASE_SECONDS) -> timedelta:
        """A uniform share of min(interval, 30 s, `longest` seconds), in whole milliseconds."""
        spread = min(self._interval, PHASE_SECONDS, longest)
        return timedelta(milliseconds=int(self._rng.uniform(0, spread) * 1000))

    def gap(self) -> timedelta:
        """From one slot to the next."""
        drawn = self._interval * self._rng.uniform(1 - self._jitter, 1 + self._jitter)
        return _seconds(max(drawn, self._min_gap, 0.001))


def _is_too_far(
    due: datetime | None, until: datetime, interval: float, min_gap: float, jitter: float
) -> bool:
    """Whether a slot is further off than its pace puts it: the clock was set back, or the pace has
    become much faster."""
    longest = max(min(interval, _LONGEST_GAP) * (1 + jitter), min_gap)
    return due is not None and (due - until).total_seconds() > 2 * longest


def _catch_up_interval(
    schedule: Schedule, now: datetime, quota_left: int, interval: float
) -> float:
    day_end = schedule.day_start(schedule.local_day(now) + ONE_DAY)
    needed = schedule.open_between(now, day_end) / quota_left
    return min(interval, max(needed, interval / CATCH_UP_SPEED))


def _seconds(seconds: float) -> timedelta:
    """Seconds in whole microseconds, rounded up, so that a limit is kept and can be reached."""
    return timedelta(microseconds=ceil(seconds * 1_000_000))
