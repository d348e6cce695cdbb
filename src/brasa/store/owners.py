"""To whom a session belongs, for news that names only the session."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.tables import organizations, sessions


class Owner(msgspec.Struct, frozen=True):
    """A session (`id`, `name`) and its organization."""

    id: int
    name: str
    organization_id: int
    language: str
    timezone: str

    def day(self, at: datetime) -> date:
        """The organization's date at an instant."""
        return at.astimezone(ZoneInfo(self.timezone)).date()


async def owner_of(connection: AsyncConnection, session_id: int) -> Owner | None:
    """Who owns a session; None when there is no such session."""
    query = (
        select(
            sessions.c.id,
            sessions.c.name,
            sessions.c.organization_id,
            organizations.c.language,
            organizations.c.timezone,
        )
        .join(organizations, organizations.c.id == sessions.c.organization_id)
        .where(sessions.c.id == session_id)
    )
    row = (await connection.execute(query)).first()
    return None if row is None else Owner(*row)
