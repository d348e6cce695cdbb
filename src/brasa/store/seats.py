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

_STATES = {state.value: state for state in SessionState}


async def seats_of(
    connection: AsyncConnection, of: Collection[Campaign], now: datetime
) -> dict[int, list[Seat]]:
    """The seats of each campaign by campaign id, in the order the definition names them."""
    by_id = {campaign.id: campaign for campaign in of}
    seats: dict[int, list[Seat]] = {campaign_id: [] for campaign_id in by_id}
    for day, ids in _by_day(of, now).items():
        for chunk in chunked(ids):
            for row in await connection.execute(_select(day, chunk)):
                seats[row[1]].append(_seat(by_id[row[1]], row))
    return seats


def _by_day(of: Iterable[Campaign], now: datetime) -> dict[date, list[int]]:
    """At any moment it is one of two or three dates on Earth: so many queries, not one each."""
    days: dict[date, list[int]] = {}
    for campaign in of:
        days.setdefault(campaign.day(now), []).append(campaign.id)
    return days


def _select(day: date, campaign_ids: Collection[int]) -> Any:
    """Rows for `_seat`, which takes their columns in this order."""
    seat, own, all_ = campaign_sessions.c, campaign_days.c, session_days.c
    return (
        select(
            *(seat.organization_id, seat.campaign_id, seat.session_id, seat.ramp_step),
            *(seat.next_slot_at, seat.tick_line),
            sessions.c.name,
            sessions.c.channel,
            type_coerce(sessions.c.settings, Text),
            *(sessions.c.enabled, sessions.c.connected, sessions.c.state, sessions.c.daily_cap),
            *(own.sent, own.open, own.internal, own.attempted),
            all_.attempted,
        )
        .join(sessions, sessions.c.id == seat.session_id)
        .outerjoin(
            campaign_days,
            and_(
                own.campaign_id == seat.campaign_id,
                own.session_id == seat.session_id,
                own.day == day,
            ),
        )
        .outerjoin(
            session_days,
            and_(all_.session_id == seat.session_id, all_.day == day),
        )
        .where(seat.campaign_id.in_(campaign_ids))
        .order_by(seat.campaign_id, seat.position)
    )


def _seat(campaign: Campaign, row: AnyRow) -> Seat:
    organization_id, campaign_id, session_id, ramp_step, next_slot_at, tick_line = row[:6]
    name, channel, settings, enabled, connected, state, daily_cap = row[6:13]
    sent, open_, internal, attempted, session_attempted = row[13:]
    definition = campaign.definition
    target = definition.daily_target
    if definition.ramp is not None:
        step_cap = planned(definition.ramp, ramp_step)
        target = target if step_cap is None else min(target, step_cap)
    return Seat(
        organization_id=organization_id,
        campaign_id=campaign_id,
        session_id=session_id,
        name=name,
        channel=channel,
        settings=settings,
        enabled=enabled,
        connected=connected,
        state=_STATES[state],
        target=target,
        campaign_cap=definition.session_cap,
        session_cap=daily_cap,
        sent=sent or 0,
        open=open_ or 0,
        internal=internal or 0,
        attempted=attempted or 0,
        session_attempted=session_attempted or 0,
        next_slot_at=next_slot_at,
        ramp_step=ramp_step,
        day_zone=campaign.day_zone,
        tick_line=tick_line,
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
