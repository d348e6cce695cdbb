"""Sessions as dashboards show them: with today's counts, health and campaigns."""

from collections.abc import Collection
from datetime import date, datetime

import msgspec
from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.health import Health, Tally, score
from brasa.errors import NotFound
from brasa.store.tables import campaign_sessions, campaigns, session_days, session_health, sessions


class SessionView(msgspec.Struct, frozen=True, kw_only=True):
    """A session today. `cap` is its daily cap or the most that was planned for today.

    `campaigns` are (id, name). A session that was never measured has the score of no evidence, as
    of `measured_at` when it was made.
    """

    id: int
    organization_id: int
    name: str
    channel: str
    address: str
    enabled: bool
    connected: bool
    state: str
    state_reason: str
    state_since: datetime
    held_until: datetime | None
    sent: int
    cap: int | None
    health: Health
    measured_at: datetime
    campaigns: list[tuple[int, str]]


async def session_views(
    connection: AsyncConnection,
    organization_id: int,
    today: date,
    session_ids: Collection[int] | None = None,
) -> list[SessionView]:
    """The sessions of an organization, the oldest first: all, or those named."""
    s, d = sessions.c, session_days.c
    statement = (
        select(
            sessions,
            *(d.sent_internal, d.sent_external, d.cap),
            *(session_health.c.health, session_health.c.measured_at),
        )
        .outerjoin(session_days, and_(d.session_id == s.id, d.day == today))
        .outerjoin(session_health, session_health.c.session_id == s.id)
        .where(s.organization_id == organization_id)
        .order_by(s.id)
    )
    if session_ids is not None:
        statement = statement.where(s.id.in_(session_ids))
    in_campaigns = await _campaigns(connection, organization_id, session_ids)
    return [
        SessionView(
            id=row.id,
            organization_id=row.organization_id,
            name=row.name,
            channel=row.channel,
            address=row.address,
            enabled=row.enabled,
            connected=row.connected,
            state=row.state,
            state_reason=row.state_reason,
            state_since=row.state_since,
            held_until=row.held_until,
            sent=(row.sent_internal or 0) + (row.sent_external or 0),
            cap=row.daily_cap if row.daily_cap is not None else row.cap,
            health=score(Tally()) if row.health is None else msgspec.convert(row.health, Health),
            measured_at=row.measured_at or row.created_at,
            campaigns=in_campaigns.get(row.id, []),
        )
        for row in await connection.execute(statement)
    ]


async def session_view(
    connection: AsyncConnection, organization_id: int, today: date, session_id: int
) -> SessionView:
    """One session. Raises NotFound."""
    for found in await session_views(connection, organization_id, today, [session_id]):
        return found
    raise NotFound("A sessão {id} não existe", id=session_id)


async def _campaigns(
    connection: AsyncConnection, organization_id: int, session_ids: Collection[int] | None
) -> dict[int, list[tuple[int, str]]]:
    c = campaign_sessions.c
    statement = (
        select(c.session_id, campaigns.c.id, campaigns.c.name)
        .join(campaigns, campaigns.c.id == c.campaign_id)
        .where(c.organization_id == organization_id)
        .order_by(campaigns.c.id)
    )
    if session_ids is not None:
        statement = statement.where(c.session_id.in_(session_ids))
    found: dict[int, list[tuple[int, str]]] = {}
    for session_id, campaign_id, name in await connection.execute(statement):
        found.setdefault(session_id, []).append((campaign_id, name))
    return found
