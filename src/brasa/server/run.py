"""Start the parts in order, run, stop them in reverse."""

import asyncio
import os
import socket
from contextlib import AsyncExitStack
from uuid import uuid4

import structlog
import uvloop
from prometheus_client import CollectorRegistry

from brasa.actions.retention import Keep
from brasa.actions.unit import Work
from brasa.bus.local import LocalBus
from brasa.bus.local_work import LocalWorkQueue
from brasa.channels.registry import standard_registry
from brasa.clock import SystemClock
from brasa.config import Config, make_folder
from brasa.engine.assemble import Engine, EngineSettings
from brasa.engine.relay import OutboxRelay
from brasa.engine.service import Service
from brasa.server import logs
from brasa.server.console import print_campaign_logs
from brasa.server.dashboards import Dashboards
from brasa.server.observe import Metrics
from brasa.server.signals import StopSignal
from brasa.server.web import listen
from brasa.server.welcome import welcome
from brasa.store.database import Database
from brasa.store.migrate import migrate

log = structlog.get_logger()

OUTBOX_EVERY = 0.2


def run(config: Config) -> None:
    """Serve until a signal. Raises BrasaError when it cannot start."""
    logs.configure(config.log_format, config.log_level)
    with listen(config.host, config.port) as listener:
        uvloop.run(_serve(config, listener))


async def _serve(config: Config, listener: socket.socket) -> None:
    clock, registry = SystemClock(), CollectorRegistry()
    metrics = Metrics(registry, clock)
    async with AsyncExitStack() as parts:
        database = await _open_store(config, parts)
        bus = LocalBus()
        bus.subscribe(print_campaign_logs)
        work = Work(database, bus, clock)
        dashboards = Dashboards(config, work, metrics, registry)
        await dashboards.start(listener)
        parts.push_async_callback(dashboards.stop)
        engine = Engine(
            work, LocalWorkQueue(), standard_registry(), metrics, _engine_settings(config)
        )
        relay = Service(OutboxRelay(database, bus), clock, metrics, OUTBOX_EVERY)
        stop = StopSignal(lambda: log.info("stopping"))
        stop.install()
        log.info(welcome(config, listener.getsockname()[1]), line=True)
        async with asyncio.TaskGroup() as group:
            running = [group.create_task(engine.run()), group.create_task(relay.run())]
            await stop.wait()
            engine.stop()
            relay.stop()
            await asyncio.wait(running)
    log.info("stopped")


async def _open_store(config: Config, parts: AsyncExitStack) -> Database:
    make_folder(config)
    database = Database(config.database_url)
    parts.push_async_callback(database.close)
    await migrate(database)
    return database


def _engine_settings(config: Config) -> EngineSettings:
    return EngineSettings(
        owner=f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}",
        tick=config.tick_seconds,
        lease=config.lease_seconds,
        micro_batch=config.send_batch,
        seed=config.seed,
        keep=Keep(logs=config.keep_logs_days, executions=config.keep_executions_days),
        health=config.health,
    )
