"""Messages that people write back: an opt-out word suppresses them at once."""

from collections.abc import Sequence

from brasa.actions.foreign import as_id
from brasa.actions.suppress import suppress
from brasa.actions.unit import Unit
from brasa.channels.base import Inbound
from brasa.channels.words import word
from brasa.domain.optout import is_opt_out
from brasa.domain.reply_address import reply_address
from brasa.store.ledger import Ledger
from brasa.store.owners import owner_of


async def receive(unit: Unit, message: Inbound, words: Sequence[str]) -> None:
    """Take in one message; anything that is no opt-out is not Brasa's to answer."""
    if not is_opt_out(message.text, words):
        return
    id_ = as_id(message.session_id)
    session = None if id_ is None else await owner_of(unit.connection, id_)
    if session is None:
        return
    address = word(reply_address(message.from_))
    added = await suppress(
        unit, session.organization_id, address, "opt_out", session.language, message.at
    )
    if added:
        ledger = Ledger()
        ledger.session_day(
            session.organization_id, session.id, session.day(message.at), opted_out=1
        )
        ledger.touched(session.organization_id, session.id)
        await ledger.write(unit.connection)
