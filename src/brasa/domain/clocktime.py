"""Days, hours and instants as people write them, in a campaign's file or as an option."""

import re
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from brasa.domain.plain import plain

_DAYS = {
    name: number
    for number, names in enumerate(
        (
            ("mon", "monday", "seg", "segunda"),
            ("tue", "tuesday", "ter", "terca"),
            ("wed", "wednesday", "qua", "quarta"),
            ("thu", "thursday", "qui", "quinta"),
            ("fri", "friday", "sex", "sexta"),
            ("sat", "saturday", "sab", "sabado"),
            ("sun", "sunday", "dom", "domingo"),
        ),
        1,
    )
    for name in names
}
_HOUR = re.compile(r"(?P<hour>\d{1,2})(?:[:h](?P<minute>\d{2})?)?")


def day_number(value: Any) -> int | None:
    """1 for Monday .. 7 for Sunday, from a name in Portuguese or English, or the number."""
    if type(value) is int and 1 <= value <= 7:
        return value
    if not isinstance(value, str):
        return None
    return _DAYS.get(plain(value).removesuffix(" feira"))


def hour_of_day(value: Any) -> time | None:
    """`"08:00"`, `"8h"`, or TOML's own local time; `"24:00"` is midnight."""
    if isinstance(value, time):
        return value.replace(microsecond=0)
    found = _HOUR.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if (hour, minute) == (24, 0):
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def instant(value: Any, zone: ZoneInfo) -> datetime | None:
    """A date, a date and time, or ISO 8601 text; on the clock of `zone` unless it has an offset."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=zone)
