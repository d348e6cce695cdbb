"""Take executions to their provider and write down what came of it.

The order is what makes a message go at most once: `sending` is committed, then the provider is
called, then the outcome is committed. A crash between the two commits leaves an execution
`sending`; it becomes `unknown` and is never sent again by itself.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.actions import outcomes
from brasa.actions.announce import execution_log
from brasa.actions.announcements import Announcements
from brasa.actions.caps import within_caps
from brasa.actions.heeding import heed
from brasa.actions.unit import Unit, Work
from brasa.actions.verdict import Result, judge
from brasa.channels.outcome import SendError
from brasa.domain.execution import ExecutionState as State
from brasa.store import sending
from brasa.store.attempts import Attempt, attempts_of
from brasa.store.ledger import Ledger
from brasa.store.sending import Settled

# The part of a lease that is not used: room for what the nodes' clocks may differ by.
LEASE_MARGIN = 0.1


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

        async def read(connection: AsyncConnection) -> list[Attempt]:
            rows = await sending.due(connection, session_ids, now, most, in_hand)
            return await attempts_of(connection, rows) if rows else []

        return await self._work.database.look(read)

    async def commit(self, results: Sequence[Result], begins: Sequence[Attempt]) -> list[Attempt]:
        """In one transaction, write outcomes and pass the point of no return for new attempts.

        Those of `begins` that may now go to the provider. Both in one commit halves the flushes to
        disk, and neither waits for the other. What it did is announced when the caller says so.
        """

        async def commit(unit: Unit) -> list[Attempt]:
            ledger = Ledger()
            await self._settle(unit, ledger, results)
            begun = await self._begin(unit, ledger, begins)
            await ledger.write(unit.connection)
            return begun

        return await self._work.commit(commit)

    async def _begin(self, unit: Unit, ledger: Ledger, begins: Sequence[Attempt]) -> list[Attempt]:
        if not begins:
            return []
        now = self._work.clock.now()
        allowed = await within_caps(unit.connection, begins, now)
        admitted = await sending.begin_sending(
            unit.connection,
            [(a.moving, a.content) for a in allowed],
            self.owner,
            now,
            now + self._lease,
        )
        begun = _each_once(allowed, admitted)
        outcomes.count_begun(ledger, begun, now)
        for attempt in begun:
            event = execution_log(attempt, State.SENDING, now, now)
            unit.say(attempt.moving.organization_id, event)
        return begun

    async def _settle(self, unit: Unit, ledger: Ledger, results: Sequence[Result]) -> None:
        left = {result.attempt.moving.id: (result, judge(result)) for result in results}
        for leaving in (State.SENDING, State.UNKNOWN):
            if not left:
                return
            moved = await sending.settle(
                unit.connection, [settled for _, settled in left.values()], self.owner, leaving
            )
            ended = [(*left.pop(id_), leaving, moved[id_]) for id_ in list(left) if id_ in moved]
            outcomes.count_settled(ledger, ended)
            for result, settled, *_ in ended:
                await self._settled(unit, ledger, result, settled)

    async def _settled(self, unit: Unit, ledger: Ledger, result: Result, settled: Settled) -> None:
        attempt, outcome, at = result.attempt, result.outcome, result.at
        if settled.state is not State.SCHEDULED:
            error = None
            if settled.error_code is not None:
                error = (settled.error_code, settled.error_message or "")
            event = execution_log(attempt, settled.state, at, at, error)
            unit.say(attempt.moving.organization_id, event)
        if not isinstance(outcome, SendError):
            return
        await heed(unit, ledger, attempt, outcome, at)


def _each_once(
    attempts: Sequence[Attempt], admitted: set[tuple[int, int, datetime]]
) -> list[Attempt]:
    """The attempts that were admitted, one for each execution.

    What waited in a lane may have been planned anew and read again by this very worker: the same
    execution then stands twice in one commit, in two lanes or in one. The store moves it once, and
    so only the attempt it was moved for may go.
    """
    left, begun = set(admitted), []
    for attempt in attempts:
        moving = attempt.moving
        key = moving.id, moving.session_id, moving.scheduled_at
        if key in left:
            left.discard(key)
            begun.append(attempt)
    return begun
