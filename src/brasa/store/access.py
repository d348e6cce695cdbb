"""Who a token belongs to, and the organizations that it reaches."""

from collections.abc import Iterable
from hashlib import sha256

import msgspec
from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.access import ANYONE, AccessMode, Identity, Role
from brasa.errors import NotFound, Unauthorized
from brasa.store.database import Database
from brasa.store.tables import access_tokens, organizations

# What an INTEGER column holds on PostgreSQL: a larger id cannot exist.
MAX_ORGANIZATION_ID = 2**31 - 1


class Organization(msgspec.Struct, frozen=True):
    """A tenant: `timezone` is an IANA name, `language` one of i18n.LANGUAGES."""

    id: int
    name: str
    timezone: str
    language: str


def token_digest(token: str) -> str:
    """What is stored of a token: SHA-256 in hexadecimal.

    A token is 32 random bytes, so a plain digest cannot be searched for.
    """
    return sha256(token.encode()).hexdigest()


class Access:
    """The door: tells who is asking and which organizations exist for them."""

    def __init__(self, database: Database, mode: AccessMode) -> None:
        self._database = database
        self.mode = mode

    async def identify(self, token: str | None) -> Identity:
        """Who holds `token`; in open mode everyone is the same.

        Raises Unauthorized with code `token_required` or `token_invalid`.
        """
        if self.mode is AccessMode.OPEN:
            return ANYONE
        if not token:
            raise Unauthorized("É preciso um token de acesso", code="token_required")
        async with self._database.read() as connection:
            identity = await find_identity(connection, token_digest(token))
        if identity is None:
            raise Unauthorized("Token desconhecido ou revogado", code="token_invalid")
        return identity

    async def organization(self, identity: Identity, organization_id: int) -> Organization:
        """The organization, when it exists and `identity` reaches it.

        Raises Forbidden before NotFound, so that a token learns nothing of other tenants.
        """
        identity.require_organization(organization_id)
        async with self._database.read() as connection:
            return await get_organization(connection, organization_id)

    async def organizations(self, identity: Identity) -> list[Organization]:
        """Every organization that `identity` reaches, by id."""
        statement = _organizations()
        if identity.organization_id is not None:
            statement = statement.where(organizations.c.id == identity.organization_id)
        async with self._database.read() as connection:
            return _read(await connection.execute(statement))


async def find_identity(connection: AsyncConnection, digest: str) -> Identity | None:
    """The holder of the live token with this digest."""
    statement = select(access_tokens.c.role, access_tokens.c.organization_id).where(
        access_tokens.c.digest == digest, access_tokens.c.revoked_at.is_(None)
    )
    row = (await connection.execute(statement)).first()
    return None if row is None else Identity(Role(row.role), row.organization_id)


async def get_organization(connection: AsyncConnection, organization_id: int) -> Organization:
    """One organization. Raises NotFound."""
    if 0 < organization_id <= MAX_ORGANIZATION_ID:
        statement = _organizations().where(organizations.c.id == organization_id)
        for found in _read(await connection.execute(statement)):
            return found
    raise NotFound("A organização {id} não existe", id=organization_id)


def _organizations() -> Select[int, str, str, str]:
    c = organizations.c
    return select(c.id, c.name, c.timezone, c.language).order_by(c.id)


def _read(rows: Iterable[Row[int, str, str, str]]) -> list[Organization]:
    return [Organization(*row) for row in rows]
