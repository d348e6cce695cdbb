"""A worker of the cluster: an engine among others.

The database says who owns what; Valkey carries work and news. The order of the end matters: what
is in flight is finished while everything is still ours, then it is given up.
"""

import asyncio
from typing import Any

import structlog

from brasa.actions.unit import Work
from brasa.bus.valkey import ValkeyBus
from brasa.bus.valkey_work import ValkeyWorkQueue, WorkStats
from brasa.channels.registry import Registry
from brasa.engine import leadership, ownership
from brasa.engine.assemble import Engine, EngineSettings
from brasa.engine.lag import LAG_EVERY, WorkLag
from brasa.engine.leadership import Leadership
from brasa.engine.look import OwnLook
from brasa.engine.node import Node
from brasa.engine.ownership import Ownership
from brasa.engine.service import Observer
from brasa.store.clock import DatabaseClock
from brasa.store.watch import StoreWatch

log = structlog.get_logger()

LOOK_EVERY = 1.0


class WorkerNode(Node):
    """A node that plans when it is its turn, and sends for the shards it owns."""

    def __init__(
        self,
        work: Work,
        bus: ValkeyBus,
        queue: ValkeyWorkQueue,
        clock: DatabaseClock,
        store: StoreWatch,
        registry: Registry,
        observer: Observer,
        settings: EngineSettings,
        role: str = "worker",
    ) -> None:
        super().__init__(work, bus, clock, store, observer, settings.owner, role)
        self._queue = queue
        self._owner = settings.owner
        self.leadership = Leadership(work, settings.owner, self._tick_now)
        self.engine = Engine(work, queue, registry, observer, settings, self.leadership)
        self._look = OwnLook(work.database, queue, self.engine.dispatcher, settings.tick)
        self.ownership = Ownership(
            work,
            settings.owner,
            lambda: self.reporter.workers,
            self.engine.dispatcher.busy,
            queue.follow,
            self._look_now,
        )
        self._looking = self._service(self._look, LOOK_EVERY)
        self._services += [
            self._service(self.leadership, leadership.RENEW_EVERY),
            self._service(self.ownership, ownership.RENEW_EVERY),
            self._looking,
            self._service(WorkLag(queue), LAG_EVERY),
        ]

    async def run(self) -> None:
        """Work until `stop`; then finish what is at the provider and give the rest up."""
        await self._take_place()
        self._queue.start()
        services = asyncio.create_task(self._run_services())
        await self.engine.run()
        self._stop_services()
        await services
        await self._give_up()
        await self._queue.stop()
        await self._leave()

    def stop(self) -> None:
        """Begin to end."""
        self.engine.stop()

    def describe(self) -> dict[str, Any]:
        stats = self._queue.stats()
        return {
            **super().describe(),
            "leads": self.leadership.leads,
            "shards": self.ownership.shards,
            "lag": {str(shard): items for shard, items in stats.lag.items() if items},
            "itemsTaken": stats.taken,
            "itemsTakenOver": stats.taken_over,
            "shardsTaken": self.ownership.taken_over,
            "workReconnects": stats.reconnects,
        }

    def work_stats(self) -> WorkStats:
        """The counters of its queue."""
        return self._queue.stats()

    async def _take_place(self) -> None:
        await self._try_first(self.reporter, self.leadership, self.ownership)

    def _tick_now(self) -> None:
        self.engine.ticking.poke()

    def _look_now(self) -> None:
        self._look.ask()
        self._looking.poke()

    async def _give_up(self) -> None:
        """Let the others go on at once, rather than when the leases run out."""
        try:
            await self.ownership.give_up()
            await self.leadership.give_up()
            log.info("work_given_up")
        except Exception:  # then the leases do
            log.exception("work_not_given_up")
