"""Who asked not to be written to."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.tables import contacts, suppressions
from brasa.store.upsert import insert_into

PHONE = "phone"


async def add(
    connection: AsyncConnection,
    organization_id: int,
    address: str,
    reason: str,
    at: datetime,
    kind: str = PHONE,
) -> bool:
    """Suppress an address; whether it was not suppressed before."""
    statement = (
        insert_into(connection, suppressions)
        .values(
            organization_id=organization_id,
            kind=kind,
            address=address,
            reason=reason,
            created_at=at,
        )
        .on_conflict_do_nothing()
    )
    return (await connection.execute(statement)).rowcount > 0


async def unreachable(connection: AsyncConnection, contact_ids: Collection[int]) -> dict[int, str]:
    """Who of these contacts may not be written to, by id: `opted_out` or `no_consent`."""
    query = (
        select(contacts.c.id, suppressions.c.address)
        .outerjoin(
            suppressions,
            and_(
                suppressions.c.organization_id == contacts.c.organization_id,
                suppressions.c.kind == contacts.c.kind,
                suppressions.c.address == contacts.c.address,
            ),
        )
        .where(
            contacts.c.id.in_(contact_ids),
            or_(suppressions.c.address.is_not(None), contacts.c.consent_at.is_(None)),
        )
    )
    return {
        row.id: "no_consent" if row.address is None else "opted_out"
        for row in await connection.execute(query)
    }
