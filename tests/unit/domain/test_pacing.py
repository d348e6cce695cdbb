"""How a day's quota becomes points in time."""

import random
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brasa.domain.campaign import MisfirePolicy, Window
from brasa.domain.pacing import (
    JITTER,
    PHASE_SECONDS,
    effective_quota,
    normal_interval,
    plan_slots,
    planned_cap,
)
from brasa.domain.schedule import Schedule
from brasa.domain.session import SessionState

ALWAYS = Schedule((), None, ZoneInfo("UTC"))
OFFICE = Schedule((Window(from_=time(8), to=time(18)),), None, ZoneInfo("UTC"))
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TICK = timedelta(seconds=10)
SKIP, CATCH_UP = MisfirePolicy.SKIP, MisfirePolicy.CATCH_UP


def plan(
    next_slot_at: datetime | None,
    now: datetime = NOON,
    length: timedelta = TICK,
    *,
    quota: int = 1000,
    interval: float = 300.0,
    min_gap: float = 0.0,
    misfire: MisfirePolicy = SKIP,
    schedule: Schedule = ALWAYS,
    jitter: float = JITTER,
    seed: int = 7,
) -> tuple[list[datetime], datetime | None]:
    return plan_slots(
        next_slot_at,
        now,
        now + length,
        quota,
        interval,
        min_gap=min_gap,
        misfire=misfire,
        schedule=schedule,
        rng=random.Random(seed),
        jitter=jitter,
    )


def gaps(slots: list[datetime]) -> list[float]:
    return [(later - earlier).total_seconds() for earlier, later in pairwise(slots)]


def test_a_new_session_gets_its_first_slot_within_half_a_minute() -> None:
    offsets = []
    for seed in range(200):
        slots, _ = plan(None, length=timedelta(minutes=1), seed=seed)
        offsets.append((slots[0] - NOON).total_seconds())

    assert max(offsets) <= PHASE_SECONDS
    assert min(offsets) < 5
    assert 10 < sum(offsets) / len(offsets) < 20


def test_a_fast_session_gets_its_first_slot_within_its_interval() -> None:
    slots, _ = plan(None, interval=2)

    assert (slots[0] - NOON).total_seconds() <= 2


def test_without_jitter_slots_are_one_interval_apart() -> None:
    slots, following = plan(NOON, length=timedelta(hours=1), jitter=0)

    assert len(slots) == 12
    assert set(gaps(slots)) == {300}
    assert following == NOON + timedelta(hours=1)


def test_ticks_hand_over_to_each_other_without_a_seam() -> None:
    due: datetime | None = NOON
    slots: list[datetime] = []
    for n in range(360):
        planned, due = plan(due, NOON + n * TICK, seed=n)
        slots += planned

    assert len(slots) == pytest.approx(12, abs=1)
    assert all(240 <= gap <= 360.001 for gap in gaps(slots))


def test_a_whole_day_at_the_normal_pace_sends_about_the_quota() -> None:
    interval = normal_interval(OFFICE, NOON.date(), 120)
    day = datetime(2026, 11, 23, tzinfo=UTC)
    slots, _ = plan(None, day, timedelta(days=1), quota=120, interval=interval, schedule=OFFICE)

    assert interval == 300
    assert 114 <= len(slots) <= 120
    assert all(OFFICE.is_open(slot) for slot in slots)


def test_an_empty_quota_plans_nothing_and_changes_nothing() -> None:
    assert plan(NOON, quota=0) == ([], NOON)
    assert normal_interval(OFFICE, NOON.date(), 0) == float("inf")


def test_a_closed_schedule_plans_nothing_and_changes_nothing() -> None:
    night = datetime(2026, 11, 23, 20, tzinfo=UTC)

    assert plan(NOON, night, schedule=OFFICE) == ([], NOON)


def test_a_window_that_opens_within_the_tick_is_used_from_its_opening() -> None:
    before = datetime(2026, 11, 23, 7, 59, 55, tzinfo=UTC)
    slots, _ = plan(None, before, interval=1, schedule=OFFICE)

    assert slots
    assert slots[0] >= datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_a_window_that_closes_within_the_tick_is_used_to_its_end() -> None:
    before = datetime(2026, 11, 23, 17, 59, 55, tzinfo=UTC)
    slots, _ = plan(before, before, interval=1, schedule=OFFICE)

    assert slots[-1] < datetime(2026, 11, 23, 18, tzinfo=UTC)


# ---- the server was down ----


def test_skipping_goes_on_at_the_normal_pace_and_drops_what_was_missed() -> None:
    slots, _ = plan(NOON - timedelta(hours=5), length=timedelta(hours=1))

    assert len(slots) == pytest.approx(12, abs=2)
    assert slots[0] - NOON <= timedelta(seconds=PHASE_SECONDS)
    assert min(gaps(slots)) >= 240


def test_a_slot_late_by_a_moment_is_sent_at_once() -> None:
    slots, _ = plan(NOON - timedelta(milliseconds=50))

    assert slots[0] - NOON <= timedelta(milliseconds=50)


