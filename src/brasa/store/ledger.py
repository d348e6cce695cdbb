"""The counters that a batch of outcomes moves, written together in the batch's transaction.

Each counter row belongs to one session, and one worker sends for a session at a time, so workers
do not wait for each other here. What pages and ticks read are these counters, never a count over
executions.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Table, Update, bindparam, case, func, update
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.tables import (
    campaign_days,
    campaign_sessions,
    session_days,
    session_health,
    throughput,
)
from brasa.store.upsert import Insert, add_counts, insert_on

OUTCOMES_KEPT = 50
BUCKETS = (60, 3600)

Key = tuple[Any, ...]

_TOTALS = ("sent", "delivered", "read", "failed", "unknown", "skipped")
_CAMPAIGN_DAY = ("open", "internal", "attempted", "sent")
_SESSION_DAY = (
    "attempted",
    "sent_internal",
    "sent_external",
    "finished_internal",
    "finished_external",
    "delivered_internal",
    "delivered_external",
    "opted_out",
)
_THROUGHPUT = ("sent", "delivered", "failed")


class Ledger:
    """Adds up what a batch changes; `write` brings it to the store."""

    def __init__(self) -> None:
        self._totals: dict[Key, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_TOTALS, 0))
        self._campaign_days: dict[Key, dict[str, int]] = defaultdict(
            lambda: dict.fromkeys(_CAMPAIGN_DAY, 0)
        )
        self._session_days: dict[Key, dict[str, int]] = defaultdict(
            lambda: dict.fromkeys(_SESSION_DAY, 0)
        )
        self._throughput: dict[Key, dict[str, int]] = defaultdict(
            lambda: dict.fromkeys(_THROUGHPUT, 0)
        )
        self._outcomes: dict[Key, str] = defaultdict(str)

    def total(self, campaign_id: int, session_id: int, **counts: int) -> None:
        """Move the cumulative counts of a seat."""
        _add(self._totals[campaign_id, session_id], counts)

    def campaign_day(
        self, organization_id: int, campaign_id: int, session_id: int, day: date, **counts: int
    ) -> None:
        """Move a seat's counts of one day."""
        _add(self._campaign_days[campaign_id, session_id, day, organization_id], counts)

    def session_day(self, organization_id: int, session_id: int, day: date, **counts: int) -> None:
        """Move a session's counts of one day, over all its campaigns."""
        _add(self._session_days[session_id, day, organization_id], counts)

    def passed(
        self, organization_id: int, campaign_id: int, session_id: int, at: datetime, **counts: int
    ) -> None:
        """Move the minute and the hour that the charts show."""
        seconds = int(at.timestamp())
        for bucket in BUCKETS:
            start = datetime.fromtimestamp(seconds - seconds % bucket, UTC)
            _add(self._throughput[campaign_id, session_id, bucket, start, organization_id], counts)

    def outcome(
        self, organization_id: int, session_id: int, *, arrived: bool, times: int = 1
    ) -> None:
        """Remember how sends ended, for the share of failures among the latest."""
        self._outcomes[session_id, organization_id] += ("1" if arrived else "0") * times

    def touched(self, organization_id: int, session_id: int) -> None:
        """Have the next tick measure the session again."""
        self._outcomes[session_id, organization_id] += ""

    async def write(self, connection: AsyncConnection) -> None:
        """Add everything up in the store; the ledger is spent afterwards."""
        await _write_totals(connection, self._totals)
        await add_counts(
            connection,
            campaign_days,
            _CAMPAIGN_DAY,
            _rows(campaign_days, ("campaign_id", "session_id", "day"), self._campaign_days),
        )
        await add_counts(
            connection,
            session_days,
            _SESSION_DAY,
            _rows(session_days, ("session_id", "day"), self._session_days),
        )
        await add_counts(
            connection,
            throughput,
            _THROUGHPUT,
            _rows(throughput, ("campaign_id", "session_id", "seconds", "at"), self._throughput),
        )
        await _write_outcomes(connection, self._outcomes)


def _add(counters: dict[str, int], counts: dict[str, int]) -> None:
    for name, count in counts.items():
        counters[name] += count


def _rows(table: Table, key: Iterable[str], counters: dict[Key, dict[str, int]]) -> list[Any]:
    names = (*key, "organization_id")
    return [
        dict(zip(names, key, strict=True)) | counts
        for key, counts in sorted(counters.items(), key=lambda item: item[0])
    ]


async def _write_totals(connection: AsyncConnection, totals: dict[Key, dict[str, int]]) -> None:
    if not totals:
        return
    rows = [
        {"of_campaign": campaign_id, "of_session": session_id}
        | {f"more_{name}": count for name, count in counts.items()}
        for (campaign_id, session_id), counts in sorted(totals.items())
    ]
    await connection.execute(_add_totals(), rows)


@cache
def _add_totals() -> Update:
    columns = campaign_sessions.c
    return (
        update(campaign_sessions)
        .where(
            columns.campaign_id == bindparam("of_campaign"),
            columns.session_id == bindparam("of_session"),
        )
        .values({name: columns[name] + bindparam(f"more_{name}") for name in _TOTALS})
    )


async def _write_outcomes(connection: AsyncConnection, outcomes: dict[Key, str]) -> None:
    if not outcomes:
        return
    rows = [
        {
            "session_id": session_id,
            "organization_id": organization_id,
            "changed": True,
            "outcomes": text[-OUTCOMES_KEPT:],
        }
        for (session_id, organization_id), text in sorted(outcomes.items())
    ]
    await connection.execute(_append_outcomes(connection.dialect.name), rows)


@cache
def _append_outcomes(dialect: str) -> Insert:
    statement = insert_on(dialect, session_health)
    joined = session_health.c.outcomes + statement.excluded.outcomes
    too_long = func.length(joined) > OUTCOMES_KEPT
    latest = case(
        (too_long, func.substr(joined, func.length(joined) - OUTCOMES_KEPT + 1)), else_=joined
    )
    return statement.on_conflict_do_update(
        index_elements=[session_health.c.session_id],
        set_={"changed": True, "outcomes": latest},
    )
