"""What a settled attempt moves in the counters."""

from datetime import datetime

from brasa.actions.verdict import Result
from brasa.channels.outcome import SendError
from brasa.domain.execution import ExecutionState as State
from brasa.store.attempts import Attempt
from brasa.store.executions import Settled
from brasa.store.ledger import Ledger


def count_begun(ledger: Ledger, attempt: Attempt, at: datetime) -> None:
    """An attempt goes to the provider: from now on it counts against the caps."""
    moving, day = attempt.moving, attempt.campaign.day(at)
    ledger.campaign_day(
        moving.organization_id, moving.campaign_id, moving.session_id, day, attempted=1
    )
    ledger.session_day(moving.organization_id, moving.session_id, day, attempted=1)


def count_settled(
    ledger: Ledger, result: Result, settled: Settled, leaving: State, begun_at: datetime
) -> None:
    """An attempt has come to something; it left `sending`, or `unknown` when it was late."""
    attempt = result.attempt
    if leaving is State.UNKNOWN:
        _total(ledger, attempt, unknown=-1)
        if settled.state is State.SCHEDULED:
            move_open(ledger, attempt, settled.scheduled_at, 1)
    elif settled.state is State.SCHEDULED:
        move_open(ledger, attempt, attempt.moving.scheduled_at, -1)
        move_open(ledger, attempt, settled.scheduled_at, 1)
    else:
        move_open(ledger, attempt, attempt.moving.scheduled_at, -1)
    if isinstance(result.outcome, SendError):
        _was_not_taken(ledger, attempt, begun_at)
    if settled.state is State.SENT:
        _count_sent(ledger, result)
    elif settled.state is State.FAILED:
        count_failed(ledger, attempt, result.at)
    elif settled.state is State.UNKNOWN:
        _total(ledger, attempt, unknown=1)


def move_open(ledger: Ledger, attempt: Attempt, scheduled_at: datetime, by: int) -> None:
    """Add to the open slots of the day that a time falls on."""
    moving, day = attempt.moving, attempt.campaign.day(scheduled_at)
    ledger.campaign_day(moving.organization_id, moving.campaign_id, moving.session_id, day, open=by)


def count_failed(ledger: Ledger, attempt: Attempt, at: datetime) -> None:
    """An execution failed for good."""
    moving = attempt.moving
    _total(ledger, attempt, failed=1)
    ledger.passed(moving.organization_id, moving.campaign_id, moving.session_id, at, failed=1)
    count_finished(ledger, attempt, at, delivered=False)
    ledger.outcome(moving.organization_id, moving.session_id, arrived=False)


def count_finished(ledger: Ledger, attempt: Attempt, at: datetime, *, delivered: bool) -> None:
    """An execution's outcome now counts in its session's health."""
    moving, kind = attempt.moving, attempt.moving.type.value
    counts = {f"finished_{kind}": 1, f"delivered_{kind}": int(delivered)}
    ledger.session_day(
        moving.organization_id, moving.session_id, attempt.campaign.day(at), **counts
    )


def _count_sent(ledger: Ledger, result: Result) -> None:
    attempt, at = result.attempt, result.at
    moving, day = attempt.moving, attempt.campaign.day(at)
    organization, campaign, session = (
        moving.organization_id,
        moving.campaign_id,
        moving.session_id,
    )
    ledger.campaign_day(organization, campaign, session, day, sent=1)
    ledger.session_day(organization, session, day, **{f"sent_{moving.type.value}": 1})
    ledger.passed(organization, campaign, session, at, sent=1)
    _total(ledger, attempt, sent=1)
    ledger.touched(organization, session)
    if result.receipt_within is None:
        count_finished(ledger, attempt, at, delivered=True)
        ledger.outcome(organization, session, arrived=True)


def _was_not_taken(ledger: Ledger, attempt: Attempt, begun_at: datetime) -> None:
    """It counts against no cap after all: not against that of the day it was counted on."""
    moving, day = attempt.moving, attempt.campaign.day(begun_at)
    ledger.campaign_day(
        moving.organization_id, moving.campaign_id, moving.session_id, day, attempted=-1
    )
    ledger.session_day(moving.organization_id, moving.session_id, day, attempted=-1)


def _total(ledger: Ledger, attempt: Attempt, **counts: int) -> None:
    ledger.total(attempt.moving.campaign_id, attempt.moving.session_id, **counts)
