"""Receipts that came before their own message was written down."""

from datetime import datetime

from brasa.actions.receipts import Receipts
from brasa.engine.service import Counts


class EarlyReceipts:
    """Applies again what was too early a moment ago."""

    name = "early_receipts"

    def __init__(self, receipts: Receipts) -> None:
        self._receipts = receipts

    async def run_once(self, now: datetime) -> Counts:
        """Try again; returns how many were waiting."""
        waiting = self._receipts.early
        if waiting:
            await self._receipts.apply([])
        return {"waiting": waiting}