def test_catching_up_spreads_what_is_left_over_the_rest_of_the_day() -> None:
    # 100 left at noon of a window that closes at 18:00: one per 216 s instead of 360 s.
    def afternoon(misfire: MisfirePolicy) -> list[datetime]:
        slots, _ = plan(
            None,
            length=timedelta(hours=6),
            quota=100,
            interval=360,
            misfire=misfire,
            schedule=OFFICE,
            jitter=0,
        )
        return slots

    caught_up, skipped = afternoon(CATCH_UP), afternoon(SKIP)

    assert len(caught_up) == pytest.approx(100, abs=1)
    assert set(gaps(caught_up)) == {216}
    assert len(skipped) == 60


def test_catching_up_is_never_slower_than_normal() -> None:
    slots, _ = plan(
        None, length=timedelta(hours=1), quota=2, interval=360, misfire=CATCH_UP, jitter=0
    )

    assert gaps(slots) == [360]


def test_catching_up_in_the_last_seconds_of_a_day_is_no_burst() -> None:
    late = datetime(2026, 11, 23, 17, 59, 50, tzinfo=UTC)
    slots, _ = plan(None, late, quota=120, misfire=CATCH_UP, schedule=OFFICE)

    assert len(slots) <= 1


def test_a_clock_set_back_does_not_silence_a_session() -> None:
    slots, following = plan(NOON + timedelta(days=3), length=timedelta(minutes=1))

    assert len(slots) == 1
    assert following is not None
    assert following < NOON + timedelta(minutes=10)


def test_a_slot_within_two_gaps_is_left_where_it_is() -> None:
    due = NOON + timedelta(minutes=6)

    assert plan(due) == ([], due)


# ---- quotas ----


@pytest.mark.parametrize(
    ("target", "step", "cap", "state", "quota"),
    [
        (120, None, None, SessionState.HEALTHY, 120),
        (120, 50, None, SessionState.HEALTHY, 50),
        (120, 50, 20, SessionState.WATCH, 20),
        (120, None, 200, SessionState.THROTTLED, 60),
        (120, 1, None, SessionState.THROTTLED, 1),
        (120, 0, None, SessionState.THROTTLED, 0),
        (120, None, None, SessionState.QUARANTINED, 0),
        (120, None, None, SessionState.HELD, 0),
    ],
)
def test_the_quota_is_the_smallest_limit_as_far_as_the_state_allows_it(
    target: int, step: int | None, cap: int | None, state: SessionState, quota: int
) -> None:
    assert effective_quota(target, step, cap, state) == quota


def test_the_planned_cap_does_not_know_the_state() -> None:
    assert planned_cap(120, 80, None) == 80


def test_a_day_of_23_hours_has_its_own_pace() -> None:
    new_york = Schedule((), None, ZoneInfo("America/New_York"))

    assert normal_interval(new_york, date(2026, 3, 8), 23) == 3600


# ---- laws ----

schedules = st.sampled_from(
    [
        ALWAYS,
        OFFICE,
        Schedule((Window(from_=time(22), to=time(2)),), None, ZoneInfo("America/New_York")),
        Schedule((Window(from_=time(12), to=time(12, 1)),), None, ZoneInfo("UTC")),
    ]
)
minutes = st.floats(-600, 600).map(lambda m: NOON + timedelta(minutes=m))


@given(
    due=st.none() | minutes,
    now=minutes,
    length=st.floats(0, 3600),
    quota=st.integers(0, 50),
    interval=st.floats(0, 2000),
    min_gap=st.floats(0, 30),
    misfire=st.sampled_from(MisfirePolicy),
    schedule=schedules,
    seed=st.integers(0, 1000),
)
def test_slots_keep_every_limit(
    *,
    due: datetime | None,
    now: datetime,
    length: float,
    quota: int,
    interval: float,
    min_gap: float,
    misfire: MisfirePolicy,
    schedule: Schedule,
    seed: int,
) -> None:
    until = now + timedelta(seconds=length)
    slots, following = plan(
        due,
        now,
        timedelta(seconds=length),
        quota=quota,
        interval=interval,
        min_gap=min_gap,
        misfire=misfire,
        schedule=schedule,
        seed=seed,
    )

    assert len(slots) <= quota
    assert slots == sorted(slots)
    assert all(now <= slot < until and schedule.is_open(slot) for slot in slots)
    assert all(gap >= min_gap for gap in gaps(slots))
    if slots:
        assert following is not None
        assert (following - slots[-1]).total_seconds() >= min_gap


@given(
    down=st.floats(0, 86_400),
    interval=st.floats(1, 2000),
    misfire=st.sampled_from(MisfirePolicy),
    seed=st.integers(0, 1000),
)
def test_no_downtime_ends_in_a_burst(
    down: float, interval: float, misfire: MisfirePolicy, seed: int
) -> None:
    due = NOON - timedelta(seconds=down)
    slots, _ = plan(due, interval=interval, misfire=misfire, seed=seed)

    fastest = interval if misfire is SKIP else interval / 10
    assert len(slots) <= 1 + TICK.total_seconds() / (fastest * (1 - JITTER))


@given(st.lists(st.floats(0, 120), min_size=1, max_size=40), st.integers(0, 1000))
def test_ticks_at_any_rhythm_never_exceed_the_quota_or_the_limit(
    pauses: list[float], seed: int
) -> None:
    now, due, sent = NOON, None, list[datetime]()
    for n, pause in enumerate(pauses):
        now += TICK + timedelta(seconds=pause)
        slots, due = plan(due, now, quota=20 - len(sent), interval=4, min_gap=3.5, seed=seed + n)
        sent += slots

    assert len(sent) <= 20
    assert all(gap >= 3.5 for gap in gaps(sent))
