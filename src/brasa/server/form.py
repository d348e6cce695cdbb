"""The two forms of Brasa: everything in one process, or one node of a cluster.

A form lends the parts that differ; what is built on them is the same.
"""

import os
import socket
from collections.abc import Mapping
from contextlib import AsyncExitStack
from typing import Protocol
from uuid import uuid4

from prometheus_client import CollectorRegistry

from brasa.actions.retention import Keep
from brasa.actions.unit import Work
from brasa.api.readiness import Check
from brasa.bus.base import Bus
from brasa.bus.local import LocalBus
from brasa.bus.local_work import LocalWorkQueue
from brasa.bus.sessions import Sessions
from brasa.bus.valkey import KEEP, ValkeyBus
from brasa.bus.valkey_work import ValkeyWorkQueue
from brasa.channels.registry import standard_registry
from brasa.clock import Clock, SystemClock
from brasa.config import Config
from brasa.engine.assemble import Engine, EngineSettings
from brasa.engine.cluster import WorkerNode
from brasa.engine.node import GatewayNode
from brasa.errors import ConfigError
from brasa.gateway.live_adapter import LiveAdapter
from brasa.gateway.past import Past
from brasa.server.cluster_metrics import ClusterMetrics
from brasa.server.observe import Metrics
from brasa.socketio.adapter import Adapter
from brasa.store.clock import DatabaseClock
from brasa.store.database import Database
from brasa.store.watch import StoreWatch

# Most bytes of past events that a gateway keeps for dashboards that come from another one.
PAST_BYTES = 64 << 20
EMBEDDED = "embedded"


class Node(Protocol):
    """What runs until it is stopped, and then ends in good order."""

    async def run(self) -> None:
        """Run until `stop`."""
        ...

    def stop(self) -> None:
        """Begin to end."""
        ...


class Form(Protocol):
    """The parts that depend on the form."""

    @property
    def clock(self) -> Clock:
        """The time."""
        ...

    @property
    def bus(self) -> Bus:
        """Where news goes."""
        ...

    @property
    def adapter(self) -> Adapter | None:
        """What joins the Socket.IO server to those of other nodes."""
        ...

    @property
    def store_watch(self) -> StoreWatch | None:
        """Who watches a store that may go away by itself."""
        ...

    @property
    def checks(self) -> Mapping[str, Check]:
        """What `/readyz` asks besides the store and the engine."""
        ...

    def node(self, work: Work, metrics: Metrics, registry: CollectorRegistry) -> Node:
        """The engine, or what stands for it on a node without one."""
        ...


async def open_form(config: Config, database: Database, parts: AsyncExitStack) -> Form:
    """The form the settings ask for, started; it ends with `parts`. Raises ConfigError."""
    if config.engine == EMBEDDED:
        if config.role != "all":
            raise ConfigError("role = {role} precisa de engine = valkey://…", role=config.role)
        return Embedded(config)
    if database.is_sqlite:
        raise ConfigError("engine = valkey://… precisa de database = postgresql+asyncpg://…")
    cluster = Cluster(config, database)
    await cluster.start()
    parts.push_async_callback(cluster.stop)
    return cluster


class Embedded:
    """Everything in this process."""

    adapter = None
    store_watch = None

    def __init__(self, config: Config) -> None:
        self._config = config
        self.clock: Clock = SystemClock()
        self.bus: Bus = LocalBus()
        self.checks: Mapping[str, Check] = {}

    def node(self, work: Work, metrics: Metrics, registry: CollectorRegistry) -> Node:
        settings = _engine_settings(self._config, _unique_name())
        return Engine(work, LocalWorkQueue(), standard_registry(), metrics, settings)


class Cluster:
    """One node among others."""

    def __init__(self, config: Config, database: Database) -> None:
        self._config = config
        self._name = _unique_name()
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

    @property
    def store_watch(self) -> StoreWatch | None:
        return self._store

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
            _engine_settings(config, self._name),
            config.role,
        )
        registry.register(ClusterMetrics(self._bus, self._store, worker))
        return worker

    async def _bus_available(self) -> bool:
        return self._bus.available


def _unique_name() -> str:
    """A name that no other process has, nor this one after a restart: leases are held by it."""
    return f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}"


def _engine_settings(config: Config, owner: str) -> EngineSettings:
    return EngineSettings(
        owner=owner,
        tick=config.tick_seconds,
        lease=config.lease_seconds,
        micro_batch=config.send_batch,
        seed=config.seed,
        keep=Keep(logs=config.keep_logs_days, executions=config.keep_executions_days),
        health=config.health,
    )
