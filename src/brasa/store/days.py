"""Today's counts against the daily caps."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.locks import take_turns
from brasa.store.tables import campaign_days, session_days


async def session_attempts(
    connection: AsyncConnection, keys: Collection[tuple[int, date]]
) -> dict[tuple[int, date], int]:
    """Attempts by (session, day), over all campaigns.

    Two workers that both want to know send for the same session one after the other: the second
    one sees what the first has counted.
    """
    columns = session_days.c
    ids = {session for session, _ in keys}
    await take_turns(connection, ids)
    query = select(columns.session_id, columns.day, columns.attempted).where(
        columns.session_id.in_(ids), columns.day.in_({day for _, day in keys})
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
