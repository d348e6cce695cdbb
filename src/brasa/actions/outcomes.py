"""What a settled attempt moves in the counters.

A batch is mostly one session's, and most of it ends alike: neighbours that do are counted at once.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from datetime import datetime
from itertools import groupby

from brasa.actions.verdict import Result
from brasa.channels.outcome import SendError
from brasa.domain.execution import ExecutionState as State
from brasa.store.attempts import Attempt
from brasa.store.ledger import Ledger
from brasa.store.sending import Settled

# An attempt that came to something, and the state it left: `sending`, or `unknown` when late.
Ended = tuple[Result, Settled, State]


def count_begun(ledger: Ledger, attempts: Collection[Attempt], at: datetime) -> None:
    """Attempts go to the provider: from now on they count against the caps."""
    seats = Counter((a.campaign.id, a.moving.session_id) for a in attempts)
    campaigns = {a.campaign.id: a.campaign for a in attempts}
    for (campaign_id, session_id), times in seats.items():
        organization, day = campaigns[campaign_id].organization_id, campaigns[campaign_id].day(at)
        ledger.campaign_day(organization, campaign_id, session_id, day, attempted=times)
        ledger.session_day(organization, session_id, day, attempted=times)


def count_settled(ledger: Ledger, ended: Iterable[Ended]) -> None:
    """Attempts have come to something; in the order in which they did."""
    for _, alike in groupby(ended, key=_counts_as):
        same = list(alike)
        _count_settled(ledger, *same[0], len(same))


def _counts_as(ended: Ended) -> Hashable:
    """Equal for attempts that move the same counters."""
    result, settled, leaving = ended
    moving, day = result.attempt.moving, result.attempt.campaign.day
    return (
        moving.campaign_id,
        moving.session_id,
        moving.type,
        leaving,
        settled.state,
        isinstance(result.outcome, SendError),
        result.at,
        result.receipt_within is None,
        day(result.begun_at),
        day(moving.scheduled_at),
        day(settled.scheduled_at) if settled.state is State.SCHEDULED else None,
    )


def _count_settled(
    ledger: Ledger, result: Result, settled: Settled, leaving: State, times: int
) -> None:
    attempt = result.attempt
    if leaving is State.UNKNOWN:
        _total(ledger, attempt, unknown=-times)
        if settled.state is State.SCHEDULED:
            move_open(ledger, attempt, settled.scheduled_at, times)
    elif settled.state is State.SCHEDULED:
        move_open(ledger, attempt, attempt.moving.scheduled_at, -times)
        move_open(ledger, attempt, settled.scheduled_at, times)
    else:
        move_open(ledger, attempt, attempt.moving.scheduled_at, -times)
    if isinstance(result.outcome, SendError):
        _was_not_taken(ledger, attempt, result.begun_at, times)
    if settled.state is State.SENT:
        _count_sent(ledger, result, times)
    elif settled.state is State.FAILED:
        count_failed(ledger, attempt, result.at, times)
    elif settled.state is State.UNKNOWN:
        _total(ledger, attempt, unknown=times)


def move_open(ledger: Ledger, attempt: Attempt, scheduled_at: datetime, by: int) -> None:
    """Add to the open slots of the day that a time falls on."""
    moving, day = attempt.moving, attempt.campaign.day(scheduled_at)
    ledger.campaign_day(moving.organization_id, moving.campaign_id, moving.session_id, day, open=by)


def count_failed(ledger: Ledger, attempt: Attempt, at: datetime, times: int = 1) -> None:
    """An execution, or `times` alike, failed for good."""
    moving = attempt.moving
    _total(ledger, attempt, failed=times)
    ledger.passed(moving.organization_id, moving.campaign_id, moving.session_id, at, failed=times)
    count_finished(ledger, attempt, at, delivered=False, times=times)
    ledger.outcome(moving.organization_id, moving.session_id, arrived=False, times=times)


def count_finished(
    ledger: Ledger, attempt: Attempt, at: datetime, *, delivered: bool, times: int = 1
) -> None:
    """The outcome of an execution, or of `times` alike, now counts in its session's health."""
    moving, kind = attempt.moving, attempt.moving.type.value
    counts = {f"finished_{kind}": times, f"delivered_{kind}": times * delivered}
    ledger.session_day(
        moving.organization_id, moving.session_id, attempt.campaign.day(at), **counts
    )


def _count_sent(ledger: Ledger, result: Result, times: int) -> None:
    attempt, at = result.attempt, result.at
    moving, day = attempt.moving, attempt.campaign.day(at)
    organization, campaign, session = (
        moving.organization_id,
        moving.campaign_id,
        moving.session_id,
    )
    ledger.campaign_day(organization, campaign, session, day, sent=times)
    ledger.session_day(organization, session, day, **{f"sent_{moving.type.value}": times})
    ledger.passed(organization, campaign, session, at, sent=times)
    _total(ledger, attempt, sent=times)
    ledger.touched(organization, session)
    if result.receipt_within is None:
        count_finished(ledger, attempt, at, delivered=True, times=times)
        ledger.outcome(organization, session, arrived=True, times=times)


def _was_not_taken(ledger: Ledger, attempt: Attempt, begun_at: datetime, times: int) -> None:
    """They count against no cap after all: not against that of the day they were counted on."""
    moving, day = attempt.moving, attempt.campaign.day(begun_at)
    organization, session = moving.organization_id, moving.session_id
    ledger.campaign_day(organization, moving.campaign_id, session, day, attempted=-times)
    ledger.session_day(organization, session, day, attempted=-times)


def _total(ledger: Ledger, attempt: Attempt, **counts: int) -> None:
    ledger.total(attempt.moving.campaign_id, attempt.moving.session_id, **counts)


def count_opt_out(ledger: Ledger, attempt: Attempt, at: datetime) -> None:
    """A recipient asked for no more messages, and was not known to have."""
    moving, day = attempt.moving, attempt.campaign.day(at)
    ledger.session_day(moving.organization_id, moving.session_id, day, opted_out=1)
    ledger.touched(moving.organization_id, moving.session_id)
