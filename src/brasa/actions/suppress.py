"""Put an address on the organization's suppression list: nobody there writes to it again."""

from datetime import datetime

from brasa.actions.announce import notify
from brasa.actions.unit import Unit
from brasa.store import suppressions


async def suppress(
    unit: Unit, organization_id: int, address: str, reason: str, language: str, at: datetime
) -> bool:
    """Suppress `address` at once, across all sessions and campaigns; telling it once.

    Whether it was not suppressed before.
    """
    added = await suppressions.add(unit.connection, organization_id, address, reason, at)
    if added:
        notify(
            unit,
            organization_id,
            "info",
            "opted_out",
            "Um contato pediu para não receber mais mensagens e foi suprimido",
            language,
            at,
        )
    return added
