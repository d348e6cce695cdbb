"""How far an execution came, and what that moves in the counters."""

from datetime import datetime

from brasa.actions.outcomes import count_failed, count_finished
from brasa.channels.base import Receipt, ReceiptStatus
from brasa.domain.execution import ExecutionState as State
from brasa.domain.execution import may_become
from brasa.store.attempts import Attempt
from brasa.store.ledger import Ledger
from brasa.store.receipts import News, Reported

_STATES = {
    ReceiptStatus.SENT: State.SENT,
    ReceiptStatus.DELIVERED: State.DELIVERED,
    ReceiptStatus.READ: State.READ,
    ReceiptStatus.FAILED: State.FAILED,
}


def next_news(row: Reported, receipt: Receipt) -> News | None:
    """The execution after the receipt; None when the receipt brings nothing new."""
    state = _STATES[receipt.status]
    if not may_become(row.state, state):
        return None
    arrived = state in (State.DELIVERED, State.READ)
    failed = state is State.FAILED
    finished_at = row.finished_at or (receipt.at if arrived or failed else None)
    return News(
        id=row.moving.id,
        leaving=row.state,
        state=state,
        delivered_at=row.delivered_at or (receipt.at if arrived else None),
        read_at=receipt.at if state is State.READ else None,
        finished_at=finished_at,
        error_code=(receipt.code or "failed") if failed else None,
        error_message=receipt.message if failed else None,
        provider_id=receipt.provider_id,
    )


def count_news(ledger: Ledger, attempt: Attempt, row: Reported, news: News, now: datetime) -> None:
    """Move the counters from where the execution was to where it is."""
    if row.state is State.UNKNOWN:
        _settle_unknown(ledger, attempt, news, now)
    if news.state is State.FAILED:
        _count_late_failure(ledger, attempt, row, now)
    elif news.state in (State.DELIVERED, State.READ):
        _count_arrival(ledger, attempt, row, news, now)


def _settle_unknown(ledger: Ledger, attempt: Attempt, news: News, now: datetime) -> None:
    moving = attempt.moving
    organization, campaign, session = (
        moving.organization_id,
        moving.campaign_id,
        moving.session_id,
    )
    ledger.total(campaign, session, unknown=-1)
    if news.state is State.FAILED:
        return
    day = attempt.campaign.day(now)
    ledger.total(campaign, session, sent=1)
    ledger.campaign_day(organization, campaign, session, day, sent=1)
    ledger.session_day(organization, session, day, **{f"sent_{moving.type.value}": 1})
    ledger.passed(organization, campaign, session, now, sent=1)


def _count_arrival(
    ledger: Ledger, attempt: Attempt, row: Reported, news: News, now: datetime
) -> None:
    moving = attempt.moving
    organization, campaign, session = (
        moving.organization_id,
        moving.campaign_id,
        moving.session_id,
    )
    if news.state is State.READ:
        ledger.total(campaign, session, read=1)
    if row.delivered_at is not None:
        return
    ledger.total(campaign, session, delivered=1)
    ledger.passed(organization, campaign, session, now, delivered=1)
    if row.finished_at is None:
        count_finished(ledger, attempt, now, delivered=True)
    else:  # it had been counted as not delivered, on the day of `finished_at`
        day = attempt.campaign.day(row.finished_at)
        ledger.session_day(organization, session, day, **{f"delivered_{moving.type.value}": 1})
    ledger.outcome(organization, session, arrived=True)


def _count_late_failure(ledger: Ledger, attempt: Attempt, row: Reported, now: datetime) -> None:
    moving = attempt.moving
    accepted = row.state in (State.SENT, State.DELIVERED, State.READ)
    ledger.total(
        moving.campaign_id,
        moving.session_id,
        sent=-int(accepted),
        delivered=-int(row.delivered_at is not None),
        read=-int(row.state is State.READ),
    )
    if row.finished_at is None:
        count_failed(ledger, attempt, now)
        return
    ledger.total(moving.campaign_id, moving.session_id, failed=1)
    if row.delivered_at is not None:
        day = attempt.campaign.day(row.finished_at)
        ledger.session_day(
            moving.organization_id,
            moving.session_id,
            day,
            **{f"delivered_{moving.type.value}": -1},
        )
    ledger.outcome(moving.organization_id, moving.session_id, arrived=False)
