"""A worker to be killed: an engine on a given store, until its process ends.

python -m tests.crash.worker URL OWNER
"""

import asyncio
import os
import signal
import sys
import threading

from brasa.actions.unit import Work
from brasa.bus.local import LocalBus
from brasa.bus.local_work import LocalWorkQueue
from brasa.channels.registry import standard_registry
from brasa.clock import SystemClock
from brasa.engine.assemble import Engine, EngineSettings
from brasa.store.database import Database
from tests.integration.engine.notes import Notes


async def work(url: str, owner: str) -> None:
    """Tick twice a second, with leases of two seconds."""
    database = Database(url)
    engine = Engine(
        Work(database, LocalBus(), SystemClock()),
        LocalWorkQueue(),
        standard_registry(),
        Notes(),
        EngineSettings(owner=owner, tick=0.5, lease=2.0),
    )
    await engine.run()


def _leave_with_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    asyncio.run(work(*sys.argv[1:]))
