"""Seats: the sessions of campaigns with what they did today."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.ramp import planned
from brasa.domain.seat import Seat
from brasa.domain.session import SessionState
from brasa.store.campaigns import Campaign
from brasa.store.chunks import chunked
from brasa.store.tables import campaign_days, campaign_sessions, session_days, sessions


async def seats_of(
    connection: AsyncConnection, campaigns: Collection[Campaign], now: datetime
) -> dict[int, list[Seat]]:
    """The seats of each campaign by campaign id, in the order the definition names them."""
    by_id = {campaign.id: campaign for campaign in campaigns}
    seats: dict[int, list[Seat]] = {campaign_id: [] for campaign_id in by_id}
    for day, ids in _by_day(campaigns, now).items():
        for chunk in chunked(ids):
            for row in await connection.execute(_select(day, chunk)):
                seats[row.campaign_id].append(_seat(row, by_id[row.campaign_id]))
    return seats


def _by_day(campaigns: Iterable[Campaign], now: datetime) -> dict[date, list[int]]:
    """At any moment it is one of two or three dates on Earth: so many queries, not one each."""
    days: dict[date, list[int]] = {}
    for campaign in campaigns:
        days.setdefault(campaign.day(now), []).append(campaign.id)
    return days


def _select(day: date, campaign_ids: Collection[int]) -> Any:
    own, all_ = campaign_days.c, session_days.c
    return (
        select(
            campaign_sessions,
            sessions.c.name,
            sessions.c.channel,
            sessions.c.enabled,
            sessions.c.connected,
            sessions.c.state,
            sessions.c.daily_cap,
            own.sent.label("sent_today"),
            own.open,
            own.internal,
            own.attempted,
            all_.attempted.label("session_attempted"),
        )
        .join(sessions, sessions.c.id == campaign_sessions.c.session_id)
        .outerjoin(
            campaign_days,
            and_(
                own.campaign_id == campaign_sessions.c.campaign_id,
                own.session_id == campaign_sessions.c.session_id,
                own.day == day,
            ),
        )
        .outerjoin(
            session_days,
            and_(all_.session_id == campaign_sessions.c.session_id, all_.day == day),
        )
        .where(campaign_sessions.c.campaign_id.in_(campaign_ids))
        .order_by(campaign_sessions.c.campaign_id, campaign_sessions.c.position)
    )


def _seat(row: Row[Any], campaign: Campaign) -> Seat:
    definition = campaign.definition
    target = definition.daily_target
    if definition.ramp is not None:
        target = min(target, planned(definition.ramp, row.ramp_step))
    return Seat(
        organization_id=row.organization_id,
        campaign_id=row.campaign_id,
        session_id=row.session_id,
        name=row.name,
        channel=row.channel,
        enabled=row.enabled,
        connected=row.connected,
        state=SessionState(row.state),
        target=target,
        campaign_cap=definition.session_cap,
        session_cap=row.daily_cap,
        sent=row.sent_today or 0,
        open=row.open or 0,
        internal=row.internal or 0,
        attempted=row.attempted or 0,
        session_attempted=row.session_attempted or 0,
        next_slot_at=row.next_slot_at,
        ramp_step=row.ramp_step,
    )
