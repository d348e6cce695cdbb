"""The organization's cap: unique recipients in any rolling 24 hours."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.locks import KEEPING_KEYS
from brasa.store.tables import organizations, recent_recipients
from brasa.store.upsert import insert_into

# A message leaves after its place was taken, at the latest when its worker's lease ends. The place
# is kept so much longer, that no 24 hours of the provider's clock hold more than the cap.
WINDOW = timedelta(hours=24, minutes=1)


async def reserve(
    connection: AsyncConnection, organization_id: int, contact_ids: Collection[int], now: datetime
) -> set[int]:
    """Who of these contacts may be written to under the cap; their places are taken.

    The organization's row is locked until the transaction ends, so that two workers never give
    away the same place. A place is not returned when a message fails: a cap errs to the safe side.
    """
    await forget_old(connection, organization_id, now)
    organization = (
        await connection.execute(
            select(organizations.c.recipient_cap, organizations.c.recipients_24h)
            .where(organizations.c.id == organization_id)
            .with_for_update(**KEEPING_KEYS)
        )
    ).one()
    if organization.recipient_cap is None:
        return set(contact_ids)
    # Two campaigns may write to somebody in the same commit: that is one recipient.
    wanted = list(dict.fromkeys(contact_ids))
    known = await _known(connection, organization_id, wanted)
    free = max(0, organization.recipient_cap - organization.recipients_24h)
    new = [contact for contact in wanted if contact not in known][:free]
    await _remember(connection, organization_id, [*known, *new], len(new), now)
    return known | set(new)


async def capped(connection: AsyncConnection) -> list[int]:
    """Organizations that have a cap."""
    query = select(organizations.c.id).where(organizations.c.recipient_cap.is_not(None))
    return list((await connection.execute(query.order_by(organizations.c.id))).scalars())


async def forget_old(connection: AsyncConnection, organization_id: int, now: datetime) -> None:
    """Free the places of those last written to more than 24 hours ago."""
    # The lock is taken first and always in this order: organization, then its recipients.
    await connection.execute(
        select(organizations.c.id)
        .where(organizations.c.id == organization_id)
        .with_for_update(**KEEPING_KEYS)
    )
    statement = delete(recent_recipients).where(
        recent_recipients.c.organization_id == organization_id,
        recent_recipients.c.last_sent_at <= now - WINDOW,
    )
    freed = (await connection.execute(statement)).rowcount
    if freed:
        await _count(connection, organization_id, -freed)


async def _known(
    connection: AsyncConnection, organization_id: int, contact_ids: Collection[int]
) -> set[int]:
    query = select(recent_recipients.c.contact_id).where(
        recent_recipients.c.organization_id == organization_id,
        recent_recipients.c.contact_id.in_(contact_ids),
    )
    return set((await connection.execute(query)).scalars())


async def _remember(
    connection: AsyncConnection,
    organization_id: int,
    contact_ids: Collection[int],
    new: int,
    now: datetime,
) -> None:
    if not contact_ids:
        return
    statement = insert_into(connection, recent_recipients)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["organization_id", "contact_id"], set_={"last_sent_at": now}
        ),
        [
            {"organization_id": organization_id, "contact_id": contact, "last_sent_at": now}
            for contact in contact_ids
        ],
    )
    await _count(connection, organization_id, new)


async def _count(connection: AsyncConnection, organization_id: int, by: int) -> None:
    await connection.execute(
        update(organizations)
        .where(organizations.c.id == organization_id)
        .values(recipients_24h=organizations.c.recipients_24h + by)
    )
