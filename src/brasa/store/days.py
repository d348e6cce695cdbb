"""Today's counts against the daily caps."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.tables import campaign_days, session_days
from brasa.store.upsert import insert_into


async def session_attempts(
    connection: AsyncConnection, keys: Collection[tuple[int, int, date]]
) -> dict[tuple[int, date], int]:
    """Attempts by (session, day), over all campaigns, for (organization, session, day).

    The rows are locked until the transaction ends, and made first where they are missing: a row
    that is not there cannot be locked, and two workers would both count from nothing.
    """
    columns = session_days.c
    await connection.execute(
        insert_into(connection, session_days).on_conflict_do_nothing(),
        [
            {"organization_id": organization, "session_id": session, "day": day}
            for organization, session, day in sorted(keys)
        ],
    )
    query = (
        select(columns.session_id, columns.day, columns.attempted)
        .where(
            columns.session_id.in_({session for _, session, _ in keys}),
            columns.day.in_({day for _, _, day in keys}),
        )
        .order_by(columns.session_id, columns.day)
        .with_for_update()
    )
    return {(row.session_id, row.day): row.attempted for row in await connection.execute(query)}


async def seat_attempts(
    connection: AsyncConnection, keys: Collection[tuple[int, int, date]]
) -> dict[tuple[int, int, date], int]:
    """Attempts by (campaign, session, day)."""
    columns = campaign_days.c
    query = select(columns.campaign_id, columns.session_id, columns.day, columns.attempted).where(
        columns.campaign_id.in_({campaign for campaign, _, _ in keys}),
        columns.session_id.in_({session for _, session, _ in keys}),
        columns.day.in_({day for _, _, day in keys}),
    )
    return {
        (row.campaign_id, row.session_id, row.day): row.attempted
        for row in await connection.execute(query)
    }
