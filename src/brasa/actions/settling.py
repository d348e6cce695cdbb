"""Which unknown executions a provider is to be asked about, and how the question names them."""

from datetime import datetime

import msgspec

from brasa.actions.unit import Work
from brasa.channels.base import Lookup
from brasa.store import lookups
from brasa.store.attempts import Account, attempts_of


class Question(msgspec.Struct, frozen=True):
    """What to ask, and the session whose provider knows."""

    sender: Account
    lookup: Lookup


class Settling:
    """The store's side of settling what nobody knows."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def take(self, now: datetime, most: int) -> list[Question]:
        """The questions that are due, at most `most`; each will be due again, ever later."""
        async with self._work.unit() as unit:
            taken = await lookups.take_due(unit.connection, now, most)
            attempts = await attempts_of(unit.connection, [row for row, *_ in taken])
        return [
            Question(
                attempt.sender,
                Lookup(
                    session_id=str(row.session_id),
                    # The try it is at: see engine/lane.py for the next one's key.
                    idempotency_key=f"{row.id}-{row.attempt}",
                    provider_id=provider_id,
                    sender=attempt.sender.address or attempt.sender.name,
                    to=attempt.address,
                    sent_at=sent_at,
                ),
            )
            for (row, provider_id, sent_at), attempt in zip(taken, attempts, strict=True)
        ]
