"""Start the parts in order, run, stop them in reverse."""

import asyncio
import os
import socket
from contextlib import AsyncExitStack
from pathlib import Path
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
from brasa.config import Config
from brasa.engine.assemble import Engine, EngineSettings
from brasa.engine.relay import OutboxRelay
from brasa.engine.service import Service
from brasa.errors import StoreError
from brasa.server import logs
from brasa.server.console import print_campaign_logs
from brasa.server.observe import Metrics
from brasa.server.signals import StopSignal
from brasa.server.web import WebServer, listen, web_server
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
