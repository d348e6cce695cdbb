"""One node of a cluster: PostgreSQL is the truth, Valkey carries the work and the news."""

from collections.abc import Mapping
from contextlib import AsyncExitStack

from prometheus_client import CollectorRegistry

from brasa.actions.unit import Work
from brasa.api.readiness import Check
from brasa.bus.sessions import Sessions
from brasa.bus.valkey import KEEP, ValkeyBus
from brasa.bus.valkey_work import ValkeyWorkQueue
from brasa.channels.registry import standard_registry
from brasa.clock import Clock
from brasa.config import Config
from brasa.engine.cluster import WorkerNode
from brasa.engine.node import GatewayNode
from brasa.gateway.commands import Greeting
from brasa.gateway.live_adapter import LiveAdapter
from brasa.gateway.past import Past
from brasa.gateway.staleness import Staleness
from brasa.server.cluster_metrics import ClusterMetrics
from brasa.server.engine_settings import engine_settings, unique_name
from brasa.server.form import Node
from brasa.server.observe import Metrics
from brasa.socketio import Server
from brasa.socketio.adapter import Adapter
from brasa.store.clock import DatabaseClock
from brasa.store.database import Database
from brasa.store.watch import StoreWatch

# Most bytes of past events that a gateway keeps for dashboards that come from another one.
PAST_BYTES = 64 << 20


async def start_cluster(config: Config, database: Database, parts: AsyncExitStack) -> "Cluster":
    """A node that is part of its cluster until `parts` end."""
    cluster = Cluster(config, database)
    await cluster.start()
    parts.push_async_callback(cluster.stop)
    return cluster


class Cluster:
    """One node among others."""

    def __init__(self, config: Config, database: Database) -> None:
        self._config = config
        self._name = unique_name()
        self._serves = config.role != "worker"
        self._clock = DatabaseClock(database)
        self._bus = ValkeyBus(config.engine, listening=self._serves)
        self._store = StoreWatch(database)
        self._adapter: LiveAdapter | None = None
        if self._serves:
            sessions = Sessions(config.engine, self._name, config.realtime.recovery_seconds)
            self._adapter = LiveAdapter(self._bus, sessions, Past(KEEP, PAST_BYTES))
        self.checks: Mapping[str, Check] = {"bus": self._bus_available} if self._serves else {}

    async def start(self) -> None:
        """Learn the time and join the bus."""
        await self._clock.correct()
        await self._bus.start()

    async def stop(self) -> None:
        """Leave the bus, once everything is said."""
        await self._bus.stop()

    @property
    def clock(self) -> Clock:
        return self._clock

    @property
    def bus(self) -> ValkeyBus:
        return self._bus

    @property
    def adapter(self) -> Adapter | None:
        return self._adapter

    def attend(self, sio: Server) -> Greeting | None:
        return Staleness(sio, self._bus, self._store, self._clock).greet

    def node(self, work: Work, metrics: Metrics, registry: CollectorRegistry) -> Node:
        config = self._config
        if config.role == "gateway":
            gateway = GatewayNode(
                work, self._bus, self._clock, self._store, metrics, self._name, config.role
            )
            registry.register(ClusterMetrics(self._bus, self._store, None))
            return gateway
        worker = WorkerNode(
            work,
            self._bus,
            ValkeyWorkQueue(config.engine, self._name),
            self._clock,
            self._store,
            standard_registry(),
            metrics,
            engine_settings(config, self._name),
            config.role,
        )
        registry.register(ClusterMetrics(self._bus, self._store, worker))
        return worker

    async def _bus_available(self) -> bool:
        return self._bus.available
