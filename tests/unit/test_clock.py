"""Dates of instants, on the clocks of zones that change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from brasa.clock import local_date

# Two that skip or repeat midnight, one that repeats a minute after it, one that lost a whole day.
ZONES = [
    ZoneInfo(name)
    for name in (
        "UTC",
        "America/Sao_Paulo",
        "America/Havana",
        "America/St_Johns",
        "Pacific/Apia",
        "Asia/Beirut",
    )
]
MOMENTS = st.datetimes(datetime(2005, 1, 1), datetime(2030, 1, 1)).map(
    lambda at: at.replace(tzinfo=UTC)
)


@given(zone=st.sampled_from(ZONES), around=MOMENTS, steps=st.lists(st.integers(-3000, 3000)))
def test_the_date_is_that_of_the_zones_clock(
    zone: ZoneInfo, around: datetime, steps: list[int]
) -> None:
    for minutes in [0, *steps]:
        at = around + timedelta(minutes=minutes)
        assert local_date(at, zone) == at.astimezone(zone).date()


def test_the_date_is_right_to_the_minute_on_days_with_a_change() -> None:
    for zone in ZONES:
        at = datetime(2018, 1, 1, tzinfo=UTC) if zone.key != "Pacific/Apia" else None
        at = at or datetime(2011, 12, 1, tzinfo=UTC)
        for _ in range(400 * 24 * 4):
            assert local_date(at, zone) == at.astimezone(zone).date(), (zone, at)
            at += timedelta(minutes=15)
