"""What a new local day begins with."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import BigInteger, and_, func, literal, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.batch import Columns, batch_table, batch_values
from brasa.store.locks import KEEPING_KEYS
from brasa.store.tables import (
    campaign_days,
    campaign_sessions,
    organizations,
    session_days,
    sessions,
)
from brasa.store.upsert import insert_into


class Yesterday(msgspec.Struct, frozen=True):
    """What a seat sent on the last day before today on which it was planned for."""

    campaign_id: int
    session_id: int
    sent: int


async def unopened(connection: AsyncConnection, now: datetime) -> list[tuple[int, date]]:
    """Organizations whose local day has begun and was not opened yet, with that day."""
    columns = organizations.c
    rows = await connection.execute(select(columns.id, columns.timezone, columns.today))
    found = []
    for row in rows:
        day = now.astimezone(ZoneInfo(row.timezone)).date()
        # A clock that was set back does not open a day again.
        if row.today is None or row.today < day:
            found.append((row.id, day))
    return found


async def last_opened(connection: AsyncConnection, organization_id: int) -> date | None:
    """The day that was opened last; nobody opens another until the transaction ends."""
    query = select(organizations.c.today).where(organizations.c.id == organization_id)
    opened: date | None = (
        await connection.execute(query.with_for_update(**KEEPING_KEYS))
    ).scalar_one()
    return opened


async def open_day(connection: AsyncConnection, organization_id: int, day: date) -> bool:
    """Give each enabled session its row of the day; False when another planner was first."""
    claim = (
        update(organizations)
        .where(
            organizations.c.id == organization_id,
            (organizations.c.today.is_(None)) | (organizations.c.today < day),
        )
        .values(today=day)
    )
    if (await connection.execute(claim)).rowcount == 0:
        return False
    rows = select(sessions.c.id, literal(day), sessions.c.organization_id).where(
        sessions.c.organization_id == organization_id, sessions.c.enabled == true()
    )
    statement = insert_into(connection, session_days).from_select(
        ["session_id", "day", "organization_id"], rows
    )
    await connection.execute(statement.on_conflict_do_nothing())
    return True


async def last_days(
    connection: AsyncConnection,
    organization_id: int,
    campaign_ids: Collection[int],
    since: date | None,
    day: date,
) -> list[Yesterday]:
    """What each seat of these campaigns sent on its last day before `day`, not before `since`."""
    columns = campaign_days.c
    last = (
        select(columns.campaign_id, columns.session_id, func.max(columns.day).label("day"))
        .where(
            columns.organization_id == organization_id,
            columns.campaign_id.in_(campaign_ids),
            columns.day < day,
            *((columns.day >= since,) if since is not None else ()),
        )
        .group_by(columns.campaign_id, columns.session_id)
        .subquery()
    )
    query = select(columns.campaign_id, columns.session_id, columns.sent).join(
        last,
        and_(
            last.c.campaign_id == columns.campaign_id,
            last.c.session_id == columns.session_id,
            last.c.day == columns.day,
        ),
    )
    return [Yesterday(*row) for row in await connection.execute(query)]


_STEP: Columns = {
    "campaign_id": BigInteger(),
    "session_id": BigInteger(),
    "ramp_step": BigInteger(),
}


async def set_steps(connection: AsyncConnection, steps: Sequence[tuple[int, int, int]]) -> None:
    """Put seats on ramp steps: (campaign, session, step)."""
    if not steps:
        return
    batch = batch_table(connection.dialect.name, _STEP)
    statement = (
        update(campaign_sessions)
        .where(
            campaign_sessions.c.campaign_id == batch.c.campaign_id,
            campaign_sessions.c.session_id == batch.c.session_id,
        )
        .values(ramp_step=batch.c.ramp_step)
    )
    await connection.execute(statement, batch_values(connection, _STEP, steps))
