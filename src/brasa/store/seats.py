"""Seats: the sessions of campaigns with what they did today."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, String, Text, and_, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.ramp import planned
from brasa.domain.seat import Seat
from brasa.domain.session import SessionState
from brasa.store.batch import Columns, batch_table, batch_values
from brasa.store.campaigns import Campaign
from brasa.store.chunks import chunked
from brasa.store.logs import Line
from brasa.store.tables import campaign_days, campaign_sessions, campaigns, session_days, sessions
from brasa.store.types import AnyRow, Instant


async def seats_of(
    connection: AsyncConnection, of: Collection[Campaign], now: datetime
) -> dict[int, list[Seat]]:
    """The seats of each campaign by campaign id, in the order the definition names them."""
    by_id = {campaign.id: campaign for campaign in of}
    seats: dict[int, list[Seat]] = {campaign_id: [] for campaign_id in by_id}
    for day, ids in _by_day(of, now).items():
        for chunk in chunked(ids):
            for row in await connection.execute(_select(day, chunk)):
                seats[row.campaign_id].append(_seat(row, by_id[row.campaign_id]))
    return seats


def _by_day(of: Iterable[Campaign], now: datetime) -> dict[date, list[int]]:
    """At any moment it is one of two or three dates on Earth: so many queries, not one each."""
    days: dict[date, list[int]] = {}
    for campaign in of:
        days.setdefault(campaign.day(now), []).append(campaign.id)
    return days


def _select(day: date, campaign_ids: Collection[int]) -> Any:
    own, all_ = campaign_days.c, session_days.c
    return (
        select(
            campaign_sessions,
            sessions.c.name,
            sessions.c.channel,
            type_coerce(sessions.c.settings, Text).label("settings_text"),
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


def _seat(row: AnyRow, campaign: Campaign) -> Seat:
    definition = campaign.definition
    target = definition.daily_target
    step_cap = planned(definition.ramp, row.ramp_step)
    if step_cap is not None:
        target = min(target, step_cap)
    return Seat(
        organization_id=row.organization_id,
        campaign_id=row.campaign_id,
        session_id=row.session_id,
        name=row.name,
        channel=row.channel,
        settings=row.settings_text,
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
        day_zone=campaign.day_zone,
        tick_line=row.tick_line,
    )


_MOVE: Columns = {
    "campaign_id": BigInteger(),
    "session_id": BigInteger(),
    "next_slot_at": Instant(),
}


async def move_next_slots(
    connection: AsyncConnection, moves: Sequence[tuple[Seat, datetime]]
) -> None:
    """Remember where the next tick goes on for each seat."""
    if not moves:
        return
    batch = batch_table(connection.dialect.name, _MOVE)
    statement = (
        update(campaign_sessions)
        .where(
            campaign_sessions.c.campaign_id == batch.c.campaign_id,
            campaign_sessions.c.session_id == batch.c.session_id,
        )
        .values(next_slot_at=batch.c.next_slot_at)
    )
    rows = [(seat.campaign_id, seat.session_id, at) for seat, at in moves]
    await connection.execute(statement, batch_values(connection, _MOVE, rows))


_LINE: Columns = {"campaign_id": BigInteger(), "session_id": BigInteger(), "message": String()}


async def remember_lines(connection: AsyncConnection, lines: Sequence[Line]) -> None:
    """Remember which lines were stored last, for a campaign and for each of its seats."""
    if not lines:
        return
    batch = batch_table(connection.dialect.name, _LINE)
    rows = [(line.campaign_id, line.session_id, line.message) for line in lines]
    values = batch_values(connection, _LINE, rows)
    await connection.execute(
        update(campaign_sessions)
        .where(
            campaign_sessions.c.campaign_id == batch.c.campaign_id,
            campaign_sessions.c.session_id == batch.c.session_id,
        )
        .values(tick_line=batch.c.message),
        values,
    )
    await connection.execute(
        update(campaigns)
        .where(campaigns.c.id == batch.c.campaign_id, batch.c.session_id.is_(None))
        .values(tick_line=batch.c.message),
        values,
    )
