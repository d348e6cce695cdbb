"""Start the parts in order, run, stop them in reverse."""

import asyncio
import socket
from contextlib import AsyncExitStack

import structlog
import uvloop
from prometheus_client import CollectorRegistry

from brasa.actions.organizations import Organizations
from brasa.actions.unit import Work
from brasa.api.readiness import store_is_current
from brasa.config import Config, make_folder
from brasa.engine.relay import OutboxRelay
from brasa.engine.service import Service
from brasa.i18n import translate
from brasa.server import logs
from brasa.server.checks import checks_of
from brasa.server.console import print_campaign_logs
from brasa.server.dashboards import Dashboards
from brasa.server.demo import demo_if_empty
from brasa.server.files import raise_file_limit
from brasa.server.form import Form, open_form
from brasa.server.garbage import look_seldom
from brasa.server.observe import Metrics
from brasa.server.probes import Probes
from brasa.server.signals import StopSignal
from brasa.server.web import listen
from brasa.server.welcome import welcome
from brasa.store.database import Database
from brasa.store.migrate import migrate

log = structlog.get_logger()

OUTBOX_EVERY = 0.2


def run(config: Config, *, demo: bool = False) -> None:
    """Serve until a signal; with `demo`, an empty store gets the demo first.

    Raises BrasaError when it cannot start.
    """
    logs.configure(config.log_format, config.log_level)
    raise_file_limit()
    look_seldom()
    with listen(config.host, config.port) as listener:
        uvloop.run(_serve(config, listener, demo))


async def _serve(config: Config, listener: socket.socket, demo: bool) -> None:
    registry = CollectorRegistry()
    async with AsyncExitStack() as parts:
        database = await _open_store(config, parts)
        form = await open_form(config, database, parts)
        metrics = Metrics(registry, form.clock)
        form.bus.subscribe(print_campaign_logs)
        work = Work(database, form.bus, form.clock)
        if demo:
            await demo_if_empty(work, config.language)
        face = _face(config, work, form, metrics, registry)
        await face.start(listener)
        parts.push_async_callback(face.stop)
        node = form.node(work, metrics, registry)
        relay = Service(OutboxRelay(database, form.bus), form.clock, metrics, OUTBOX_EVERY)
        stop = StopSignal(lambda: _say(config, "stopping", "Encerrando em ordem…"))
        stop.install()
        empty = not await Organizations(work).all()
        port = listener.getsockname()[1]
        log.info(welcome(config, port, demo=demo, empty=empty), line=True)
        async with asyncio.TaskGroup() as group:
            running = [group.create_task(node.run()), group.create_task(relay.run())]
            await stop.wait()
            node.stop()
            relay.stop()
            await asyncio.wait(running)
    _say(config, "stopped", "Encerrado")


def _say(config: Config, event: str, text: str) -> None:
    """A sentence on a console; its name where machines read."""
    if config.log_format == "console":
        log.info(translate(text, config.language), line=True)
    else:
        log.info(event)


async def _open_store(config: Config, parts: AsyncExitStack) -> Database:
    make_folder(config)
    database = Database(config.database_url)
    parts.push_async_callback(database.close)
    await migrate(database)
    return database


def _face(
    config: Config, work: Work, form: Form, metrics: Metrics, registry: CollectorRegistry
) -> Dashboards | Probes:
    """What this process shows to the outside."""
    if config.role != "worker":
        return Dashboards(config, work, form, metrics, registry)
    checks = {"store": store_is_current(work.database), **checks_of(config, form, metrics)}
    return Probes(checks, registry)
