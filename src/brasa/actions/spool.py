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


async def take_spooled(database: Database, most: int) -> list[Envelope]:
    """Remove and return what commands have left, oldest first, at most `most`."""
    async with database.read() as connection:
        if await outbox.is_empty(connection):
            return []
    async with database.turn(), database.write() as connection:
        entries = await outbox.take(connection, most)
    return [Envelope(entry.organization_id, entry.event, entry.payload) for entry in entries]
