"""Forget by the clock."""

from datetime import datetime

from brasa.actions.retention import AT_ONCE, Retention
from brasa.engine.service import Counts


class Retainer:
    """Deletes what is older than the settings allow, in small transactions."""

    name = "retain"

    def __init__(self, retention: Retention) -> None:
        self._retention = retention

    async def run_once(self, now: datetime) -> Counts:
        """Delete all that is old; returns how much, by kind."""
        counts = {"logs": 0, "executions": 0, "points": await self._retention.charts(now)}
        while dropped := await self._retention.logs(now):
            counts["logs"] += dropped
            if dropped < AT_ONCE:
                break
        while dropped := await self._retention.executions(now):
            counts["executions"] += dropped
            if dropped < AT_ONCE:
                break
        await self._retention.recipients(now)
        return counts
