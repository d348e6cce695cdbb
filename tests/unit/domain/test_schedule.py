"""When a campaign may send, also across midnight and on the days on which the clock is moved."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brasa.domain.campaign import QuietHours, StatusReason, Window, Zone
from brasa.domain.localtime import instant
from brasa.domain.schedule import Schedule, quiet_around

SAO_PAULO = ZoneInfo("America/Sao_Paulo")
NEW_YORK = ZoneInfo("America/New_York")
LISBON = ZoneInfo("Europe/Lisbon")
MONDAY = date(2026, 11, 23)
WORKDAYS = (1, 2, 3, 4, 5)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def window(start: str, end: str, *days: int) -> Window:
    return Window(
        from_=time.fromisoformat(start), to=time.fromisoformat(end), days=days or tuple(range(1, 8))
    )


def quiet(start: str, end: str, zone: Zone = Zone.ORGANIZATION) -> QuietHours:
    return QuietHours(from_=time.fromisoformat(start), to=time.fromisoformat(end), zone=zone)


def local(text: str, zone: ZoneInfo = SAO_PAULO, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


def quiet_until(hours: QuietHours, zone: ZoneInfo, at: datetime) -> datetime | None:
    around = quiet_around(hours, zone, at)
    if around is None:
        return None
    begun, ended = around
    assert begun <= at < ended
    return ended


def office(**more: datetime) -> Schedule:
    return Schedule((window("08:00", "18:00", *WORKDAYS),), None, SAO_PAULO, **more)


def test_without_windows_it_is_always_open() -> None:
    always = Schedule((), None, SAO_PAULO)

    assert always.is_open(local("2026-11-23T03:00"))
    assert always.next_opening(local("2026-11-23T03:00")) == local("2026-11-23T03:00")
    assert always.closes_at(local("2026-11-23T03:00")) is None
    assert always.open_seconds(MONDAY) == 24 * 3600


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-11-23T07:59:59", False),
        ("2026-11-23T08:00", True),
        ("2026-11-23T17:59:59.999", True),
        ("2026-11-23T18:00", False),
        ("2026-11-22T12:00", False),  # a Sunday
    ],
)
def test_a_window_holds_its_start_and_not_its_end(at: str, is_open: bool) -> None:
    assert office().is_open(local(at)) is is_open


def test_the_next_opening_after_friday_evening_is_monday_morning() -> None:
    assert office().next_opening(local("2026-11-20T18:00")) == local("2026-11-23T08:00")


def test_an_open_instant_is_its_own_next_opening() -> None:
    at = local("2026-11-23T09:30")

    assert office().next_opening(at) == at
    assert office().closes_at(at) == local("2026-11-23T18:00")


def test_a_window_past_midnight_belongs_to_the_day_it_began_on() -> None:
    friday_night = Schedule((window("22:00", "02:00", 5),), None, SAO_PAULO)

    assert friday_night.is_open(local("2026-11-21T01:59"))  # Saturday
    assert not friday_night.is_open(local("2026-11-20T01:00"))  # Friday, before its night
    assert friday_night.closes_at(local("2026-11-20T23:00")) == local("2026-11-21T02:00")
    assert friday_night.open_seconds(date(2026, 11, 20)) == 2 * 3600
    assert friday_night.open_seconds(date(2026, 11, 21)) == 2 * 3600


def test_overlapping_windows_are_counted_once() -> None:
    both = Schedule((window("08:00", "12:00"), window("10:00", "14:00")), None, SAO_PAULO)

    assert both.open_seconds(MONDAY) == 6 * 3600
    assert both.closes_at(local("2026-11-23T09:00")) == local("2026-11-23T14:00")


def test_quiet_hours_past_midnight_cut_both_ends_of_a_day() -> None:
    schedule = Schedule((), quiet("21:00", "08:00"), SAO_PAULO)

    assert not schedule.is_open(local("2026-11-23T07:59"))
    assert schedule.is_open(local("2026-11-23T08:00"))
    assert not schedule.is_open(local("2026-11-23T21:00"))
    assert schedule.next_opening(local("2026-11-23T22:00")) == local("2026-11-24T08:00")
    assert schedule.open_seconds(MONDAY) == 13 * 3600


def test_quiet_hours_in_the_middle_split_a_window() -> None:
    lunch = Schedule((window("08:00", "18:00"),), quiet("12:00", "13:00"), SAO_PAULO)

    assert lunch.closes_at(local("2026-11-23T09:00")) == local("2026-11-23T12:00")
    assert lunch.next_opening(local("2026-11-23T12:00")) == local("2026-11-23T13:00")


def test_quiet_hours_of_the_contact_do_not_close_the_campaign() -> None:
    schedule = Schedule((), quiet("21:00", "08:00", Zone.CONTACT), SAO_PAULO)

    assert schedule.is_open(local("2026-11-23T23:00"))


def test_quiet_hours_that_cover_every_window_never_open() -> None:
    never = Schedule((window("22:00", "23:00"),), quiet("21:00", "08:00"), SAO_PAULO)

    assert never.next_opening(local("2026-11-23T09:00")) is None
    assert never.open_seconds(MONDAY) == 0


def test_nothing_is_open_before_the_start_or_from_the_end_on() -> None:
    schedule = office(starts_at=local("2026-11-24T10:00"), ends_at=local("2026-11-25T09:00"))

    assert schedule.next_opening(local("2026-11-23T09:00")) == local("2026-11-24T10:00")
    assert schedule.closes_at(local("2026-11-25T08:30")) == local("2026-11-25T09:00")
    assert not schedule.is_open(local("2026-11-25T09:00"))
    assert schedule.next_opening(local("2026-11-25T09:00")) is None


def test_a_start_at_the_end_of_a_day_does_not_shrink_the_day_it_is_paced_by() -> None:
    schedule = Schedule((), None, SAO_PAULO, starts_at=local("2026-11-23T23:55"))

    assert schedule.open_seconds(MONDAY) == 24 * 3600


def test_an_end_before_the_next_window_means_no_opening() -> None:
    schedule = office(ends_at=local("2026-11-23T08:00"))

    assert schedule.next_opening(local("2026-11-22T12:00")) is None


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        ("2026-11-23T07:00", StatusReason.BEFORE_START),
        ("2026-11-23T12:30", StatusReason.QUIET_HOURS),
        ("2026-11-23T19:00", StatusReason.OUTSIDE_WINDOW),
        ("2026-11-23T09:00", None),
        ("2026-12-01T00:00", StatusReason.ENDED),
    ],
)
def test_it_says_why_it_is_closed(at: str, reason: StatusReason | None) -> None:
    schedule = Schedule(
        (window("08:00", "18:00"),),
        quiet("12:00", "13:00"),
        SAO_PAULO,
        starts_at=local("2026-11-23T08:00"),
        ends_at=local("2026-12-01T00:00"),
    )

    assert schedule.closed_because(local(at)) is reason


def test_open_time_between_two_instants_spans_nights_and_weekends() -> None:
    open_time = office().open_between(local("2026-11-20T17:00"), local("2026-11-23T10:00"))

    assert open_time == 3 * 3600


# ---- the days on which the clock is moved ----


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (SAO_PAULO, date(2018, 11, 4), 23),  # midnight itself is skipped
        (SAO_PAULO, date(2018, 2, 17), 25),
        (SAO_PAULO, date(2018, 2, 18), 24),
        (NEW_YORK, date(2026, 3, 8), 23),
        (NEW_YORK, date(2026, 11, 1), 25),
        (LISBON, date(2026, 3, 29), 23),
        (LISBON, date(2026, 10, 25), 25),
    ],
)
def test_a_day_has_the_hours_that_pass_on_it(zone: ZoneInfo, day: date, hours: int) -> None:
    assert Schedule((), None, zone).open_seconds(day) == hours * 3600


def test_a_day_whose_midnight_is_skipped_starts_at_one() -> None:
    schedule = Schedule((), None, SAO_PAULO)

    assert schedule.day_start(date(2018, 11, 4)) == datetime(2018, 11, 4, 3, tzinfo=UTC)
    assert schedule.local_day(datetime(2018, 11, 4, 2, 59, tzinfo=UTC)) == date(2018, 11, 3)
    assert schedule.local_day(datetime(2018, 11, 4, 3, tzinfo=UTC)) == date(2018, 11, 4)


def test_the_hour_that_comes_twice_before_midnight_is_still_the_old_day() -> None:
    schedule = Schedule((), None, SAO_PAULO)
    again = local("2018-02-17T23:30", fold=1)

    assert schedule.local_day(again) == date(2018, 2, 17)
    assert schedule.day_start(date(2018, 2, 18)) == datetime(2018, 2, 18, 3, tzinfo=UTC)


def test_a_window_that_begins_in_a_skipped_hour_opens_when_the_clock_jumps() -> None:
    schedule = Schedule((window("02:30", "06:00"),), None, NEW_YORK)
    jump = datetime(2026, 3, 8, 7, tzinfo=UTC)

    assert schedule.next_opening(jump - HOUR) == jump
    assert schedule.open_seconds(date(2026, 3, 8)) == 3 * 3600


def test_a_window_within_a_skipped_hour_does_not_open_that_day() -> None:
    schedule = Schedule((window("01:10", "01:50"),), None, LISBON)

    assert schedule.open_seconds(date(2026, 3, 29)) == 0
    assert schedule.next_opening(local("2026-03-29T00:30", LISBON)) == local(
        "2026-03-30T01:10", LISBON
    )


def test_a_weekly_window_swallowed_by_the_clock_opens_a_week_later() -> None:
    schedule = Schedule((window("01:10", "01:50", 7),), None, LISBON)

    assert schedule.next_opening(local("2026-03-28T12:00", LISBON)) == local(
        "2026-04-05T01:10", LISBON
    )


def test_a_window_over_a_repeated_hour_lasts_an_hour_longer() -> None:
    schedule = Schedule((window("00:00", "03:00"),), None, NEW_YORK)

    assert schedule.open_seconds(date(2026, 11, 1)) == 4 * 3600


def test_quiet_hours_that_end_in_a_repeated_hour_end_at_its_last_coming() -> None:
    nights = quiet("22:00", "01:30", Zone.CONTACT)
    first = local("2026-11-01T01:30", NEW_YORK)

    assert quiet_until(nights, NEW_YORK, first) == local("2026-11-01T01:30", NEW_YORK, fold=1)


def test_quiet_hours_that_end_in_a_skipped_hour_end_when_the_clock_jumps() -> None:
    nights = quiet("22:00", "00:30", Zone.CONTACT)

    assert quiet_until(nights, SAO_PAULO, local("2018-11-03T23:00")) == datetime(
        2018, 11, 4, 3, tzinfo=UTC
    )


# ---- a contact's quiet hours ----


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-11-23T20:59", None),
        ("2026-11-23T21:00", "2026-11-24T08:00"),
        ("2026-11-24T07:59", "2026-11-24T08:00"),
        ("2026-11-24T08:00", None),
    ],
)
def test_a_contact_is_left_alone_until_its_morning(at: str, until: str | None) -> None:
    nights = quiet("21:00", "08:00", Zone.CONTACT)

    assert quiet_until(nights, SAO_PAULO, local(at)) == (until and local(until))


def test_each_contact_has_its_own_clock() -> None:
    nights = quiet("21:00", "08:00", Zone.CONTACT)
    at = local("2026-11-23T20:00")  # 23:00 in Lisbon

    assert quiet_until(nights, SAO_PAULO, at) is None
    assert quiet_until(nights, LISBON, at) == local("2026-11-24T08:00", LISBON)


# ---- laws ----

zones = st.sampled_from([SAO_PAULO, NEW_YORK, LISBON, ZoneInfo("Australia/Lord_Howe")])
times = st.times().map(lambda t: t.replace(second=0, microsecond=0))
windows = st.builds(
    Window, from_=times, to=times, days=st.sets(st.integers(1, 7), min_size=1).map(tuple)
)
instants = st.datetimes(datetime(2017, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
schedules = st.builds(
    Schedule,
    st.lists(windows, max_size=3),
    st.none() | st.builds(QuietHours, from_=times, to=times, zone=st.just(Zone.ORGANIZATION)),
    zones,
)


@given(schedules, instants)
def test_the_next_opening_is_open_and_nothing_before_it_is(
    schedule: Schedule, at: datetime
) -> None:
    opening = schedule.next_opening(at)

    if opening is None:
        assert not schedule.is_open(at)
        return
    assert schedule.is_open(opening)
    assert opening == at or not schedule.is_open(at)
    assert opening == at or not schedule.is_open(opening - timedelta(milliseconds=1))


@given(schedules, instants)
def test_an_open_stretch_ends_where_it_says(schedule: Schedule, at: datetime) -> None:
    closes = schedule.closes_at(at)

    assert (closes is not None) <= schedule.is_open(at)
    if closes is not None:
        assert schedule.is_open(closes - timedelta(milliseconds=1))
        assert not schedule.is_open(closes)
        assert schedule.closed_because(closes) is not None


@given(schedules, st.dates(date(2017, 1, 1), date(2027, 1, 1)))
def test_the_open_seconds_of_a_day_are_the_open_minutes_of_its_clock(
    schedule: Schedule, day: date
) -> None:
    start, end = schedule.day_start(day), schedule.day_start(day + timedelta(days=1))
    minutes = int((end - start) / MINUTE)

    counted = sum(schedule.is_open(start + n * MINUTE) for n in range(0, minutes, 5))
    # Sampled every five minutes: each edge may be off by one sample.
    assert schedule.open_seconds(day) == pytest.approx(counted * 300, abs=20 * 300)
    assert schedule.open_seconds(day) == pytest.approx(schedule.open_between(start, end))


@given(zones, st.dates(date(2017, 1, 1), date(2027, 1, 1)), times)
def test_a_boundary_is_the_first_instant_that_shows_its_time(
    zone: ZoneInfo, day: date, at: time
) -> None:
    boundary = instant(day, at, zone)
    wall = datetime.combine(day, at)

    shown = boundary.astimezone(zone).replace(tzinfo=None, fold=0)
    before = (boundary - timedelta(milliseconds=1)).astimezone(zone).replace(tzinfo=None, fold=0)
    assert shown >= wall
    assert before < wall
