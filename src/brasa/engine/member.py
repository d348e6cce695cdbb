"""This process as a member of the cluster: keeps the shared time, reports, says how it does."""

import os
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog

from brasa import __version__
from brasa.actions.membership import Membership
from brasa.engine.service import Counts
from brasa.store.clock import DatabaseClock
from brasa.store.nodes import Node

log = structlog.get_logger()

REPORT_EVERY = 2.0
CORRECT_EVERY = 10.0
WORKING = ("all", "worker")
# A wall clock further off than this is worth a line in the log; it harms nothing here.
FAR_OFF = 1.0

Describe = Callable[[], dict[str, Any]]


class Reporter:
    """Reports this node and knows the others."""

    name = "report"

    def __init__(self, membership: Membership, describe: Describe) -> None:
        self._membership = membership
        self._describe = describe
        self.nodes: list[Node] = []

    @property
    def workers(self) -> list[str]:
        """The ids of the workers that live."""
        return [node.id for node in self.nodes if node.role in WORKING]

    async def run_once(self, now: datetime) -> Counts:
        """Report; returns how many nodes there are."""
        info = {"pid": os.getpid(), "version": __version__, **self._describe()}
        self.nodes = await self._membership.report(now, info)
        return {"nodes": len(self.nodes)}


class TimeKeeper:
    """Keeps the node's clock at the database's time."""

    name = "clock"

    def __init__(self, clock: DatabaseClock) -> None:
        self._clock = clock
        self._warned = False

    async def run_once(self, now: datetime) -> Counts:
        """Correct; returns by how many milliseconds the clock moved."""
        moved = await self._clock.correct()
        ahead = self._clock.ahead
        if abs(ahead) > FAR_OFF and not self._warned:
            log.warning("wall_clock_off", seconds=round(ahead, 1))
        self._warned = abs(ahead) > FAR_OFF
        return {"moved_ms": round(abs(moved) * 1000)}
