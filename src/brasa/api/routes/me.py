"""Who is asking."""

from litestar import Router, get
from litestar.di import NamedDependency

from brasa import __version__
from brasa.actions.unit import Work
from brasa.api.schemas.me import Me, Organization
from brasa.clock import iso_ms
from brasa.domain.access import Identity
from brasa.store.access import Access


@get("/me", summary="Who asks and what they reach")
async def get_me(
    identity: NamedDependency[Identity],
    access: NamedDependency[Access],
    work: NamedDependency[Work],
    tick_seconds: NamedDependency[float],
) -> Me:
    """The caller's role and organizations, and the server's clock and version."""
    organizations = [
        Organization(
            id=one.organization_id, name=one.name, timezone=one.timezone, language=one.language
        )
        for one in await access.organizations(identity)
    ]
    return Me(
        mode=access.mode.value,
        role=identity.role.value,
        organizations=organizations,
        server_time=iso_ms(work.clock.now()),
        version=__version__,
        tick_seconds=tick_seconds,
    )


router = Router(path="/", route_handlers=[get_me], tags=["me"])
