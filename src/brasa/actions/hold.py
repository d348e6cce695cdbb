"""Hold a session on its provider's word, whatever its score says."""

from datetime import datetime, timedelta

from brasa.actions.announce import notify
from brasa.actions.unit import Unit
from brasa.channels.outcome import Scope, SendError
from brasa.domain.refusals import told
from brasa.domain.session import SessionState
from brasa.store.attempts import Attempt
from brasa.store.states import change_state, state_of

# How long to hold when the provider says "later" and not when.
SHORT_HOLD = 60.0


def asks_to_hold(error: SendError) -> bool:
    """Whether every other message of the session would meet the same error."""
    return error.scope in (Scope.SESSION, Scope.ACCOUNT)


async def hold(unit: Unit, attempt: Attempt, error: SendError, at: datetime) -> None:
    """Hold the attempt's session: for a while after a rate limit, else until an operator."""
    until = at + timedelta(seconds=error.retry_after or SHORT_HOLD) if error.retryable else None
    organization_id, session_id = attempt.moving.organization_id, attempt.sender.id
    # As it is now, not as it was when the attempt was read.
    present = await state_of(unit.connection, organization_id, session_id)
    if present is SessionState.HELD:
        return
    moved = await change_state(
        unit.connection,
        organization_id,
        session_id,
        present,
        SessionState.HELD,
        error.code,
        at,
        held_until=until,
    )
    if not moved:
        return
    notify(
        unit,
        attempt.moving.organization_id,
        "warning" if error.retryable else "error",
        "session_held",
        "{session} foi retida pelo provedor: {why}",
        attempt.campaign.language,
        at,
        {"sessionId": str(attempt.sender.id), "reason": error.code},
        session=attempt.sender.name,
        why=told(error, attempt.campaign.language),
    )
