"""Campaigns: what they are, how far they are, and what a person does to them."""

from typing import Annotated, Any

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import UnsetType, structs

from brasa.actions.campaigns import Campaigns
from brasa.actions.executions import Executions, Resolution
from brasa.actions.unit import Work
from brasa.api import views
from brasa.api.auth import require
from brasa.api.preview import preview
from brasa.api.schemas import campaigns as shown
from brasa.domain.access import Role
from brasa.store.campaigns import find, some
from brasa.store.funnel import funnel_of
from brasa.store.organizations import Organization
from brasa.store.seats import seats_of
from brasa.store.statuses import Counts, counts_of, status_of

OPERATORS = [require(Role.OPERATOR)]


@get("/campaigns", summary="Campaigns of the organization")
async def list_campaigns(
    organization: NamedDependency[Organization], work: NamedDependency[Work]
) -> shown.Campaigns:
    """Every campaign with its present status."""
    now = work.clock.now()
    async with work.database.read() as connection:
        found = await some(connection, organization.organization_id)
        seats = await seats_of(connection, found, now)
        counts = await counts_of(connection, [campaign.id for campaign in found])
    return shown.Campaigns(
        items=[
            views.campaign_view(
                one, status_of(one, seats[one.id], counts.get(one.id, Counts()), now)
            )
            for one in found
        ]
    )


@get("/campaigns/{campaign_id:int}", summary="One campaign")
async def get_campaign(
    organization: NamedDependency[Organization],
    work: NamedDependency[Work],
    campaign_id: FromPath[int],
) -> shown.CampaignDetail:
    """A campaign with its sessions and templates."""
    return await _detail(organization, work, campaign_id)


@get("/campaigns/{campaign_id:int}/funnel", summary="Delivery funnel")
async def get_funnel(
    organization: NamedDependency[Organization],
    work: NamedDependency[Work],
    campaign_id: FromPath[int],
) -> shown.Funnel:
    """Executions by state, and the reasons of those in trouble."""
    async with work.database.read() as connection:
        campaign = await find(connection, organization.organization_id, campaign_id)
        funnel = await funnel_of(connection, campaign)
    reasons = [shown.Reason(**structs.asdict(reason)) for reason in funnel.reasons]
    return shown.Funnel(**structs.asdict(funnel) | {"reasons": reasons})


@get("/campaigns/{campaign_id:int}/preview", summary="What an action would do")
async def preview_action(
    organization: NamedDependency[Organization],
    work: NamedDependency[Work],
    campaign_id: FromPath[int],
    action: Annotated[shown.Previewed, QueryParameter(description="The action to look at")],
) -> shown.Preview:
    """Whether the action is allowed now, and what it would affect, counted."""
    async with work.database.read() as connection:
        return await preview(
            connection, organization.organization_id, campaign_id, action, work.clock.now()
        )


@post("/campaigns/{campaign_id:int}/start", summary="Start", status_code=200, guards=OPERATORS)
async def start(
    organization: NamedDependency[Organization],
    work: NamedDependency[Work],
    campaign_id: FromPath[int],
    data: JSONBody[shown.ActionBody | None] = None,
) -> shown.CampaignDetail:
    """Enable a campaign that waits to be started, or a paused one."""
    await Campaigns(work).start(organization.organization_id, campaign_id, _note(data))
    return await _detail(organization, work, campaign_id)


@post("/campaigns/{campaign_id:int}/pause", summary="Pause", status_code=200, guards=OPERATORS)
async def pause(
    organization: NamedDependency[Organization],
    work: NamedDependency[Work],
    campaign_id: FromPath[int],
    data: JSONBody[shown.PauseBody | None] = None,
) -> shown.CampaignDetail:
    """Send nothing more, until `resumeAt` or until somebody resumes it."""
    at = data.resume_at if data is not None else None
    await Campaigns(work).pause(
        organization.organization_id,
        campaign_id,
        _note(data),
        None if isinstance(at, UnsetType) else at,
    )
    return await _detail(organization, work, campaign_id)


@post("/campaigns/{campaign_id:int}/resume", summary="Resume", status_code=200, guards=OPERATORS)
async def resume(
    organization: NamedDependency[Organization],
    work: NamedDependency[Work],
    campaign_id: FromPath[int],
    data: JSONBody[shown.ActionBody | None] = None,
) -> shown.CampaignDetail:
    """Go on exactly where a paused campaign stopped."""
    await Campaigns(work).resume(organization.organization_id, campaign_id, _note(data))
    return await _detail(organization, work, campaign_id)


@post("/campaigns/{campaign_id:int}/stop", summary="Stop", status_code=200, guards=OPERATORS)
async def stop(
    organization: NamedDependency[Organization],
    work: NamedDependency[Work],
    campaign_id: FromPath[int],
    data: JSONBody[shown.ActionBody | None] = None,
) -> shown.CampaignDetail:
    """End a campaign for good; whoever was not reached is skipped."""
    await Campaigns(work).stop(organization.organization_id, campaign_id, _note(data))
    return await _detail(organization, work, campaign_id)


@post(
    "/campaigns/{campaign_id:int}/retry-failed",
    summary="Retry failed",
    status_code=200,
    guards=OPERATORS,
)
async def retry_failed(
    organization: NamedDependency[Organization],
    work: NamedDependency[Work],
    campaign_id: FromPath[int],
    data: JSONBody[shown.RetryBody | None] = None,
) -> shown.Retried:
    """Queue failed recipients again."""
    codes = data.codes if data is not None else None
    retried = await Executions(work).retry_failed(
        organization.organization_id,
        campaign_id,
        None if isinstance(codes, UnsetType) else codes,
    )
    return shown.Retried(retried=retried)


@post(
    "/campaigns/{campaign_id:int}/resolve-unknown",
    summary="Resolve unknown",
    status_code=200,
    guards=OPERATORS,
)
async def resolve_unknown(
    organization: NamedDependency[Organization],
    work: NamedDependency[Work],
    campaign_id: FromPath[int],
    data: JSONBody[shown.ResolveBody],
) -> shown.Resolved:
    """Settle executions of which nobody knows whether they left."""
    resolved = await Executions(work).resolve_unknown(
        organization.organization_id, campaign_id, Resolution(data.as_), data.ids
    )
    return shown.Resolved(resolved=resolved)


async def _detail(organization: Organization, work: Work, campaign_id: int) -> shown.CampaignDetail:
    now = work.clock.now()
    async with work.database.read() as connection:
        campaign = await find(connection, organization.organization_id, campaign_id)
        seats = (await seats_of(connection, [campaign], now))[campaign.id]
        counts = (await counts_of(connection, [campaign.id])).get(campaign.id, Counts())
    return views.campaign_detail(campaign, status_of(campaign, seats, counts, now), seats)


def _note(data: Any) -> str:
    """What the person wrote; empty without a body or a reason."""
    reason = data.reason if data is not None else ""
    return "" if isinstance(reason, UnsetType) else reason


router = Router(
    path="/",
    route_handlers=[
        list_campaigns,
        get_campaign,
        get_funnel,
        preview_action,
        start,
        pause,
        resume,
        stop,
        retry_failed,
        resolve_unknown,
    ],
    tags=["campaigns"],
)
