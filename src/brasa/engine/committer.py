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
from typing import NamedTuple

import msgspec
import structlog

from brasa.actions.sending import Begun, Sending
from brasa.actions.verdict import Result
from brasa.clock import Clock
from brasa.engine.room import Room
from brasa.store.attempts import Attempt
from brasa.store.refused import is_refused

log = structlog.get_logger()


class Admitted(msgspec.Struct, frozen=True):
    """The attempts that may go to the provider, until `deadline` on the monotonic clock."""

    attempts: Sequence[Attempt]
    begun_at: datetime
    deadline: float


class _Admission(NamedTuple):
    attempts: Sequence[Attempt]
    slow: bool
    future: asyncio.Future[Admitted]


# Seconds between tries to write outcomes down when the store does not take them.
RETRY_AFTER = 0.5


class Committer:
    """Writes for the lanes of one worker; at most `in_flight` executions are `sending`."""

    def __init__(self, sending: Sending, clock: Clock, in_flight: int) -> None:
        self._sending = sending
        self._said = sending.announcements
        self._clock = clock
        self._room = Room(in_flight)
        self._results: list[Result] = []
        # Of quick sessions, and of slow ones.
        self._admissions: dict[bool, deque[_Admission]] = {False: deque(), True: deque()}
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    def free(self, *, slow: bool) -> int:
        """How many attempts of a session, slow or not, could begin now."""
        return self._room.free(slow=slow)

    async def begin(self, attempts: Sequence[Attempt], *, slow: bool) -> Admitted:
        """Pass the point of no return; which of them may go to the provider."""
        future: asyncio.Future[Admitted] = asyncio.get_running_loop().create_future()
        self._admissions[slow].append(_Admission(attempts, slow, future))
        self._wake.set()
        return await future

    def record(self, results: Sequence[Result], *, slow: bool) -> None:
        """Write outcomes down soon; they are kept and tried again until the store takes them.

        Their places are free: what takes them begins in the transaction that writes these.
        """
        self._results.extend(results)
        self._room.take(-len(results), slow=slow)
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
            if not (self._room.taken or self._wake.is_set()):
                self._idle.set()

    def _admissible(self) -> bool:
        return any(self._fits(slow) for slow in self._admissions)

    def _fits(self, slow: bool) -> bool:
        waiting = self._admissions[slow]
        return bool(waiting) and len(waiting[0].attempts) <= self._room.free(slow=slow)

    async def _commit(self) -> None:
        results, self._results = self._results, []
        admissions = self._take_admissions()
        try:
            await self._write(results, admissions)
        except Exception as error:
            if is_refused(error):
                await self._write_apart(results, admissions)
            else:  # the store is away: outcomes must not be lost
                await self._keep(results, admissions, error)

    async def _write(self, results: Sequence[Result], admissions: Sequence[_Admission]) -> None:
        begins = [attempt for admission in admissions for attempt in admission.attempts]
        # Taken before the store counts the lease from its own present, so it ends before the lease.
        deadline = self._clock.monotonic() + self._sending.send_within
        committing = asyncio.create_task(self._sending.commit(results, begins))
        await self._announce_during(committing)
        begun = await committing
        admitted = {id(attempt) for attempt in begun.attempts}
        for attempts, slow, future in admissions:
            going = [attempt for attempt in attempts if id(attempt) in admitted]
            self._room.take(len(going) - len(attempts), slow=slow)
            if not future.done():
                future.set_result(Admitted(going, begun.at, deadline))

    async def _keep(
        self, results: list[Result], admissions: Sequence[_Admission], error: Exception
    ) -> None:
        log.warning("commit_failed", error=repr(error), outcomes=len(results))
        self._results = results + self._results
        self._fail(admissions, error)
        await self._clock.sleep(RETRY_AFTER)

    async def _write_apart(self, results: list[Result], admissions: Sequence[_Admission]) -> None:
        """Each by itself: what the store refuses keeps nothing else from being written."""
        for number, result in enumerate(results):
            try:
                await self._write([result], [])
            except Exception as error:
                if not is_refused(error):
                    return await self._keep(results[number:], admissions, error)
                # It stays `sending`, and becomes unknown when its lease is over.
                kind, execution = type(error).__name__, result.attempt.moving.id
                log.error("outcome_refused", execution=execution, error=kind)
        for admission in admissions:
            try:
                await self._write([], [admission])
            except Exception as error:
                self._fail([admission], error)

    async def _announce_during(self, committing: asyncio.Task[Begun]) -> None:
        try:
            await asyncio.sleep(0)
            while self._said.waiting and not committing.done():
                await self._said.publish_some()
                await asyncio.sleep(0)
        except asyncio.CancelledError:
            committing.cancel()
            raise

    def _take_admissions(self) -> list[_Admission]:
        taken: list[_Admission] = []
        for slow, waiting in self._admissions.items():
            while self._fits(slow):
                admission = waiting.popleft()
                if admission.future.cancelled():
                    continue
                self._room.take(len(admission.attempts), slow=slow)
                taken.append(admission)
        return taken

    def _fail(self, admissions: Sequence[_Admission], error: Exception) -> None:
        for attempts, slow, future in admissions:
            self._room.take(-len(attempts), slow=slow)
            if not future.done():
                future.set_exception(error)
