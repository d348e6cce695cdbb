"""What health is judged by, for the sessions that have changed."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import BigInteger, Float, Select, Update, and_, false, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.campaign import CampaignStatus, StatusReason
from brasa.domain.condition import QUARANTINE, Recent
from brasa.domain.health import Health, Tally
from brasa.domain.session import SessionState
from brasa.store.batch import Columns, batch_table, batch_values
from brasa.store.campaigns import Campaign, some
from brasa.store.seats import seats_of
from brasa.store.tables import (
    campaign_sessions,
    health_points,
    organizations,
    session_days,
    session_health,
    sessions,
)
from brasa.store.types import Instant, Json
from brasa.store.upsert import insert_into


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """A session to be measured, with what it did within the window."""

    id: int
    organization_id: int
    name: str
    language: str
    zone: ZoneInfo
    state: SessionState
    state_reason: str
    state_since: datetime
    held_until: datetime | None
    released_at: datetime | None
    recent: Recent
    score: float | None
    tally: Tally
    campaigns: Sequence[Campaign]
    planned: int


async def take_changed(connection: AsyncConnection, most: int, after: int = 0) -> list[int]:
    """Sessions above `after` with something new to judge, lowest first; marked as looked at before
    they are read, so that what changes from now on is looked at next time."""
    changed = (
        select(session_health.c.session_id)
        .where(session_health.c.changed, session_health.c.session_id > after)
        .order_by(session_health.c.session_id)
        .limit(most)
    )
    statement = (
        update(session_health)
        .where(session_health.c.session_id.in_(changed.scalar_subquery()))
        .values(changed=false())
        .returning(session_health.c.session_id)
    )
    return sorted((await connection.execute(statement)).scalars())


async def mark_ripe(connection: AsyncConnection, now: datetime) -> None:
    """Have sessions measured whose hold or quarantine is over by time alone."""
    ripe = select(sessions.c.id).where(
        or_(
            and_(sessions.c.state == SessionState.HELD, sessions.c.held_until <= now),
            and_(
                sessions.c.state == SessionState.QUARANTINED,
                sessions.c.state_since <= now - QUARANTINE,
            ),
        )
    )
    await connection.execute(
        update(session_health)
        .where(session_health.c.session_id.in_(ripe.scalar_subquery()))
        .values(changed=True)
    )


async def subjects(
    connection: AsyncConnection, ids: Collection[int], now: datetime, window_days: int
) -> list[Subject]:
    """All that judging these sessions needs, in a handful of queries."""
    rows = list(await connection.execute(_select(ids)))
    days = {row.id: now.astimezone(ZoneInfo(row.timezone)).date() for row in rows}
    tallies = await _tallies(connection, days, window_days)
    in_campaigns = await _campaigns(connection, ids)
    all_campaigns = {c.id: c for found in in_campaigns.values() for c in found}
    planned = await _planned(connection, list(all_campaigns.values()), now)
    found = []
    for row in rows:
        plan = planned.get(row.id, 0)
        plan = plan if row.daily_cap is None else min(plan, row.daily_cap)
        tally, largest = tallies.get(row.id, (Tally(), 0))
        found.append(
            Subject(
                id=row.id,
                organization_id=row.organization_id,
                name=row.name,
                language=row.language,
                zone=ZoneInfo(row.timezone),
                state=SessionState(row.state),
                state_reason=row.state_reason,
                state_since=row.state_since,
                held_until=row.held_until,
                released_at=row.released_at,
                recent=Recent(row.outcomes.count("0"), len(row.outcomes)),
                score=row.score,
                # Judged by the largest plan of the window: a target that was lowered today does
                # not turn what was right last week into too much.
                tally=msgspec.structs.replace(tally, cap=max(plan, largest)),
                campaigns=in_campaigns.get(row.id, []),
                planned=plan,
            )
        )
    return found


def _select(ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            sessions.c.id,
            sessions.c.organization_id,
            sessions.c.name,
            sessions.c.state,
            sessions.c.state_reason,
            sessions.c.state_since,
            sessions.c.held_until,
            sessions.c.released_at,
            sessions.c.daily_cap,
            organizations.c.language,
            organizations.c.timezone,
            session_health.c.outcomes,
            session_health.c.score,
        )
        .join(organizations, organizations.c.id == sessions.c.organization_id)
        .join(session_health, session_health.c.session_id == sessions.c.id)
        .where(sessions.c.id.in_(ids))
    )


async def _tallies(
    connection: AsyncConnection, days: dict[int, date], window_days: int
) -> dict[int, tuple[Tally, int]]:
    """Sums over the window that ends today, and the largest plan in it, by session."""
    columns = session_days.c
    by_day: dict[date, list[int]] = {}
    for session_id, day in days.items():
        by_day.setdefault(day, []).append(session_id)
    tallies: dict[int, tuple[Tally, int]] = {}
    for day, ids in by_day.items():
        query = (
            select(
                columns.session_id,
                func.sum(columns.finished_external),
                func.sum(columns.delivered_external),
                func.sum(columns.finished_internal),
                func.sum(columns.delivered_internal),
                func.sum(columns.opted_out),
                func.sum(columns.sent_internal + columns.sent_external),
                func.count(),
                func.max(columns.cap),
            )
            .where(
                columns.session_id.in_(ids),
                columns.day > day - timedelta(days=window_days),
                columns.day <= day,
            )
            .group_by(columns.session_id)
        )
        for session_id, *sums, largest in await connection.execute(query):
            tallies[session_id] = (Tally(*sums), largest or 0)
    return tallies


async def _campaigns(
    connection: AsyncConnection, ids: Collection[int]
) -> dict[int, list[Campaign]]:
    columns = campaign_sessions.c
    query = select(columns.session_id, columns.campaign_id).where(columns.session_id.in_(ids))
    pairs = [(row.session_id, row.campaign_id) for row in await connection.execute(query)]
    found = {c.id: c for c in await some(connection, None, {c for _, c in pairs})}
    by_session: dict[int, list[Campaign]] = {}
    for session_id, campaign_id in pairs:
        by_session.setdefault(session_id, []).append(found[campaign_id])
    return by_session


async def _planned(
    connection: AsyncConnection, of: Sequence[Campaign], now: datetime
) -> dict[int, int]:
    """What today's plan asks of each session, over its running campaigns, whatever its state."""
    running = [
        campaign
        for campaign in of
        if campaign.status is not CampaignStatus.STOPPED
        and campaign.reason is not StatusReason.NOT_STARTED
    ]
    planned: dict[int, int] = {}
    for seats in (await seats_of(connection, running, now)).values():
        for seat in seats:
            planned[seat.session_id] = planned.get(seat.session_id, 0) + seat.planned
    return planned


