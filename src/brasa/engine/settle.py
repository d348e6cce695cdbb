"""Ask providers what became of the messages that nobody knows about."""

import asyncio
from datetime import datetime

import msgspec
import structlog

from brasa.actions.receipts import Receipts
from brasa.actions.settling import Question, Settling
from brasa.channels.base import Receipt, ReceiptStatus
from brasa.engine.outlets import Outlets
from brasa.engine.service import Counts

log = structlog.get_logger()

AT_ONCE = 200
# Questions asked side by side, and the seconds that one may take.
SIDE_BY_SIDE = 8
PATIENCE = 10.0


class Settler:
    """Looks unknown executions up. What the provider tells is applied like any receipt: taken
    ones are sent, one it never took has failed with the code `not_taken`, to be retried by an
    operator. Where it cannot tell, they stay unknown and are asked about again, ever later."""

    name = "settle"

    def __init__(self, settling: Settling, outlets: Outlets, receipts: Receipts) -> None:
        self._settling = settling
        self._outlets = outlets
        self._receipts = receipts

    async def run_once(self, now: datetime) -> Counts:
        """Ask about everything that is due; returns how many, and how many were answered."""
        counts = {"asked": 0, "answered": 0}
        while questions := await self._settling.take(now, AT_ONCE):
            room = asyncio.Semaphore(SIDE_BY_SIDE)
            answers = await asyncio.gather(*(self._ask(question, room) for question in questions))
            receipts = [answer for answer in answers if answer is not None]
            await self._receipts.apply(receipts)
            counts["asked"] += len(questions)
            counts["answered"] += len(receipts)
        return counts

    async def _ask(self, question: Question, room: asyncio.Semaphore) -> Receipt | None:
        sender, lookup = question.sender, question.lookup
        try:
            async with room, asyncio.timeout(PATIENCE):
                channel = await self._outlets.channel(sender.channel, sender.settings)
                receipt = await channel.lookup(lookup)
        except Exception as error:  # asked again later
            log.info("look_up_failed", session=sender.id, error=repr(error))
            return None
        if receipt is None:
            return None
        status = receipt.status
        if status is ReceiptStatus.SENT and not channel.limits.has_receipts:
            status = ReceiptStatus.DELIVERED  # nothing more will be told
        return msgspec.structs.replace(
            receipt,
            status=status,
            session_id=lookup.session_id,
            idempotency_key=lookup.idempotency_key,
        )
