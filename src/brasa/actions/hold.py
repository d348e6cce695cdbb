"""Hold a session on its provider's word, whatever its score says."""

from datetime import datetime, timedelta

from brasa.actions.announce import campaign_log, notify
from brasa.actions.unit import Unit
from brasa.channels.outcome import Scope, SendError, explained
from brasa.domain.describe import moment
from brasa.domain.events import Level
from brasa.domain.session import SessionState
from brasa.i18n import translate
from brasa.store import logs
from brasa.store.attempts import Attempt
from brasa.store.healths import bot_healths
from brasa.store.states import change_state, state_of

# How long to hold when the provider says "later" and not when.
SHORT_HOLD = 60.0
# From here on a hold is told by the hour at which it ends.
LONG = timedelta(minutes=5)


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
    if moved:
        await _tell(unit, attempt, error, until, at)


async def _tell(
    unit: Unit, attempt: Attempt, error: SendError, until: datetime | None, at: datetime
) -> None:
    """A hold changes the state that dashboards show, and is a line of the log as its end is."""
    campaign, moving, sender = attempt.campaign, attempt.moving, attempt.sender
    values = {"session": sender.name, "why": explained(error, campaign.language)}
    text = "{session} foi retida pelo provedor: {why}"
    if until is not None and until - at < LONG:
        text = "{session} foi retida pelo provedor por {seconds} s: {why}"
        values["seconds"] = f"{(until - at).total_seconds():.0f}"
    elif until is not None:
        text = "{session} foi retida pelo provedor, volta {when}: {why}"
        values["when"] = moment(until, at, campaign.day_zone, campaign.language)
    level: Level = "warning" if error.retryable else "error"
    line = logs.Line(
        organization_id=moving.organization_id,
        campaign_id=moving.campaign_id,
        session_id=sender.id,
        level=level,
        code="session_held",
        message=translate(text, campaign.language, **values),
        at=at,
    )
    for health in await bot_healths(unit.connection, moving.organization_id, [sender.id]):
        unit.say(moving.organization_id, health)
    [log_id] = await logs.append(unit.connection, [line])
    unit.say(moving.organization_id, campaign_log(campaign, line, log_id, sender.name))
    notify(
        unit,
        moving.organization_id,
        level,
        "session_held",
        text,
        campaign.language,
        at,
        {"sessionId": str(sender.id), "reason": error.code},
        **values,
    )
