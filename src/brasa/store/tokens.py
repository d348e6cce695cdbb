"""Access tokens. Only digests are stored, so that a copy of the database opens nothing."""

import hashlib
from collections.abc import Collection
from datetime import datetime

import msgspec
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.chunks import chunked
from brasa.store.tables import access_tokens


class Token(msgspec.Struct, frozen=True):
    """A token as people manage it."""

    token_id: int
    organization_id: int
    name: str
    role: str
    created_at: datetime
    revoked_at: datetime | None


_COLUMNS = (
    access_tokens.c.id,
    access_tokens.c.organization_id,
    access_tokens.c.name,
    access_tokens.c.role,
    access_tokens.c.created_at,
    access_tokens.c.revoked_at,
)


def digest(secret: str) -> str:
    """What is stored of a token: SHA-256. The secret is 256 random bits, which no guessing finds,
    so a slow hash would only slow every request."""
    return hashlib.sha256(secret.encode()).hexdigest()


async def insert_one(
    connection: AsyncConnection,
    organization_id: int,
    *,
    name: str,
    role: str,
    secret: str,
    at: datetime,
) -> int:
    """Store a token's digest; returns its id."""
    statement = insert(access_tokens).values(
        organization_id=organization_id,
        name=name,
        role=role,
        digest=digest(secret),
        created_at=at,
    )
    statement = statement.returning(access_tokens.c.id)
    return int((await connection.execute(statement)).scalar_one())


async def of_organization(connection: AsyncConnection, organization_id: int) -> list[Token]:
    """Every token of the organization, revoked ones too, the oldest first."""
    statement = (
        select(*_COLUMNS)
        .where(access_tokens.c.organization_id == organization_id)
        .order_by(access_tokens.c.id)
    )
    return [Token(*row) for row in await connection.execute(statement)]


async def valid(connection: AsyncConnection, token_ids: Collection[int]) -> set[int]:
    """Those of these tokens that are not revoked, whoever's they are."""
    found: set[int] = set()
    for chunk in chunked(token_ids):
        statement = select(access_tokens.c.id).where(
            access_tokens.c.id.in_(chunk), access_tokens.c.revoked_at.is_(None)
        )
        found.update((await connection.execute(statement)).scalars())
    return found


async def revoke(
    connection: AsyncConnection, organization_id: int, token_id: int, at: datetime
) -> bool:
    """Make a token worthless; False when there is no such valid token."""
    statement = (
        update(access_tokens)
        .where(
            access_tokens.c.organization_id == organization_id,
            access_tokens.c.id == token_id,
            access_tokens.c.revoked_at.is_(None),
        )
        .values(revoked_at=at)
    )
    return (await connection.execute(statement)).rowcount == 1
