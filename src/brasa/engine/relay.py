"""Take what commands left in the outbox to this process's dashboards."""

from datetime import datetime

from brasa.actions.spool import take_spooled
from brasa.bus.base import Bus
from brasa.engine.service import Counts
from brasa.store.database import Database

AT_ONCE = 1_000


class OutboxRelay:
    """Runs beside a gateway; an empty outbox costs one look at an index."""

    name = "outbox"

    def __init__(self, database: Database, bus: Bus) -> None:
        self._database = database
        self._bus = bus

    async def run_once(self, now: datetime) -> Counts:
        """Publish everything that was left; returns how many events."""
        relayed = 0
        while envelopes := await take_spooled(self._database, AT_ONCE):
            await self._bus.publish(envelopes)
            relayed += len(envelopes)
        return {"events": relayed}
