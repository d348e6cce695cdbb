"""What an error says beyond its own message: never write to them again, hold this session."""

from datetime import datetime

from brasa.actions import outcomes
from brasa.actions.hold import asks_to_hold, hold
from brasa.actions.suppress import suppress
from brasa.actions.unit import Unit
from brasa.channels.outcome import SendError
from brasa.store.attempts import Attempt
from brasa.store.ledger import Ledger


async def heed(
    unit: Unit, ledger: Ledger, attempt: Attempt, error: SendError, at: datetime
) -> None:
    """Suppress who refused messages; hold a session whose every message would fail alike."""
    if error.opt_out and attempt.contact is not None:
        added = await suppress(
            unit,
            attempt.moving.organization_id,
            attempt.contact.address,
            error.code,
            attempt.campaign.language,
            at,
        )
        if added:
            outcomes.count_opt_out(ledger, attempt, at)
    if asks_to_hold(error):
        await hold(unit, attempt, error, at)
