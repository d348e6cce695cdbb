"""Dates and times as spreadsheets write them."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

_BRAZILIAN = re.compile(
    r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})"
    r"(?:[ T,]+(?P<hour>\d{1,2})[:h](?P<minute>\d{2})(?::(?P<second>\d{2}))?)?"
)


@lru_cache(maxsize=4096)
def read_moment(text: str, timezone: str) -> datetime:
    """`31/12/2025`, `31/12/2025 14:30` or ISO 8601, on the clock of `timezone`, as UTC.

    An offset in the text wins over `timezone`. Raises ValueError for anything else.
    """
    try:
        at = _moment(text)
        return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(timezone))).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"not a date: {text}") from error


def _moment(text: str) -> datetime:
    found = _BRAZILIAN.fullmatch(text)
    if found is None:
        return datetime.fromisoformat(text)
    numbers = {name: int(value) for name, value in found.groupdict(default="0").items()}
    return datetime(**numbers)  # type: ignore[arg-type] # none of them is the time zone
