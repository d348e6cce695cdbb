"""Find the campaign that a person means, and what it is doing."""

from collections.abc import Collection

from brasa.actions.unit import Work
from brasa.domain.events import CampaignStatusData
from brasa.errors import NotFound
from brasa.store import definitions
from brasa.store.organizations import Organization
from brasa.store.statuses import campaign_statuses


async def campaign_id(work: Work, organization: Organization, which: str) -> int:
    """The campaign of this name, else of this number. Raises NotFound."""
    async with work.database.read() as connection:
        known = await definitions.ids(connection, organization.organization_id)
    if which in known:
        return known[which]
    for id_ in known.values():
        if which == str(id_):
            return id_
    raise NotFound(
        "Não há campanha {which}; existem: {known}",
        which=which,
        known=", ".join(f"{id_} ({name})" for name, id_ in known.items()) or "-",
    )


async def statuses(
    work: Work, organization: Organization, campaign_ids: Collection[int] | None = None
) -> list[CampaignStatusData]:
    """The status of the organization's campaigns, all or those named."""
    async with work.database.read() as connection:
        return await campaign_statuses(
            connection, organization.organization_id, campaign_ids, work.clock.now()
        )
