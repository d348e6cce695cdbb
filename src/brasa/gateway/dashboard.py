"""Snapshots that fit the stream of events without a gap, an overlap or a step back.

A snapshot is read in one transaction, which begins while nobody is between a commit and its
announcement: all that was committed before has been announced, all that comes later will be. From
that moment on the organization's events are kept beside the snapshot until it has been delivered.

Where several processes write to one store that moment cannot be had: an event may then tell of
something that the snapshot has already, and the event after it puts things right.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from brasa.actions.announcements import Announcements
from brasa.bus.base import Envelope
from brasa.clock import Clock
from brasa.gateway.snapshot import EXECUTIONS_KEPT, LOGS_KEPT, Snapshot
from brasa.store.access import get_organization
from brasa.store.database import Connection, Database
from brasa.store.execution_rows import execution_event
from brasa.store.executions_read import last_executions
from brasa.store.healths import bot_healths
from brasa.store.logs_read import last_logs
from brasa.store.statuses import campaign_statuses


class Moment:
    """A snapshot and the events that came after it, in order."""

    ready: asyncio.Task[None]
    """Ends when the snapshot has been read."""

    def __init__(self) -> None:
        self.snapshot = Snapshot()
        self.since: list[Envelope] = []
        self.readers = 0

    def now(self) -> Snapshot:
        """The snapshot with everything that came after it."""
        return self.snapshot.after(self.since)


class Snapshots:
    """Reads snapshots; whoever asks while one is being read shares it."""

    def __init__(
        self, database: Database, clock: Clock, announcements: Announcements | None = None
    ) -> None:
        """`announcements` are this process's own, which may lag behind its commits."""
        self._database = database
        self._clock = clock
        self._announcements = announcements
        self._reading: dict[tuple[int, bool], Moment] = {}
        self._open: dict[int, list[Moment]] = {}

    def reading(self) -> list[Moment]:
        """The snapshots that are being read now."""
        return list(self._reading.values())

    def note(self, envelopes: Sequence[Envelope]) -> None:
        """Keep events for the snapshots that are on their way to someone."""
        if not self._open:
            return
        for envelope in envelopes:
            for moment in self._open.get(envelope.organization_id, ()):
                moment.since.append(envelope)

    @asynccontextmanager
    async def moment(self, organization_id: int, *, with_history: bool) -> AsyncIterator[Moment]:
        """A snapshot, with the last logs and executions or without, that events are added to for
        as long as the block runs. Raises NotFound when there is no such organization.
        """
        key = organization_id, with_history
        moment = self._reading.get(key)
        if moment is None:
            moment = self._reading[key] = Moment()
            moment.ready = asyncio.create_task(self._read(moment, *key))
        moment.readers += 1
        try:
            # Shielded, for others may be waiting for the same.
            await asyncio.shield(moment.ready)
            yield moment
        finally:
            moment.readers -= 1
            if moment.readers == 0:
                self._close(moment, organization_id)

    async def _read(self, moment: Moment, organization_id: int, with_history: bool) -> None:
        try:
            async with self._database.read() as connection:
                async with self._database.turn():
                    await self._say_what_is_committed()
                    # The first look at a table is what fixes the moment that a transaction sees.
                    await get_organization(connection, organization_id)
                    if moment.readers:
                        self._open.setdefault(organization_id, []).append(moment)
                moment.snapshot = await self._look(connection, organization_id, with_history)
        finally:
            self._share_no_more(moment, organization_id)

    async def _say_what_is_committed(self) -> None:
        """Or it would be in the snapshot and come once more after it.

        Where no turn keeps others from committing this would not help, and might wait for a server.
        """
        if self._announcements is not None and self._database.is_sqlite:
            await self._announcements.publish()

    async def _look(
        self, connection: Connection, organization_id: int, with_history: bool
    ) -> Snapshot:
        now = self._clock.now()
        statuses = await campaign_statuses(connection, organization_id, None, now)
        healths = await bot_healths(connection, organization_id)
        if not with_history:
            return Snapshot(statuses, healths)
        logs = await last_logs(connection, organization_id, LOGS_KEPT)
        rows = await last_executions(connection, organization_id, EXECUTIONS_KEPT)
        told = sorted(map(execution_event, rows), key=lambda event: event.timestamp)
        return Snapshot(statuses, healths, logs, told)

    def _share_no_more(self, moment: Moment, organization_id: int) -> None:
        for key in [(organization_id, True), (organization_id, False)]:
            if self._reading.get(key) is moment:
                del self._reading[key]

    def _close(self, moment: Moment, organization_id: int) -> None:
        self._share_no_more(moment, organization_id)
        found = self._open.get(organization_id, [])
        if moment in found:
            found.remove(moment)
        if not found:
            self._open.pop(organization_id, None)
