"""Let go of old logs, executions and chart points, some at a time."""

from datetime import datetime, timedelta

import msgspec

from brasa.actions.unit import Work
from brasa.store import recipients, retention

AT_ONCE = 5_000


class Keep(msgspec.Struct, frozen=True):
    """How long things are kept, in days."""

    logs: int = 30
    executions: int = 365
    minutes: int = 3
    hours: int = 400


class Retention:
    """The writes of forgetting."""

    def __init__(self, work: Work, keep: Keep) -> None:
        self._work = work
        self._keep = keep

    async def logs(self, now: datetime) -> int:
        """Delete some old log lines; how many."""
        before = now - timedelta(days=self._keep.logs)
        async with self._work.unit() as unit:
            return await retention.drop_logs(unit.connection, before, AT_ONCE)

    async def executions(self, now: datetime) -> int:
        """Delete some old executions; how many."""
        before = now - timedelta(days=self._keep.executions)
        async with self._work.unit() as unit:
            return await retention.drop_executions(unit.connection, before, AT_ONCE)

    async def charts(self, now: datetime) -> int:
        """Delete old points of charts; how many."""
        minutes = now - timedelta(days=self._keep.minutes)
        hours = now - timedelta(days=self._keep.hours)
        async with self._work.unit() as unit:
            return await retention.drop_charts(unit.connection, minutes, hours)

    async def recipients(self, now: datetime) -> None:
        """Free places under the 24 h caps."""
        async with self._work.unit() as unit:
            for organization_id in await recipients.capped(unit.connection):
                await recipients.forget_old(unit.connection, organization_id, now)