_MEASURED: Columns = {
    "session_id": BigInteger(),
    "score": Float(),
    "health": Json(),
    "measured_at": Instant(),
}


async def store_health(
    connection: AsyncConnection,
    measured: Sequence[tuple[Subject, Health, SessionState]],
    now: datetime,
) -> None:
    """Write scores down, and each as the point of its hour."""
    if not measured:
        return
    rows = [(subject.id, health.score, health, now) for subject, health, _ in measured]
    await connection.execute(
        _store(connection.dialect.name), batch_values(connection, _MEASURED, rows)
    )
    point = insert_into(connection, health_points)
    await connection.execute(
        point.on_conflict_do_update(
            index_elements=["session_id", "hour"],
            set_={"state": point.excluded.state, "health": point.excluded.health},
        ),
        _points(measured, now),
    )


async def add_points(
    connection: AsyncConnection,
    measured: Sequence[tuple[Subject, Health, SessionState]],
    at: datetime,
) -> None:
    """Write points of the past, where there are none for that hour."""
    if measured:
        point = insert_into(connection, health_points).on_conflict_do_nothing()
        await connection.execute(point, _points(measured, at))


def _points(
    measured: Sequence[tuple[Subject, Health, SessionState]], at: datetime
) -> list[dict[str, Any]]:
    hour = at.replace(minute=0, second=0, microsecond=0)
    return [
        {
            "session_id": subject.id,
            "hour": hour,
            "organization_id": subject.organization_id,
            "state": state,
            "health": health,
        }
        for subject, health, state in measured
    ]


@cache
def _store(dialect: str) -> Update:
    batch = batch_table(dialect, _MEASURED)
    return (
        update(session_health)
        .where(session_health.c.session_id == batch.c.session_id)
        .values(score=batch.c.score, health=batch.c.health, measured_at=batch.c.measured_at)
    )
