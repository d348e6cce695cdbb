"""What a session is judged by: what it did within the window, and what was asked of it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.campaign import CampaignStatus, StatusReason
from brasa.domain.condition import Recent
from brasa.domain.health import Tally
from brasa.domain.pacing import planned_cap
from brasa.domain.ramp import planned
from brasa.domain.session import SessionState
from brasa.store.batch import among, among_values
from brasa.store.campaigns import Campaign, some
from brasa.store.tables import (
    campaign_sessions,
    organizations,
    session_health,
    sessions,
)
from brasa.store.tallies import windows_of


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """A session to be measured, with what it did within the window.

    `plan` is what today, `day`, asks of it; `planned` what is on record for that.
    """

    id: int
    organization_id: int
    name: str
    language: str
    state: SessionState
    state_reason: str
    state_since: datetime
    held_until: datetime | None
    released_at: datetime | None
    recent: Recent
    score: float | None
    tally: Tally
    day: date
    plan: int
    planned: int
    campaigns: Sequence[Campaign]


class _Place(msgspec.Struct, frozen=True):
    """A session's part in a campaign, and the step of its ramp."""

    campaign: Campaign
    ramp_step: int


async def subjects(
    connection: AsyncConnection, ids: Collection[int], now: datetime, window_days: int
) -> list[Subject]:
    """All that judging these sessions needs, in a handful of queries."""
    dialect = connection.dialect.name
    rows = (await connection.execute(_sessions(dialect), among_values(connection, ids))).all()
    zones = {row.id: row.timezone for row in rows}
    windows = await windows_of(connection, zones, now, window_days)
    places = await _places(connection, ids)
    found = []
    for row in rows:
        mine = places.get(row.id, [])
        plan = _plan(mine, row.daily_cap)
        window = windows[row.id]
        found.append(
            Subject(
                id=row.id,
                organization_id=row.organization_id,
                name=row.name,
                language=row.language,
                state=_STATES[row.state],
                state_reason=row.state_reason,
                state_since=row.state_since,
                held_until=row.held_until,
                released_at=row.released_at,
                recent=Recent(row.outcomes.count("0"), len(row.outcomes)),
                score=row.score,
                # Judged by the largest plan of the window: a target that was lowered today does
                # not turn what was right last week into too much.
                tally=msgspec.structs.replace(window.tally, cap=max(plan, window.largest)),
                day=window.day,
                plan=plan,
                planned=window.planned,
                campaigns=[place.campaign for place in mine],
            )
        )
    return found


_STATES = {state.value: state for state in SessionState}


@cache
def _sessions(dialect: str) -> Select[Any]:
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
        .where(among(dialect, sessions.c.id))
    )


async def _places(connection: AsyncConnection, ids: Collection[int]) -> dict[int, list[_Place]]:
    """The campaigns of each session."""
    statement, values = _seats(connection.dialect.name), among_values(connection, ids)
    rows = (await connection.execute(statement, values)).all()
    found = {c.id: c for c in await some(connection, None, {row.campaign_id for row in rows})}
    places: dict[int, list[_Place]] = {}
    for session_id, campaign_id, ramp_step in rows:
        places.setdefault(session_id, []).append(_Place(found[campaign_id], ramp_step))
    return places


@cache
def _seats(dialect: str) -> Select[Any]:
    columns = campaign_sessions.c
    return select(columns.session_id, columns.campaign_id, columns.ramp_step).where(
        among(dialect, columns.session_id)
    )


def _plan(places: Sequence[_Place], daily_cap: int | None) -> int:
    """What today's plan asks of a session, over its running campaigns, whatever its state."""
    plan = 0
    for place in places:
        campaign, definition = place.campaign, place.campaign.definition
        if campaign.status is CampaignStatus.STOPPED or campaign.reason is StatusReason.NOT_STARTED:
            continue
        target = planned_cap(
            definition.daily_target, planned(definition.ramp, place.ramp_step), daily_cap
        )
        plan += planned_cap(target, None, definition.session_cap)
    return plan if daily_cap is None else min(plan, daily_cap)
