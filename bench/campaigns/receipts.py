"""Receipts applied to a store: three for each message, as providers send them."""

import time
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bench.campaigns import fill
from bench.campaigns.executions import sent_executions
from bench.campaigns.stores import filled
from brasa.actions.receipts import Receipts
from brasa.actions.unit import Work
from brasa.bus.local import LocalBus
from brasa.channels.base import Receipt, ReceiptStatus
from brasa.clock import SystemClock

SESSIONS = 20
NEWS = (ReceiptStatus.SENT, ReceiptStatus.DELIVERED, ReceiptStatus.READ)


async def receipts_per_second(url: str, messages: int, at_once: int) -> float:
    """Three receipts for each message, `at_once` in a transaction, in turns over the messages."""
    now = SystemClock().now()

    async def write(connection: AsyncConnection) -> None:
        await fill.organization(connection, now)
        await fill.people(connection, now, how_many_sessions=SESSIONS, how_many_contacts=messages)
        await fill.running_campaigns(connection, now, 1, seats=SESSIONS, total=messages)
        await sent_executions(connection, now, messages, SESSIONS)

    async with filled(url, write) as database:
        sink = Receipts(Work(database, LocalBus(), SystemClock()), ())
        batches = list(_batches(messages, at_once, now))
        begun = time.perf_counter()
        for batch in batches:
            await sink.apply(batch)
        return 3 * messages / (time.perf_counter() - begun)


def _batches(messages: int, at_once: int, now: datetime) -> Iterator[Sequence[Receipt]]:
    """News of some messages at a time: all were sent, then delivered, then read."""
    each = max(1, at_once // len(NEWS))
    for first in range(1, messages + 1, each):
        numbers = range(first, min(first + each, messages + 1))
        yield [
            Receipt(f"{number}-1", status, now, session_id=str((number - 1) % SESSIONS + 1))
            for status in NEWS
            for number in numbers
        ]
