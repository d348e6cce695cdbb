"""A worker's own look into the store, for when the hand-outs do not reach it."""

from datetime import datetime, timedelta

from brasa.bus.valkey_work import ValkeyWorkQueue
from brasa.bus.work import WorkItem
from brasa.engine.dispatch import Dispatcher
from brasa.engine.plan import MARGIN
from brasa.engine.service import Counts
from brasa.store.database import Database
from brasa.store.due import due_moments


class OwnLook:
    """Asks what is due of the shards owned: after new ones were taken, while Valkey is away, and
    when no hand-out has come for as long as one reaches.

    So losing Valkey costs a worker nothing but the shared hand-out, a dead worker's shards wait
    for no tick, and a planner that alone cannot reach Valkey keeps nobody waiting for long.
    """

    name = "own_look"

    def __init__(
        self, database: Database, queue: ValkeyWorkQueue, dispatcher: Dispatcher, tick: float
    ) -> None:
        self._database = database
        self._queue = queue
        self._dispatcher = dispatcher
        self._ahead = timedelta(seconds=tick * MARGIN)
        self._asked = False
        self._heard = 0
        self._known_until: datetime | None = None

    def ask(self) -> None:
        """Look at the next run, whatever Valkey does."""
        self._asked = True

    async def run_once(self, now: datetime) -> Counts:
        """Look if there is reason to; returns moments found."""
        in_the_dark = self._in_the_dark(now)
        if self._queue.link.available and not self._asked and not in_the_dark:
            return {"moments": 0}
        self._asked = False
        async with self._database.read() as connection:
            moments = await due_moments(connection, now, now + self._ahead)
        self._known_until = now + self._ahead
        ours = tuple(due for due in moments if self._queue.owns(due[0]))
        if ours:
            self._dispatcher.offer(WorkItem(ours))
        return {"moments": len(ours)}

    def _in_the_dark(self, now: datetime) -> bool:
        """Whether all that the last hand-out or look could name is past."""
        heard = self._queue.stats().taken
        if self._known_until is None or heard != self._heard:
            self._heard, self._known_until = heard, now + self._ahead
        return now > self._known_until
