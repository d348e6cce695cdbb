"""Changes of what a session may do, with their history."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.session import SessionState
from brasa.store.locks import KEEPING_KEYS
from brasa.store.tables import session_changes, sessions


async def state_of(
    connection: AsyncConnection, organization_id: int, session_id: int
) -> SessionState:
    """The state of a session, locked until the transaction ends."""
    query = select(sessions.c.state).where(
        sessions.c.organization_id == organization_id, sessions.c.id == session_id
    )
    return SessionState(
        (await connection.execute(query.with_for_update(**KEEPING_KEYS))).scalar_one()
    )


async def change_state(
    connection: AsyncConnection,
    organization_id: int,
    session_id: int,
    leaving: SessionState,
    state: SessionState,
    reason: str,
    at: datetime,
    **values: Any,
) -> bool:
    """Move a session that is still in `leaving`; False when somebody else has moved it."""
    statement = (
        update(sessions)
        .where(
            sessions.c.organization_id == organization_id,
            sessions.c.id == session_id,
            sessions.c.state == leaving,
        )
        .values(state=state, state_reason=reason, state_since=at, **values)
    )
    if (await connection.execute(statement)).rowcount == 0:
        return False
    await connection.execute(
        insert(session_changes).values(
            organization_id=organization_id,
            session_id=session_id,
            at=at,
            from_state=leaving,
            to_state=state,
            reason=reason,
        )
    )
    return True
