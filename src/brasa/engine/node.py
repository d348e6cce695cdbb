"""What every node of a cluster does, and the one that does nothing else: a gateway."""

import asyncio
from typing import Any

import structlog

from brasa.actions.lost_events import LostEvents
from brasa.actions.membership import Membership
from brasa.actions.unit import Work
from brasa.bus.valkey import ValkeyBus
from brasa.engine.member import CORRECT_EVERY, REPORT_EVERY, Reporter, TimeKeeper
from brasa.engine.service import Observer, Runnable, Service
from brasa.store.clock import DatabaseClock
from brasa.store.watch import LOOK_EVERY, StoreWatch

log = structlog.get_logger()


class Node:
    """What every node does."""

    def __init__(
        self,
        work: Work,
        bus: ValkeyBus,
        clock: DatabaseClock,
        store: StoreWatch,
        observer: Observer,
        id_: str,
        role: str,
    ) -> None:
        self._work = work
        self._bus = bus
        self._clock = clock
        self._store = store
        self._observer = observer
        self.membership = Membership(work, id_, role)
        self.reporter = Reporter(self.membership, self.describe)
        self._services: list[Service] = [
            self._service(self.reporter, REPORT_EVERY),
            self._service(TimeKeeper(clock), CORRECT_EVERY),
            self._service(LostEvents(work, bus), REPORT_EVERY),
            self._service(store, LOOK_EVERY),
        ]

    def _service(self, runnable: Runnable, every: float) -> Service:
        return Service(runnable, self._clock, self._observer, every)

    def describe(self) -> dict[str, Any]:
        """What the node tells of itself in `brasa cluster status`."""
        stats = self._bus.stats()
        return {
            "clockAhead": round(self._clock.ahead, 3),
            "busAvailable": self._bus.available,
            "busReconnects": stats.reconnects,
            "storeReconnects": self._store.reconnects,
            "eventsDropped": stats.dropped,
        }

    async def _try_first(self, *runnables: Runnable) -> None:
        """Run what others build on; should the store be away, its time comes with its service."""
        for runnable in runnables:
            try:
                await runnable.run_once(self._clock.now())
            except Exception:
                log.exception("start_delayed", service=runnable.name)

    async def _run_services(self) -> None:
        async with asyncio.TaskGroup() as group:
            for service in self._services:
                group.create_task(service.run())

    def _stop_services(self) -> None:
        for service in self._services:
            service.stop()

    async def _leave(self) -> None:
        try:
            await self.membership.leave()
        except Exception:  # the others find out by themselves
            log.exception("node_did_not_leave")


class GatewayNode(Node):
    """A node that serves dashboards and sends nothing."""

    async def run(self) -> None:
        """Take part until `stop`."""
        await self._try_first(self.reporter)
        await self._run_services()
        await self._leave()

    def stop(self) -> None:
        """Begin to end."""
        self._stop_services()
