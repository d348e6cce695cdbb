"""What a provider's answer makes of an execution."""

from datetime import datetime, timedelta

import msgspec

from brasa.channels.outcome import Accepted, Expired, Outcome, SendError, explained
from brasa.domain.campaign import Retry
from brasa.domain.execution import ExecutionState as State
from brasa.store.attempts import Attempt
from brasa.store.sending import Settled

# A provider that says "later" without saying when is given ever more time, up to this.
LONGEST_BACKOFF = 3600.0
# A provider is not asked at once what became of a message: it may still be taking it.
LOOK_UP_AFTER = timedelta(seconds=30)


class Result(msgspec.Struct, frozen=True, gc=False):
    """An attempt, when it began, how it ended and when.

    `receipt_within` is how long to wait for more news. None: the channel has no receipts, and
    accepted counts as delivered.
    """

    attempt: Attempt
    begun_at: datetime
    outcome: Outcome
    at: datetime
    receipt_within: timedelta | None


def judge(result: Result) -> Settled:
    """The execution's next state. Only what the provider surely did not take is tried again."""
    moving, outcome = result.attempt.moving, result.outcome
    if isinstance(outcome, Accepted):
        return Settled(
            id=moving.id,
            attempt=moving.attempt + 1,
            state=State.SENT,
            scheduled_at=moving.scheduled_at,
            provider_id=outcome.provider_id,
            finished_at=result.at if result.receipt_within is None else None,
            receipt_due_at=_receipt_due_at(result),
        )
    retry = result.attempt.campaign.definition.retry
    again = isinstance(outcome, SendError) and may_retry(outcome, moving.attempt + 1, retry)
    if isinstance(outcome, Expired):
        state, at = State.SCHEDULED, result.at
    elif again and isinstance(outcome, SendError):
        state, at = State.SCHEDULED, result.at + backoff(outcome, moving.attempt + 1, retry)
    else:
        state = State.FAILED if isinstance(outcome, SendError) else State.UNKNOWN
        at = moving.scheduled_at
    return Settled(
        id=moving.id,
        attempt=moving.attempt + 1,
        state=state,
        scheduled_at=at,
        error_code=outcome.code,
        error_message=explained(outcome, result.attempt.campaign.language),
        finished_at=result.at if state is State.FAILED else None,
        receipt_due_at=_receipt_due_at(result) if state is State.UNKNOWN else None,
        look_up_at=result.at + LOOK_UP_AFTER if state is State.UNKNOWN else None,
    )


def _receipt_due_at(result: Result) -> datetime | None:
    return result.at + result.receipt_within if result.receipt_within else None


def may_retry(error: SendError, tries: int, retry: Retry) -> bool:
    """Whether a message that was not taken may be tried again after `tries` tries."""
    return error.retryable and tries < retry.max_attempts


def backoff(error: SendError, tries: int, retry: Retry) -> timedelta:
    """How long to wait: what the provider asks for, or twice as long after each try."""
    doubled = min(retry.backoff * 2 ** (tries - 1), LONGEST_BACKOFF)
    return timedelta(seconds=max(error.retry_after or 0.0, doubled))
