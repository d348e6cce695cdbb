"""Events left by a process without dashboards (a command) for one that has them."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.tables import outbox


class Entry(msgspec.Struct, frozen=True):
    """One event as it lies in the outbox; `payload` is JSON."""

    organization_id: int
    event: str
    payload: bytes


async def append(connection: AsyncConnection, entries: Sequence[Entry], at: datetime) -> None:
    """Leave events, in order."""
    await connection.execute(
        insert(outbox),
        [
            {
                "organization_id": entry.organization_id,
                "event": entry.event,
                "payload": entry.payload.decode(),
                "created_at": at,
            }
            for entry in entries
        ],
    )


async def is_empty(connection: AsyncConnection) -> bool:
    """Whether nobody left anything."""
    return (await connection.execute(select(outbox.c.id).limit(1))).first() is None


async def take(connection: AsyncConnection, most: int) -> list[Entry]:
    """Remove and return the oldest entries, at most `most`."""
    oldest = select(outbox.c.id).order_by(outbox.c.id).limit(most)
    statement = (
        delete(outbox)
        .where(outbox.c.id.in_(oldest))
        .returning(outbox.c.id, outbox.c.organization_id, outbox.c.event, outbox.c.payload)
    )
    rows = sorted((await connection.execute(statement)).all())
    return [
        Entry(organization, event, payload.encode()) for _, organization, event, payload in rows
    ]
