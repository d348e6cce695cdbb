"""A unit of work: change state, commit, then say so. Every writer goes through here."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import msgspec

from brasa.actions.announcements import Announcements, Said
from brasa.bus.base import Bus, Envelope
from brasa.clock import Clock
from brasa.domain.events import EVENT_NAMES, Event
from brasa.store.database import Connection, Database

T = TypeVar("T")

_encode = msgspec.json.Encoder().encode


class Unit:
    """One open transaction and what will be said once it is committed."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.said: list[Said] = []

    def say(self, organization_id: int, event: Event) -> None:
        """Announce `event` to the organization's dashboards after the commit."""
        self.tell(Envelope(organization_id, EVENT_NAMES[type(event)], _encode(event)))

    def tell(self, said: Said) -> None:
        """Announce an envelope after the commit, or those that a function makes only then."""
        self.said.append(said)


class Work:
    """What every action needs: the store, the bus and the time."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        clock: Clock,
        announcements: Announcements | None = None,
    ) -> None:
        self.database = database
        self.bus = bus
        self.clock = clock
        self.announcements = announcements or Announcements(bus)

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        """Run a block in one transaction; publish its events after the commit, in commit order.

        Nothing is published when the block raises.
        """
        async with self.database.turn():
            async with self.database.write() as connection:
                unit = Unit(connection)
                yield unit
            self.announcements.add(unit.said)
        await self.announcements.publish()

    async def transact(self, body: Callable[[Unit], Coroutine[Any, Any, T]]) -> T:
        """The same for a block that is a function and awaits nothing but the unit's connection.

        Much cheaper on SQLite, where it runs in the store's thread; see `Database.transact`.
        """
        result = await self.commit(body)
        await self.announcements.publish()
        return result

    async def commit(
        self, body: Callable[[Unit], Coroutine[Any, Any, T]], *, at_once: bool = False
    ) -> T:
        """`transact` that leaves the publishing to its caller: see `announcements`.

        `at_once`: the body runs one statement, see `Database.at_once`.
        """
        transact = self.database.at_once if at_once else self.database.transact
        units: list[Unit] = []

        async def run(connection: Connection) -> T:
            units.append(Unit(connection))
            return await body(units[-1])

        async with self.database.turn():
            result = await transact(run)
            self.announcements.add(units[-1].said)
        return result
