"""A lane: one session's messages, one after the other, at the session's pace."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import islice
from random import Random

import msgspec
import structlog

from brasa.actions.announce import shown
from brasa.actions.refusing import Refusal, Refusing, Skip
from brasa.actions.verdict import Result
from brasa.channels.base import Channel, Limits, Message
from brasa.channels.outcome import Expired, Outcome, Unknown
from brasa.clock import Clock
from brasa.engine.committer import Admitted, Committer
from brasa.engine.pace import Pace
from brasa.engine.prepare import refusal, unwritable, write_content
from brasa.errors import BrasaError
from brasa.store.attempts import Attempt

log = structlog.get_logger()

# What a provider that became slow has not been given after this long (seconds) is not given to it
# any more, but planned again: a campaign that is paused falls silent within a second.
HAND_OVER_WITHIN = 1.0
# Seconds that a lane rests after a batch that could not be prepared or written down.
REST_AFTER_FAILURE = 1.0


class Lane:
    """Sends what is put into it; asks `may_take(size)` before it takes a batch."""

    def __init__(
        self,
        channel: Channel,
        committer: Committer,
        refusing: Refusing,
        clock: Clock,
        rng: Random,
        pace: Pace,
        may_take: Callable[[int], bool],
    ) -> None:
        self._channel = channel
        self._committer = committer
        self._refusing = refusing
        self._clock = clock
        self._rng = rng
        self._pace = pace
        self._may_take = may_take
        # By execution, in the order of arrival: one that was planned anew while it waited and is
        # read again is still one message.
        self._queue: dict[int, Attempt] = {}
        self._leaving: Sequence[Attempt] = ()

    @property
    def ready_at(self) -> float:
        """From when on the provider's limits allow the session's next message."""
        return self._pace.ready_at

    @property
    def is_slow(self) -> bool:
        """Whether the session's provider took its time the last time, as far as is known."""
        return self._pace.is_slow

    @property
    def in_hand(self) -> list[int]:
        """The executions that wait here or are on their way out: nobody need read them again."""
        return [*self._queue, *(attempt.moving.id for attempt in self._leaving)]

    @property
    def waiting(self) -> int:
        """How many attempts wait here."""
        return len(self._queue)

    def put(self, attempts: Sequence[Attempt]) -> None:
        """Queue attempts behind those that are there."""
        self._queue.update((attempt.moving.id, attempt) for attempt in attempts)

    async def run(self) -> None:
        """Send until the queue is empty or the worker stops."""
        while self._queue:
            await self._wait(self._pace.until_begin)
            free = max(1, self._committer.free(slow=self._pace.is_slow))
            size = min(self._pace.batch(self._clock.monotonic()), len(self._queue), free)
            if not self._may_take(size):
                return
            self._leaving = [self._queue.pop(id_) for id_ in list(islice(self._queue, size))]
            try:
                await self._send(self._leaving)
            except Exception:  # they are still scheduled, and planned again
                log.exception("batch_not_sent", session=self._leaving[0].sender.id, size=size)
                # In hand meanwhile: what fails again and again is not read again and again.
                await self._clock.sleep(REST_AFTER_FAILURE)
            self._leaving = ()

    def abandon(self) -> None:
        """Drop what is queued; it is still scheduled."""
        self._queue.clear()

    async def _wait(self, until: Callable[[float], float]) -> None:
        seconds = until(self._clock.monotonic())
        if seconds > 0:
            await self._clock.sleep(seconds)

    async def _send(self, batch: Sequence[Attempt]) -> None:
        ready, refused = self._prepare(batch)
        if refused:
            await self._refusing.refuse(refused)
        if not ready:
            return
        asked, slow = self._clock.monotonic(), self._pace.is_slow
        admitted = await self._committer.begin(ready, slow=slow)
        self._pace.began(self._clock.monotonic() - asked)
        going = admitted.attempts
        # First what is past the point of no return: whatever fails later, it has an outcome.
        if going:
            await self._hand_over(admitted, slow=slow)
        if len(going) < len(ready):
            kept = {id(attempt) for attempt in going}
            await self._refusing.explain([a for a in ready if id(a) not in kept])

    async def _hand_over(self, admitted: Admitted, *, slow: bool) -> None:
        await self._wait(self._pace.until_ready)
        going, begun = admitted.attempts, self._clock.monotonic()
        outcomes = await self._outcomes(going, admitted.deadline)
        self._pace.sent(len(going), begun, self._clock.monotonic())
        at, within = self._clock.now(), _receipt_within(self._channel.limits)
        self._committer.record(
            [
                Result(attempt, admitted.begun_at, outcome, at, within)
                for attempt, outcome in zip(going, outcomes, strict=True)
            ],
            slow=slow,
        )

    async def _outcomes(self, going: Sequence[Attempt], deadline: float) -> Sequence[Outcome]:
        """What the channel says; a channel that breaks its promise leaves all of it unknown."""
        # A worker that slept past its lease has been declared dead: it sends nothing.
        left = deadline - self._clock.monotonic()
        if left <= 0:
            return [Expired() for _ in going]
        until = time.monotonic() + min(left, HAND_OVER_WITHIN)
        try:
            outcomes = await self._channel.send_many([_message(a, until) for a in going])
            if len(outcomes) == len(going):
                return outcomes
            log.error("channel_bug", told=len(outcomes), given=len(going))
        except Exception:
            log.exception("channel_bug", given=len(going))
        return [Unknown("O canal falhou ao enviar", code="unexpected") for _ in going]

    def _prepare(
        self, batch: Sequence[Attempt]
    ) -> tuple[list[Attempt], list[tuple[Attempt, Refusal]]]:
        now = self._clock.now()
        ready: list[Attempt] = []
        refused: list[tuple[Attempt, Refusal]] = []
        for attempt in batch:
            prepared = self._prepare_one(attempt, now)
            if isinstance(prepared, Attempt):
                ready.append(prepared)
            else:
                refused.append((attempt, prepared))
        return ready, refused

    def _prepare_one(self, attempt: Attempt, now: datetime) -> Attempt | Refusal:
        try:
            why = refusal(attempt, now, self._rng)
            if why is not None:
                return why
            content = write_content(attempt)
            subject = shown(attempt, content, attempt.moving.attempt + 1)
            return msgspec.structs.replace(attempt, content=content, shown=subject)
        except BrasaError as error:
            return unwritable(attempt, error)
        except Exception as error:  # one recipient's data is not the others' trouble
            log.exception("message_not_prepared", execution=attempt.moving.id)
            return Skip("template_failed", type(error).__name__)


def _receipt_within(limits: Limits) -> timedelta | None:
    return timedelta(seconds=limits.receipt_timeout) if limits.has_receipts else None


def _message(attempt: Attempt, deadline: float) -> Message:
    moving = attempt.moving
    return Message(
        execution_id=str(moving.id),
        session_id=str(moving.session_id),
        to=attempt.address,
        body=attempt.content,
        sender=attempt.sender.address or attempt.sender.name,
        idempotency_key=f"{moving.id}-{moving.attempt + 1}",
        deadline=deadline,
    )
