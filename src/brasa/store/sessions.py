"""Sessions: messaging accounts, and what a person changes about them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.session import SessionState
from brasa.store.tables import session_health, sessions


class Session(msgspec.Struct, frozen=True):
    """A session as people manage it; `score` is None until it is measured."""

    session_id: int
    organization_id: int
    name: str
    channel: str
    address: str
    enabled: bool
    connected: bool
    daily_cap: int | None
    state: SessionState
    state_reason: str
    score: float | None = None


class NewSession(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person says to add one; `settings` are its channel's and may hold secrets."""

    name: str
    channel: str = "simulator"
    address: str = ""
    daily_cap: int | None = None
    enabled: bool = True
    settings: Mapping[str, Any] = {}


_COLUMNS = (
    sessions.c.id,
    sessions.c.organization_id,
    sessions.c.name,
    sessions.c.channel,
    sessions.c.address,
    sessions.c.enabled,
    sessions.c.connected,
    sessions.c.daily_cap,
    sessions.c.state,
    sessions.c.state_reason,
    session_health.c.score,
)
_WITH_SCORE = sessions.outerjoin(session_health, session_health.c.session_id == sessions.c.id)


async def insert_one(
    connection: AsyncConnection, organization_id: int, new: NewSession, at: datetime
) -> int:
    """Add a session, healthy and not yet measured; returns its id."""
    statement = insert(sessions).values(
        organization_id=organization_id,
        name=new.name,
        channel=new.channel,
        address=new.address,
        settings=dict(new.settings),
        enabled=new.enabled,
        daily_cap=new.daily_cap,
        state=SessionState.HEALTHY,
        state_since=at,
        created_at=at,
    )
    statement = statement.returning(sessions.c.id)
    session_id = int((await connection.execute(statement)).scalar_one())
    await connection.execute(
        insert(session_health).values(session_id=session_id, organization_id=organization_id)
    )
    return session_id


async def of_organization(connection: AsyncConnection, organization_id: int) -> list[Session]:
    """Every session of the organization, in the order they were added."""
    statement = (
        select(*_COLUMNS)
        .select_from(_WITH_SCORE)
        .where(sessions.c.organization_id == organization_id)
        .order_by(sessions.c.id)
    )
    return [_session(row) for row in await connection.execute(statement)]


async def by_name(connection: AsyncConnection, organization_id: int, name: str) -> Session | None:
    """The organization's session with exactly this name."""
    statement = (
        select(*_COLUMNS)
        .select_from(_WITH_SCORE)
        .where(sessions.c.organization_id == organization_id, sessions.c.name == name)
    )
    row = (await connection.execute(statement)).first()
    return _session(row) if row else None


async def ids(
    connection: AsyncConnection, organization_id: int, names: Iterable[str]
) -> dict[str, int]:
    """The ids of those of `names` that exist."""
    statement = select(sessions.c.name, sessions.c.id).where(
        sessions.c.organization_id == organization_id, sessions.c.name.in_(list(names))
    )
    return {row.name: row.id for row in await connection.execute(statement)}


async def set_enabled(
    connection: AsyncConnection, organization_id: int, session_id: int, enabled: bool
) -> None:
    """Let the session send, or not."""
    await connection.execute(
        update(sessions)
        .where(sessions.c.id == session_id, sessions.c.organization_id == organization_id)
        .values(enabled=enabled)
    )


def _session(row: Any) -> Session:
    return Session(
        row.id,
        row.organization_id,
        row.name,
        row.channel,
        row.address,
        row.enabled,
        row.connected,
        row.daily_cap,
        SessionState(row.state),
        row.state_reason,
        row.score,
    )
