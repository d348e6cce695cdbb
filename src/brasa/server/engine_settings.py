"""From the settings to those of the engine."""

import os
import socket
from uuid import uuid4

from brasa.actions.retention import Keep
from brasa.config import Config
from brasa.engine.assemble import EngineSettings


def unique_name() -> str:
    """A name that no other process has, nor this one after a restart: leases are held by it."""
    return f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}"


def engine_settings(config: Config, owner: str) -> EngineSettings:
    """The engine's settings for the process of this name."""
    return EngineSettings(
        owner=owner,
        tick=config.tick_seconds,
        lease=config.lease_seconds,
        micro_batch=config.send_batch,
        seed=config.seed,
        keep=Keep(logs=config.keep_logs_days, executions=config.keep_executions_days),
        health=config.health,
    )
