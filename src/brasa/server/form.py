"""The two forms of Brasa: everything in one process, or one node of a cluster.

A form lends the parts that differ; what is built on them is the same.
"""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from importlib import import_module
from typing import Protocol

from prometheus_client import CollectorRegistry

from brasa.actions.unit import Work
from brasa.api.readiness import Check
from brasa.bus.base import Bus
from brasa.bus.local import LocalBus
from brasa.bus.local_work import LocalWorkQueue
from brasa.channels.registry import standard_registry
from brasa.clock import Clock, SystemClock
from brasa.config import Config
from brasa.engine.assemble import Engine
from brasa.errors import ConfigError
from brasa.gateway.commands import Greeting
from brasa.server.engine_settings import engine_settings, unique_name
from brasa.server.observe import Metrics
from brasa.socketio import Server
from brasa.socketio.adapter import Adapter
from brasa.store.database import Database

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
    def checks(self) -> Mapping[str, Check]:
        """What `/readyz` asks besides the store and the engine."""
        ...

    def attend(self, sio: Server) -> Greeting | None:
        """Tell the dashboards of `sio` when what they show is not live; how to tell who comes."""
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
    # Valkey's client takes long to load; most servers go without it.
    start_cluster = import_module("brasa.server.cluster_form").start_cluster
    cluster: Form = await start_cluster(config, database, parts)
    return cluster


class Embedded:
    """Everything in this process."""

    adapter = None

    def __init__(self, config: Config) -> None:
        self._config = config
        self.clock: Clock = SystemClock()
        self.bus: Bus = LocalBus()
        self.checks: Mapping[str, Check] = {}

    def attend(self, sio: Server) -> Greeting | None:
        """Nothing stands between this process and its own news."""
        return None

    def node(self, work: Work, metrics: Metrics, registry: CollectorRegistry) -> Node:
        settings = engine_settings(self._config, unique_name())
        return Engine(work, LocalWorkQueue(), standard_registry(), metrics, settings)
