"""What a past execution adds to the counters: the same as a live one, all of it at once."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from brasa.actions.history.rows import PastExecution
from brasa.domain.execution import ACCEPTED, ExecutionState, ExecutionType
from brasa.store.ledger import Ledger

_DELIVERED = frozenset({ExecutionState.DELIVERED, ExecutionState.READ})


def count(ledger: Ledger, past: PastExecution, row: dict[str, Any], zone: ZoneInfo) -> None:
    """Add one to the ledger; days are those of `zone`."""
    organization, campaign, session = (
        row["organization_id"],
        row["campaign_id"],
        row["session_id"],
    )
    accepted, delivered = past.state in ACCEPTED, past.state in _DELIVERED
    at: datetime = past.sent_at
    day, kind = at.astimezone(zone).date(), past.type.value
    sent = {"sent": int(accepted), "delivered": int(delivered), "failed": int(not accepted)}
    ledger.total(campaign, session, read=int(past.state is ExecutionState.READ), **sent)
    ledger.passed(organization, campaign, session, at, **sent)
    ledger.campaign_day(
        organization,
        campaign,
        session,
        day,
        attempted=int(accepted),
        sent=int(accepted),
        internal=int(past.type is ExecutionType.INTERNAL),
    )
    ledger.session_day(
        organization,
        session,
        day,
        attempted=int(accepted),
        opted_out=int(past.opted_out),
        **{
            f"sent_{kind}": int(accepted),
            f"finished_{kind}": 1,
            f"delivered_{kind}": int(delivered),
        },
    )
    ledger.outcome(organization, session, arrived=accepted)
