"""Create a campaign for `brasa campaign create`."""

from pathlib import Path

from brasa.actions.campaign_files import CampaignFiles, Created
from brasa.actions.campaigns import Campaigns
from brasa.actions.unit import Work
from brasa.store.organizations import Organization


async def create(work: Work, organization: Organization, *, file: Path, start: bool) -> Created:
    """Store the campaign of a file, and start it where that is asked for."""
    made = await CampaignFiles(work).create(organization, file)
    if start:
        await Campaigns(work).start(organization.organization_id, made.campaign_id)
    return made
