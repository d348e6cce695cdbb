"""The bus of a command: what it says is left in the store for the server that has dashboards."""

from collections.abc import Sequence

from brasa.bus.base import Envelope, Listener
from brasa.clock import Clock
from brasa.store import outbox
from brasa.store.database import Database


class SpoolBus:
    """Leaves envelopes in the outbox; the server's relay takes them within a moment."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def publish(self, envelopes: Sequence[Envelope]) -> None:
        entries = [outbox.Entry(e.organization_id, e.event, e.payload) for e in envelopes]
        async with self._database.write() as connection:
            await outbox.append(connection, entries, self._clock.now())

    def subscribe(self, listener: Listener) -> None:
        raise NotImplementedError("a command serves no dashboards")
