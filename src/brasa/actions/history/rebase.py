"""Move a file of sample data so that its last day is today."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from brasa.actions.history.rows import PastExecution


class Rebase:
    """Shifts whole days on the organization's clock; the last day is squeezed into the part of
    today that has passed, so that nothing lies in the future and its order is kept."""

    def __init__(self, last_day: date, zone: ZoneInfo, now: datetime) -> None:
        today = now.astimezone(zone).date()
        self._zone = zone
        self._now = now
        self._last_day = last_day
        self._shift = today - last_day
        midnight = datetime.combine(today, time(), zone)
        self._passed = (now - midnight) / timedelta(days=1)

    def __call__(self, past: PastExecution) -> PastExecution:
        """The same execution, on its new day."""
        sent_at = self._moved(past.sent_at)
        return msgspec.structs.replace(
            past,
            sent_at=sent_at,
            delivered_at=self._after(past.delivered_at, past, sent_at),
            read_at=self._after(past.read_at, past, sent_at),
        )

    def _moved(self, at: datetime) -> datetime:
        local = at.astimezone(self._zone).replace(tzinfo=None)
        midnight = datetime.combine(local.date(), time())
        into_day = local - midnight
        if local.date() == self._last_day:
            into_day *= self._passed
        moved = (midnight + self._shift + into_day).replace(tzinfo=self._zone)
        return min(moved.astimezone(UTC), self._now)

    def _after(
        self, at: datetime | None, past: PastExecution, sent_at: datetime
    ) -> datetime | None:
        return None if at is None else min(sent_at + (at - past.sent_at), self._now)
