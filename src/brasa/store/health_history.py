"""How a session's health has gone: hourly points and changes of state."""

from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.health import Health
from brasa.store.tables import health_points, session_changes


class HealthPoint(msgspec.Struct, frozen=True):
    """A session's health as it stood at the end of the hour that began at `hour`."""

    hour: datetime
    state: str
    health: Health


class StateChange(msgspec.Struct, frozen=True):
    """When a session left one state for another, and why."""

    at: datetime
    from_state: str
    to_state: str
    reason: str


async def health_history(
    connection: AsyncConnection, organization_id: int, session_id: int, since: datetime
) -> list[HealthPoint]:
    """The hourly points from `since` on, oldest first."""
    c = health_points.c
    statement = (
        select(c.hour, c.state, c.health)
        .where(c.session_id == session_id, c.organization_id == organization_id, c.hour >= since)
        .order_by(c.hour)
    )
    return [
        HealthPoint(hour, state, msgspec.convert(health, Health))
        for hour, state, health in await connection.execute(statement)
    ]


async def last_changes(
    connection: AsyncConnection, organization_id: int, session_id: int, most: int
) -> list[StateChange]:
    """The last changes of state, newest first."""
    c = session_changes.c
    statement = (
        select(c.at, c.from_state, c.to_state, c.reason)
        .where(c.session_id == session_id, c.organization_id == organization_id)
        .order_by(c.id.desc())
        .limit(most)
    )
    return [StateChange(*row) for row in await connection.execute(statement)]
