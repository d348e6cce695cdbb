"""A worker: takes work, reads what is due, and sends it, each session in a lane of its own."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from random import Random

import structlog

from brasa.actions.refusing import Refusing
from brasa.actions.sending import Sending
from brasa.bus.work import WorkItem, WorkQueue
from brasa.clock import Clock
from brasa.engine.agenda import Agenda, Due
from brasa.engine.committer import Committer
from brasa.engine.hands import ENOUGH, ENOUGH_OF_SLOW, Hands
from brasa.engine.lane import Lane
from brasa.engine.outlets import Outlets
from brasa.engine.pace import Pace
from brasa.engine.service import Counts
from brasa.store.attempts import Attempt
from brasa.store.types import to_ms

log = structlog.get_logger()

# A look walks past what is in hand, so it takes twice as much as may still be waiting then.
READ_AT_ONCE = 2 * ENOUGH
LONGEST_WAIT = 1.0
# Sessions that one look asks about: a statement names them.
SESSIONS_AT_ONCE = 5_000
FEW = 100


class Dispatcher:
    """Owns the lanes of one process. `run_once` reads what is due and lets the lanes go."""

    name = "dispatch"

    def __init__(
        self,
        sending: Sending,
        refusing: Refusing,
        outlets: Outlets,
        work: WorkQueue,
        clock: Clock,
        *,
        rng: Random,
        micro_batch: int,
    ) -> None:
        self._sending = sending
        self._refusing = refusing
        self._outlets = outlets
        self._work = work
        self._clock = clock
        self._rng = rng
        self._micro_batch = micro_batch
        self._committer = Committer(sending, clock, micro_batch)
        self._agenda = Agenda(work.done)
        self._lanes: dict[int, Lane] = {}
        # When sessions without a lane may send again, where that is still to come.
        self._ready_at: dict[int, float] = {}
        # Sessions whose provider was quick the last time. Of the others that is not known yet.
        self._quick: set[int] = set()
        self._running: set[asyncio.Task[None]] = set()
        self._hands = Hands(self._look_again)
        self._wake = asyncio.Event()
        self._stopping = False

    async def run(self) -> None:
        """Take work and send it until stopped; then finish what is at the provider."""
        async with asyncio.TaskGroup() as group:
            committing = group.create_task(self._committer.run())
            taking = group.create_task(self._take_work())
            while not self._stopping:
                try:
                    await self.run_once(self._clock.now())
                except Exception:  # the store may be back at the next look
                    log.exception("dispatch_failed")
                    await self._clock.sleep(LONGEST_WAIT)
                await self._next_moment()
            taking.cancel()
            await self.idle()
            committing.cancel()

    def stop(self) -> None:
        """Read nothing more and end the lanes after their present batch."""
        self._stopping = True
        self._wake.set()

    def offer(self, item: WorkItem) -> None:
        """Note when to look at which sessions."""
        self._agenda.note(item)
        self._wake.set()

    async def run_once(self, now: datetime) -> Counts:
        """Read what is due of the sessions whose moment has come; returns how many that is."""
        due = self._pop_due(now)
        sessions = {session_id for _, session_id in due if self._may_read(session_id)}
        attempts = await self._read(due, sessions) if sessions else []
        self._agenda.finish(due)
        by_session: dict[int, list[Attempt]] = {}
        for attempt in attempts:
            by_session.setdefault(attempt.sender.id, []).append(attempt)
        # Who got its whole share may have more that is due.
        share = READ_AT_ONCE // max(1, len(sessions))
        more = [session for session in sessions if len(by_session.get(session, ())) >= share]
        if more and attempts:
            self.offer(WorkItem(tuple((session, to_ms(now)) for session in more)))
        for session_id, its in by_session.items():
            await self._to_lane(session_id, its)
        return {"due": len(attempts)}

    async def _read(self, due: list[Due], sessions: set[int]) -> list[Attempt]:
        lanes = (self._lanes[session] for session in sessions if session in self._lanes)
        in_hand = [id_ for lane in lanes for id_ in lane.in_hand]
        # In any order: should there be more sessions than can be read of, none is always last.
        asked = self._rng.sample(sorted(sessions), len(sessions))
        try:
            return await self._sending.due(asked, READ_AT_ONCE, in_hand)
        except BaseException:
            self._agenda.put_back(due)
            raise

    async def idle(self) -> None:
        """Return when no lane runs and every outcome is written."""
        while self._running:
            await asyncio.wait(self._running)
        await self._committer.drained()

    async def _take_work(self) -> None:
        while True:
            self.offer(await self._work.take())

    def _may_read(self, session_id: int) -> bool:
        # Whose shard has moved on is looked at by its new owner.
        return self._work.owns(session_id) and not self._hands.pass_over(session_id)

    def _look_again(self, session_id: int) -> None:
        self.offer(WorkItem(((session_id, to_ms(self._clock.now())),)))

    def _pop_due(self, now: datetime) -> list[Due]:
        if not self._hands.have_room:
            return []
        return self._agenda.take(to_ms(now), SESSIONS_AT_ONCE)

    async def _next_moment(self) -> None:
        """Wait until something is due, or a lane has made room, or work has come."""
        wait = LONGEST_WAIT
        first = self._agenda.first
        if first is not None and self._hands.have_room:
            wait = min(wait, max(0.0, (first - to_ms(self._clock.now())) / 1000))
        if wait == 0:
            await asyncio.sleep(0)
            return
        self._wake.clear()
        try:
            async with asyncio.timeout(wait):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _to_lane(self, session_id: int, attempts: Sequence[Attempt]) -> None:
        sender = attempts[0].sender
        try:
            channel = await self._outlets.channel(sender.channel, sender.settings)
        except Exception:  # one session's settings are not the others' trouble
            log.exception("channel_not_usable", session=session_id)
            return
        lane = self._lanes.get(session_id)
        if lane is not None:
            self._put(session_id, lane, attempts)
            return
        ready_at = self._ready_at.pop(session_id, 0.0)
        lane = Lane(
            channel,
            self._committer,
            self._refusing,
            self._clock,
            self._rng,
            Pace(
                channel.limits,
                self._micro_batch,
                self._lanes.__len__,
                ready_at,
                slow=session_id not in self._quick,
            ),
            partial(self._taken, session_id),
        )
        self._put(session_id, lane, attempts)
        self._lanes[session_id] = lane
        task = asyncio.create_task(self._run_lane(session_id, lane))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def _put(self, session_id: int, lane: Lane, attempts: Sequence[Attempt]) -> None:
        some = attempts[:ENOUGH_OF_SLOW] if lane.is_slow else attempts
        lane.put(some)
        self._hands.count(session_id, lane.waiting, slow=lane.is_slow)
        if len(some) < len(attempts):
            self._hands.pass_over(session_id)

    async def _run_lane(self, session_id: int, lane: Lane) -> None:
        try:
            await lane.run()
        finally:
            lane.abandon()
            self._hands.count(session_id, 0, slow=lane.is_slow)
            del self._lanes[session_id]
            self._remember_pace(session_id, lane.ready_at)
            (self._quick.discard if lane.is_slow else self._quick.add)(session_id)
            self._wake.set()

    def _remember_pace(self, session_id: int, ready_at: float) -> None:
        present = self._clock.monotonic()
        if ready_at > present:
            self._ready_at[session_id] = ready_at
        if len(self._ready_at) > 2 * len(self._lanes) + FEW:
            self._ready_at = {id_: at for id_, at in self._ready_at.items() if at > present}

    def busy(self) -> set[int]:
        """The sessions that have a lane."""
        return set(self._lanes)

    def _taken(self, session_id: int, attempts: int) -> bool:
        """A lane is about to take a batch; whether it may."""
        if self._stopping or not self._work.owns(session_id):
            return False
        lane = self._lanes[session_id]
        self._hands.count(session_id, lane.waiting - attempts, slow=lane.is_slow)
        if self._hands.have_room:
            self._wake.set()
        return True
