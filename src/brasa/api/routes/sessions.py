"""Sessions: how they are, how they were, and letting one go."""

from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from brasa.actions.sessions import Releasing
from brasa.actions.unit import Work
from brasa.api import views
from brasa.api.auth import require
from brasa.api.schemas import sessions as shown
from brasa.domain.access import Role
from brasa.domain.health import HealthSettings
from brasa.domain.localtime import local_day
from brasa.store.health_history import health_history, last_changes
from brasa.store.organizations import Organization
from brasa.store.sessions_read import session_view, session_views

CHANGES_SHOWN = 50
WEEK = 168
MONTH = 31 * 24


@get("/sessions", summary="Sessions of the organization")
async def list_sessions(
    organization: NamedDependency[Organization], work: NamedDependency[Work]
) -> shown.Sessions:
    """Every session with its state, health and campaigns."""
    today = local_day(work.clock.now(), ZoneInfo(organization.timezone))
    async with work.database.read() as connection:
        found = await session_views(connection, organization.organization_id, today)
    return shown.Sessions(items=[views.session_list_item(view) for view in found])


@get("/sessions/{session_id:int}", summary="One session")
async def get_session(
    organization: NamedDependency[Organization],
    work: NamedDependency[Work],
    session_id: FromPath[int],
) -> shown.SessionDetail:
    """A session with its last changes of state."""
    return await _detail(organization, work, session_id)


@post(
    "/sessions/{session_id:int}/release",
    summary="Release from quarantine or hold",
    status_code=200,
    guards=[require(Role.OPERATOR)],
)
async def release(
    organization: NamedDependency[Organization],
    work: NamedDependency[Work],
    health: NamedDependency[HealthSettings],
    session_id: FromPath[int],
) -> shown.SessionDetail:
    """Let a session send again, as its score allows."""
    await Releasing(work, health).release(organization.organization_id, session_id)
    return await _detail(organization, work, session_id)


@get("/sessions/{session_id:int}/health-history", summary="Health history")
async def get_health_history(
    organization: NamedDependency[Organization],
    work: NamedDependency[Work],
    session_id: FromPath[int],
    hours: Annotated[int, QueryParameter(ge=1, le=MONTH)] = WEEK,
) -> shown.HealthHistory:
    """Hourly points, oldest first."""
    now, organization_id = work.clock.now(), organization.organization_id
    today = local_day(now, ZoneInfo(organization.timezone))
    async with work.database.read() as connection:
        view = await session_view(connection, organization_id, today, session_id)
        points = await health_history(
            connection, organization_id, session_id, now - timedelta(hours=hours)
        )
    return shown.HealthHistory(items=[views.health_point(view, point) for point in points])


async def _detail(organization: Organization, work: Work, session_id: int) -> shown.SessionDetail:
    organization_id = organization.organization_id
    today = local_day(work.clock.now(), ZoneInfo(organization.timezone))
    async with work.database.read() as connection:
        view = await session_view(connection, organization_id, today, session_id)
        changes = await last_changes(connection, organization_id, session_id, CHANGES_SHOWN)
    return views.session_detail(view, changes)


router = Router(
    path="/",
    route_handlers=[list_sessions, get_session, release, get_health_history],
    tags=["sessions"],
)
