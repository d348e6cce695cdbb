"""`bot-health` as it was last measured."""

from collections.abc import Collection
from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.clock import iso_ms
from brasa.domain.events import BotHealthData, HealthComponent, HealthComponents
from brasa.domain.health import Component, Health, Tally, score
from brasa.domain.session import SessionState
from brasa.store.tables import campaign_sessions, session_health, sessions
from brasa.store.types import AnyRow


async def bot_healths(
    connection: AsyncConnection,
    organization_id: int,
    session_ids: Collection[int] | None = None,
) -> list[BotHealthData]:
    """The health of an organization's sessions, once for each campaign a session is in."""
    query = (
        select(
            campaign_sessions.c.organization_id,
            campaign_sessions.c.campaign_id,
            sessions.c.id.label("session_id"),
            sessions.c.name,
            sessions.c.state,
            sessions.c.created_at,
            session_health.c.health,
            session_health.c.measured_at,
        )
        .join(sessions, sessions.c.id == campaign_sessions.c.session_id)
        .outerjoin(session_health, session_health.c.session_id == sessions.c.id)
        .where(campaign_sessions.c.organization_id == organization_id)
        .order_by(sessions.c.id, campaign_sessions.c.campaign_id)
    )
    if session_ids is not None:
        query = query.where(sessions.c.id.in_(session_ids))
    return [_stored(row) for row in await connection.execute(query)]


def bot_health(
    organization_id: int,
    campaign_id: int,
    session_id: int,
    name: str,
    health: Health,
    state: SessionState,
    at: datetime,
) -> BotHealthData:
    """Put together what the wire says of a session in a campaign."""
    return BotHealthData(
        organization_id=organization_id,
        campaign_id=str(campaign_id),
        session_id=str(session_id),
        session_name=name,
        health_score=health.score,
        messages_per_day=round(health.messages_per_day, 2),
        delivery_rate=round(health.delivery_rate, 2),
        quality_sigma=round(health.sigma, 4),
        last_updated=iso_ms(at),
        band=health.band.value,
        state=state.value,
        evidence=health.evidence.value,
        components=HealthComponents(
            delivery=_component(health.delivery),
            opt_out=_component(health.opt_out),
            volume=_component(health.volume),
        ),
    )


def _stored(row: AnyRow) -> BotHealthData:
    # A session that was never measured has done nothing: its score is that of no evidence.
    health = score(Tally()) if row.health is None else msgspec.convert(row.health, Health)
    return bot_health(
        row.organization_id,
        row.campaign_id,
        row.session_id,
        row.name,
        health,
        SessionState(row.state),
        row.measured_at or row.created_at,
    )


def _component(component: Component) -> HealthComponent:
    return HealthComponent(
        z=round(component.z, 4),
        observed=round(component.observed, 4),
        ideal=component.ideal,
        spread=component.spread,
    )
