"""Who a token belongs to, and the organizations that it reaches."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.access import ANYONE, AccessMode, Identity, Role
from brasa.errors import NotFound, Unauthorized
from brasa.store import organizations, tokens
from brasa.store.database import Database
from brasa.store.organizations import Organization
from brasa.store.tables import access_tokens
from brasa.store.tokens import digest

# What an INTEGER column holds on PostgreSQL: a larger id cannot exist.
MAX_ORGANIZATION_ID = 2**31 - 1


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
            identity = await find_identity(connection, token)
        if identity is None:
            raise Unauthorized("Token desconhecido ou revogado", code="token_invalid")
        return identity

    async def revoked(self, token_ids: Collection[int]) -> set[int]:
        """Those of these tokens that are worth nothing any more."""
        async with self._database.read() as connection:
            return set(token_ids) - await tokens.valid(connection, token_ids)

    async def organization(self, identity: Identity, organization_id: int) -> Organization:
        """The organization, when it exists and `identity` reaches it.

        Raises Forbidden before NotFound, so that a token learns nothing of other tenants.
        """
        identity.require_organization(organization_id)
        async with self._database.read() as connection:
            return await get_organization(connection, organization_id)

    async def organizations(self, identity: Identity) -> list[Organization]:
        """Every organization that `identity` reaches, the oldest first."""
        async with self._database.read() as connection:
            if identity.organization_id is None:
                return await organizations.all_of_them(connection)
            return [await get_organization(connection, identity.organization_id)]


async def find_identity(connection: AsyncConnection, token: str) -> Identity | None:
    """The holder of a token that is not revoked."""
    columns = access_tokens.c
    statement = select(columns.id, columns.role, columns.organization_id).where(
        columns.digest == digest(token), columns.revoked_at.is_(None)
    )
    row = (await connection.execute(statement)).first()
    return None if row is None else Identity(Role(row.role), row.organization_id, row.id)


async def get_organization(connection: AsyncConnection, organization_id: int) -> Organization:
    """One organization. Raises NotFound."""
    found = None
    if 0 < organization_id <= MAX_ORGANIZATION_ID:
        found = await organizations.by_id(connection, organization_id)
    if found is None:
        raise NotFound("A organização {id} não existe", id=organization_id)
    return found
