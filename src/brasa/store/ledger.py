"""The counters that a batch of outcomes moves, written together in the batch's transaction.

Each counter row belongs to one session, and one worker sends for a session at a time, so workers
do not wait for each other here. What pages and ticks read are these counters, never a count over
executions.
"""

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.counters import (
    CAMPAIGN_DAYS,
    OUTCOMES,
    OUTCOMES_KEPT,
    SESSION_DAYS,
    THROUGHPUT,
    TOTALS,
    Counters,
    Rows,
    write_counts,
)

BUCKETS = (60, 3600)

Key = tuple[Any, ...]


class Ledger:
    """Adds up what a batch changes; `write` brings it to the store."""

    def __init__(self) -> None:
        self._totals: dict[Key, dict[str, int]] = defaultdict(
            lambda: dict.fromkeys(TOTALS.counts, 0)
        )
        self._campaign_days: dict[Key, dict[str, int]] = defaultdict(
            lambda: dict.fromkeys(CAMPAIGN_DAYS.counts, 0)
        )
        self._session_days: dict[Key, dict[str, int]] = defaultdict(
            lambda: dict.fromkeys(SESSION_DAYS.counts, 0)
        )
        self._throughput: dict[Key, dict[str, int]] = defaultdict(
            lambda: dict.fromkeys(THROUGHPUT.counts, 0)
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
        await write_counts(connection, self.counts())

    def counts(self) -> dict[Counters, Rows]:
        """What `write` adds, and to which tables."""
        return {
            TOTALS: _rows(self._totals),
            CAMPAIGN_DAYS: _rows(self._campaign_days),
            SESSION_DAYS: _rows(self._session_days),
            THROUGHPUT: _rows(self._throughput),
            OUTCOMES: [
                (*key, True, text[-OUTCOMES_KEPT:]) for key, text in sorted(self._outcomes.items())
            ],
        }


def _add(counters: dict[str, int], counts: dict[str, int]) -> None:
    for name, count in counts.items():
        counters[name] += count


def _rows(counters: dict[Key, dict[str, int]]) -> list[tuple[Any, ...]]:
    """Sorted by key: two transactions that meet on several rows then never deadlock."""
    return [
        (*key, *counts.values())
        for key, counts in sorted(counters.items(), key=lambda item: item[0])
    ]
