"""Dates as spreadsheets write them."""

from datetime import UTC, datetime

import pytest

from brasa.actions.spreadsheets.moment import read_moment

ZONE = "America/Sao_Paulo"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("31/12/2025", datetime(2025, 12, 31, 3, tzinfo=UTC)),
        ("1/2/2025", datetime(2025, 2, 1, 3, tzinfo=UTC)),
        ("31/12/2025 14:30", datetime(2025, 12, 31, 17, 30, tzinfo=UTC)),
        ("31-12-2025 14h30", datetime(2025, 12, 31, 17, 30, tzinfo=UTC)),
        ("31/12/2025 14:30:15", datetime(2025, 12, 31, 17, 30, 15, tzinfo=UTC)),
        ("2025-12-31", datetime(2025, 12, 31, 3, tzinfo=UTC)),
        ("2025-12-31T14:30", datetime(2025, 12, 31, 17, 30, tzinfo=UTC)),
        ("2025-12-31T14:30:00Z", datetime(2025, 12, 31, 14, 30, tzinfo=UTC)),
        ("2025-12-31 14:30+01:00", datetime(2025, 12, 31, 13, 30, tzinfo=UTC)),
    ],
)
def test_what_people_write(text: str, at: datetime) -> None:
    assert read_moment(text, ZONE) == at


@pytest.mark.parametrize(
    "text", ["ontem", "31/13/2025", "30/02/2025", "0001-01-01T00:00+23:00", "45000"]
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match="not a date"):
        read_moment(text, ZONE)
