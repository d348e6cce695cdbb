"""Counts over executions, to compare with the counters that pages read."""

from collections import Counter

from brasa.store.tables import campaign_days, campaign_sessions, campaigns, executions
from tests.integration.engine.house import House

_REACHED = {
    "sent": ("sent",),
    "delivered": ("sent", "delivered"),
    "read": ("sent", "delivered", "read"),
    "failed": ("failed",),
    "unknown": ("unknown",),
    "skipped": ("skipped",),
}
_OPEN = ("scheduled", "sending")


async def assert_counters_agree(house: House) -> None:
    """Every cumulative counter, and the open slots of each day, are what a count gives."""
    rows = await house.rows(executions)
    seats: Counter[tuple[int, int | None, str]] = Counter()
    open_: Counter[tuple[int, int]] = Counter()
    external: Counter[int] = Counter()
    for row in rows:
        external[row.campaign_id] += row.contact_id is not None
        if row.state in _OPEN:
            open_[row.campaign_id, row.session_id] += 1
        for name in _REACHED.get(row.state, ()):
            seats[row.campaign_id, row.session_id, name] += 1
    counted: Counter[tuple[int, int | None, str]] = Counter()
    for seat in await house.rows(campaign_sessions):
        for name in ("sent", "delivered", "read", "failed", "unknown", "skipped"):
            counted[seat.campaign_id, seat.session_id, name] = getattr(seat, name)
    for campaign in await house.rows(campaigns):
        counted[campaign.id, None, "skipped"] = campaign.skipped
        assert campaign.total == external[campaign.id]
    assert +counted == +seats
    days: Counter[tuple[int, int]] = Counter()
    for day in await house.rows(campaign_days):
        days[day.campaign_id, day.session_id] += day.open
        assert day.open >= 0
        assert day.attempted >= 0
    assert +days == +open_
