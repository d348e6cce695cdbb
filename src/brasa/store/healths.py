"""`bot-health` as it was last measured."""

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache

import msgspec
from sqlalchemy import Text, func, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.clock import iso_ms
from brasa.domain.events import BotHealthData, HealthComponent, HealthComponents
from brasa.domain.health import Band, Component, Evidence, Health, Tally, score
from brasa.domain.session import SessionState
from brasa.store.tables import campaign_sessions, session_health, sessions
from brasa.store.types import Instant


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
            sessions.c.id,
            sessions.c.name,
            func.coalesce(session_health.c.measured_at, sessions.c.created_at, type_=Instant()),
            sessions.c.state,
            type_coerce(session_health.c.health, Text),
        )
        .join(sessions, sessions.c.id == campaign_sessions.c.session_id)
        .outerjoin(session_health, session_health.c.session_id == sessions.c.id)
        .where(campaign_sessions.c.organization_id == organization_id)
        .order_by(sessions.c.id, campaign_sessions.c.campaign_id)
    )
    if session_ids is not None:
        query = query.where(sessions.c.id.in_(session_ids))
    return [
        _told(_UNMEASURED if health is None else _stored(health), _STATES[state], *row)
        for *row, state, health in await connection.execute(query)
    ]


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
    return _told(_figures(health), state, organization_id, campaign_id, session_id, name, at)


class _Figures(msgspec.Struct, frozen=True):
    """What the wire says of a health, rounded."""

    score: float
    messages_per_day: float
    delivery_rate: float
    sigma: float
    band: Band
    evidence: Evidence
    components: HealthComponents


def _figures(health: Health) -> _Figures:
    return _Figures(
        score=health.score,
        messages_per_day=round(health.messages_per_day, 2),
        delivery_rate=round(health.delivery_rate, 2),
        sigma=round(health.sigma, 4),
        band=health.band,
        evidence=health.evidence,
        components=HealthComponents(
            delivery=_component(health.delivery),
            opt_out=_component(health.opt_out),
            volume=_component(health.volume),
        ),
    )


def _component(component: Component) -> HealthComponent:
    return HealthComponent(
        z=round(component.z, 4),
        observed=round(component.observed, 4),
        ideal=component.ideal,
        spread=component.spread,
    )


_STATES = {state.value: state for state in SessionState}
# A session that was never measured has done nothing: its score is that of no evidence.
_UNMEASURED = _figures(score(Tally()))
_decode = msgspec.json.Decoder(Health).decode


@lru_cache(maxsize=16_384)
def _stored(text: str) -> _Figures:
    """Most sessions have not changed since the last dashboard asked for them."""
    return _figures(_decode(text))


def _told(
    figures: _Figures,
    state: SessionState,
    organization_id: int,
    campaign_id: int,
    session_id: int,
    name: str,
    at: datetime,
) -> BotHealthData:
    return BotHealthData(
        organization_id=organization_id,
        campaign_id=str(campaign_id),
        session_id=str(session_id),
        session_name=name,
        health_score=figures.score,
        messages_per_day=figures.messages_per_day,
        delivery_rate=figures.delivery_rate,
        quality_sigma=figures.sigma,
        last_updated=iso_ms(at),
        band=figures.band.value,
        state=state.value,
        evidence=figures.evidence.value,
        components=figures.components,
    )
