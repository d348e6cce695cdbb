"""Who asked not to be written to."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.contacts import PHONE
from brasa.store.tables import suppressions
from brasa.store.upsert import insert_into


async def add(
    connection: AsyncConnection, organization_id: int, address: str, reason: str, at: datetime
) -> bool:
    """Suppress an address; whether it was not suppressed before."""
    statement = (
        insert_into(connection, suppressions)
        .values(
            organization_id=organization_id,
            kind=PHONE,
            address=address,
            reason=reason,
            created_at=at,
        )
        .on_conflict_do_nothing()
    )
    return (await connection.execute(statement)).rowcount > 0
