"""Commits for all lanes together: outcomes as they come, new attempts up to a bound.

While one transaction runs, what the lanes want gathers; the next one takes all of it. So a busy
worker commits in large batches and a quiet one at once, with no timer to tune. The number of
executions between their two commits is bounded: it is what a crash can leave `unknown`.

What a commit did is announced while the next one is under way, or nothing else is to be done: the
store and the dashboards need not wait for each other.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from datetime import datetime

import msgspec
import structlog

from brasa.actions.sending import Begun, Sending
from brasa.actions.verdict import Result
from brasa.clock import Clock
from brasa.store.attempts import Attempt

log = structlog.get_logger()


class Admitted(msgspec.Struct, frozen=True):
    """The attempts that may go to the provider, until `deadline` on the monotonic clock."""

    attempts: Sequence[Attempt]
    begun_at: datetime
    deadline: float


Admission = tuple[Sequence[Attempt], asyncio.Future[Admitted]]

# Seconds between tries to write outcomes down when the store does not take them.
RETRY_AFTER = 0.5


class Committer:
    """Writes for the lanes of one worker; at most `in_flight` executions are `sending`."""

    def __init__(self, sending: Sending, clock: Clock, in_flight: int) -> None:
        self._sending = sending
        self._said = sending.announcements
        self._clock = clock
        self._bound = in_flight
        self._in_flight = 0
        self._results: list[Result] = []
        self._admissions: deque[Admission] = deque()
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    async def begin(self, attempts: Sequence[Attempt]) -> Admitted:
        """Pass the point of no return; which of them may go to the provider."""
        future: asyncio.Future[Admitted] = asyncio.get_running_loop().create_future()
        self._admissions.append((attempts, future))
        self._wake.set()
        return await future

    def record(self, results: Sequence[Result]) -> None:
        """Write outcomes down soon; they are kept and tried again until the store takes them."""
        self._results.extend(results)
        self._idle.clear()
        self._wake.set()

    async def drained(self) -> None:
        """Return when every outcome is written."""
        await self._idle.wait()

    async def run(self) -> None:
        """Commit until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._results or self._admissible():
                await self._commit()
            await asyncio.sleep(0)  # the lanes first: what they send now goes into the next commit
            while self._said.waiting and not self._wake.is_set():
                await self._said.publish_some()
                await asyncio.sleep(0)
            if not (self._in_flight or self._wake.is_set()):
                self._idle.set()

    def _admissible(self) -> bool:
        room = self._bound - self._in_flight + len(self._results)
        return bool(self._admissions) and len(self._admissions[0][0]) <= room

    async def _commit(self) -> None:
        results, self._results = self._results, []
        admissions = self._take_admissions(len(results))
        begins = [attempt for attempts, _ in admissions for attempt in attempts]
        # Taken before the store counts the lease from its own present, so it ends before the lease.
        deadline = self._clock.monotonic() + self._sending.send_within
        committing = asyncio.create_task(self._sending.commit(results, begins))
        try:
            await self._announce_during(committing)
            begun = await committing
        except Exception as error:  # the store is away: outcomes must not be lost
            log.warning("commit_failed", error=repr(error), outcomes=len(results))
            self._results = results + self._results
            _fail(admissions, error)
            await self._clock.sleep(RETRY_AFTER)
            return
        self._in_flight += len(begun.attempts) - len(results)
        admitted = {id(attempt) for attempt in begun.attempts}
        for attempts, future in admissions:
            if not future.done():
                going = [attempt for attempt in attempts if id(attempt) in admitted]
                future.set_result(Admitted(going, begun.at, deadline))

    async def _announce_during(self, committing: asyncio.Task[Begun]) -> None:
        try:
            await asyncio.sleep(0)
            while self._said.waiting and not committing.done():
                await self._said.publish_some()
                await asyncio.sleep(0)
        except asyncio.CancelledError:
            committing.cancel()
            raise

    def _take_admissions(self, returning: int) -> list[Admission]:
        room = self._bound - self._in_flight + returning
        taken: list[Admission] = []
        while self._admissions and len(self._admissions[0][0]) <= room:
            admission = self._admissions.popleft()
            if admission[1].cancelled():
                continue
            room -= len(admission[0])
            taken.append(admission)
        return taken


def _fail(admissions: Sequence[Admission], error: Exception) -> None:
    for _, future in admissions:
        if not future.done():
            future.set_exception(error)
