"""Take executions to their provider and write down what came of it.

The order is what makes a message go at most once: `sending` is committed, then the provider is
called, then the outcome is committed. A crash between the two commits leaves an execution
`sending`; it becomes `unknown` and is never sent again by itself.
"""

import contextlib
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

import msgspec

from brasa.actions import outcomes
from brasa.actions.announce import execution_log
from brasa.actions.announcements import Announcements
from brasa.actions.caps import are_capped, within_caps
from brasa.actions.heeding import heed
from brasa.actions.unit import Unit, Work
from brasa.actions.verdict import Result, judge
from brasa.bus.base import Envelope
from brasa.channels.outcome import SendError
from brasa.domain.execution import ExecutionState as State
from brasa.store import sending
from brasa.store.at_once import NotAsKnown, write_at_once
from brasa.store.attempts import Attempt, attempts_of
from brasa.store.database import Connection
from brasa.store.ledger import Ledger
from brasa.store.moving import Moving
from brasa.store.sending import Settled
from brasa.store.types import to_ms

# The part of a lease that is not used: room for what the nodes' clocks may differ by.
LEASE_MARGIN = 0.1


class Begun(msgspec.Struct, frozen=True):
    """The attempts that may go to the provider, and when they were let through."""

    attempts: Sequence[Attempt]
    at: datetime


class Sending:
    """What a worker, known to the store as `owner`, does to executions."""

    def __init__(self, work: Work, owner: str, lease: timedelta) -> None:
        self._work = work
        self.owner = owner
        self._lease = lease

    @property
    def send_within(self) -> float:
        """Seconds after a commit in which what it admitted may go to the provider.

        Shorter than the lease, by more than the clocks of two nodes can differ once corrected.
        """
        return self._lease.total_seconds() * (1 - LEASE_MARGIN)

    @property
    def announcements(self) -> Announcements:
        """What commits did and was not said yet."""
        return self._work.announcements

    async def due(
        self, session_ids: Collection[int], most: int, in_hand: Collection[int] = ()
    ) -> list[Attempt]:
        """What is due of these sessions and not `in_hand`, with all that is needed to send it.

        Reading takes nothing from anybody: who may send is decided when `sending` is committed.
        """
        now = self._work.clock.now()

        async def read(connection: Connection) -> list[Attempt]:
            rows = await sending.due(connection, session_ids, now, most, in_hand)
            return await attempts_of(connection, rows) if rows else []

        return await self._work.database.look(read)

    async def commit(self, results: Sequence[Result], begins: Sequence[Attempt]) -> Begun:
        """In one transaction, write outcomes and pass the point of no return for new attempts.

        Those of `begins` that may now go to the provider. Both in one commit halves the flushes to
        disk, and neither waits for the other. What it did is announced when the caller says so.
        """
        now = self._work.clock.now()
        if self._work.database.commits_at_once and _is_plain(results, begins):
            with contextlib.suppress(NotAsKnown):
                return await self._commit_at_once(results, begins, now)
        return await self._commit_step_by_step(results, begins, now)

    async def _commit_at_once(
        self, results: Sequence[Result], begins: Sequence[Attempt], now: datetime
    ) -> Begun:
        """As if all still stood as it is known here; raises NotAsKnown if it does not."""
        ended = [(result, judge(result), State.SENDING) for result in results]

        async def commit(unit: Unit) -> Begun:
            await write_at_once(
                unit.connection,
                [settled for _, settled, _ in ended],
                _contents(begins),
                self.owner,
                now,
                now + self._lease,
                _counted(ended, begins, now).counts(),
            )
            unit.tell(partial(_ended_events, ended))
            unit.tell(partial(_begun_events, begins, now))
            return Begun(begins, now)

        return await self._work.commit(commit, at_once=True)

    async def _commit_step_by_step(
        self, results: Sequence[Result], begins: Sequence[Attempt], now: datetime
    ) -> Begun:
        async def commit(unit: Unit) -> Begun:
            ended = await self._settle(unit.connection, results)
            begun = await self._begin(unit.connection, begins, now)
            ledger = _counted(ended, begun, now)
            unit.tell(partial(_ended_events, ended))
            for result, *_ in ended:
                if isinstance(result.outcome, SendError):
                    await heed(unit, ledger, result.attempt, result.outcome, result.at)
            unit.tell(partial(_begun_events, begun, now))
            await ledger.write(unit.connection)
            return Begun(begun, now)

        return await self._work.commit(commit)

    async def _begin(
        self, connection: Connection, begins: Sequence[Attempt], now: datetime
    ) -> list[Attempt]:
        if not begins:
            return []
        allowed = await within_caps(connection, begins, now)
        admitted = await sending.begin_sending(
            connection, _contents(allowed), self.owner, now, now + self._lease
        )
        return _each_once(allowed, admitted)

    async def _settle(
        self, connection: Connection, results: Sequence[Result]
    ) -> list[outcomes.Ended]:
        left = {result.attempt.moving.id: (result, judge(result)) for result in results}
        ended: list[outcomes.Ended] = []
        for leaving in (State.SENDING, State.UNKNOWN):
            if not left:
                break
            settled = [settled for _, settled in left.values()]
            moved = await sending.settle(connection, settled, self.owner, leaving)
            ended += [(*left.pop(id_), leaving) for id_ in list(left) if id_ in moved]
        return ended


def _is_plain(results: Iterable[Result], begins: Sequence[Attempt]) -> bool:
    """Whether nothing is to be looked up or heeded on the way."""
    return not (are_capped(begins) or any(isinstance(r.outcome, SendError) for r in results))


def _contents(attempts: Iterable[Attempt]) -> list[tuple[Moving, str]]:
    return [(attempt.moving, attempt.content) for attempt in attempts]


def _counted(ended: Sequence[outcomes.Ended], begun: Collection[Attempt], now: datetime) -> Ledger:
    ledger = Ledger()
    outcomes.count_settled(ledger, ended)
    outcomes.count_begun(ledger, begun, now)
    return ledger


def _begun_events(begun: Iterable[Attempt], now: datetime) -> list[Envelope]:
    return [execution_log(attempt, State.SENDING, now, now) for attempt in begun]


def _ended_events(ended: Iterable[outcomes.Ended]) -> list[Envelope]:
    return [
        execution_log(result.attempt, settled.state, result.at, result.begun_at, settled.error)
        if settled.state is not State.SCHEDULED
        else _put_back(result, settled)
        for result, settled, _ in ended
    ]


def _put_back(result: Result, settled: Settled) -> Envelope:
    """What is tried again says when, and why the last try came to nothing."""
    attempt = result.attempt
    tries = attempt.moving.attempt + 1
    moving = msgspec.structs.replace(
        attempt.moving, scheduled_at=settled.scheduled_at, attempt=tries
    )
    again = msgspec.structs.replace(attempt, moving=moving, shown=b"")
    return execution_log(again, settled.state, result.at, result.begun_at, settled.error)


def _each_once(attempts: Sequence[Attempt], admitted: set[tuple[int, int, int]]) -> list[Attempt]:
    """The attempts that were admitted, one for each execution.

    What waited in a lane may have been planned anew and read again by this very worker: the same
    execution then stands twice in one commit, in two lanes or in one. The store moves it once, and
    so only the attempt it was moved for may go.
    """
    left, begun = set(admitted), []
    for attempt in attempts:
        moving = attempt.moving
        key = moving.id, moving.session_id, to_ms(moving.scheduled_at)
        if key in left:
            left.discard(key)
            begun.append(attempt)
    return begun
