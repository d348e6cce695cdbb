"""Who may call what: guards that run before a route's own code, whatever the route asks for."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from brasa.domain.access import Identity, Role
from brasa.errors import NotFound
from brasa.store.access import Access
from brasa.store.paging import MAX_ID

Connection = ASGIConnection[Any, Any, Any, Any]


def identify(access: Access) -> Guard:
    """Every route of the API: the caller is known, or refused."""

    async def guard(connection: Connection, _handler: BaseRouteHandler) -> None:
        connection.state.identity = await access.identify(_bearer(connection))

    return guard


def reach_organization(access: Access) -> Guard:
    """Every route below an organization: the caller reaches it, and it exists.

    The organization is put where handlers find it, so that none has to check.
    """

    async def guard(connection: Connection, _handler: BaseRouteHandler) -> None:
        numbers = [n for n in connection.path_params.values() if isinstance(n, int)]
        if any(not 0 < number <= MAX_ID for number in numbers):
            raise NotFound("Não há nada neste endereço")
        organization_id = int(connection.path_params["organization_id"])
        identity: Identity = connection.state.identity
        connection.state.organization = await access.organization(identity, organization_id)

    return guard


def require(role: Role) -> Guard:
    """A route for those who have at least this role."""

    def guard(connection: Connection, _handler: BaseRouteHandler) -> None:
        identity: Identity = connection.state.identity
        identity.require_role(role)

    return guard


def _bearer(connection: Connection) -> str | None:
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
