"""Organizations: the tenants."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.tables import organizations


class Organization(msgspec.Struct, frozen=True):
    """A tenant; `recipient_cap` is in unique recipients per rolling 24 hours, None for no cap."""

    organization_id: int
    name: str
    timezone: str
    language: str
    recipient_cap: int | None = None


_COLUMNS = (
    organizations.c.id,
    organizations.c.name,
    organizations.c.timezone,
    organizations.c.language,
    organizations.c.recipient_cap,
)


async def insert_one(
    connection: AsyncConnection,
    *,
    name: str,
    timezone: str,
    language: str,
    recipient_cap: int | None,
    at: datetime,
) -> int:
    """Make an organization; returns its id."""
    statement = insert(organizations).values(
        name=name,
        timezone=timezone,
        language=language,
        recipient_cap=recipient_cap,
        created_at=at,
    )
    statement = statement.returning(organizations.c.id)
    return int((await connection.execute(statement)).scalar_one())


async def all_of_them(connection: AsyncConnection) -> list[Organization]:
    """Every organization, the oldest first."""
    statement = select(*_COLUMNS).order_by(organizations.c.id)
    return [_organization(row) for row in await connection.execute(statement)]


async def by_id(connection: AsyncConnection, organization_id: int) -> Organization | None:
    """The organization with this id."""
    statement = select(*_COLUMNS).where(organizations.c.id == organization_id)
    row = (await connection.execute(statement)).first()
    return _organization(row) if row else None


async def by_name(connection: AsyncConnection, name: str) -> Organization | None:
    """The organization with exactly this name."""
    statement = select(*_COLUMNS).where(organizations.c.name == name)
    row = (await connection.execute(statement)).first()
    return _organization(row) if row else None


def _organization(row: Any) -> Organization:
    return Organization(*row)
