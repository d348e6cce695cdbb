"""Two campaigns in the middle of their day, at a moment that does not pass."""

from datetime import datetime

from brasa.clock import SystemClock
from tests.builders import NOW, SECOND, Builders


class StoppedClock(SystemClock):
    def now(self) -> datetime:
        return NOW


async def scene(make: Builders) -> tuple[int, list[int]]:
    """An organization and its campaigns, with executions in every kind of trouble."""
    organization = await make.organization()
    session = await make.session(organization)
    campaigns = [await make.campaign(organization, [session]) for _ in range(2)]
    for campaign in campaigns:
        await make.executions(campaign, session, 2, state="failed", error_code="131026")
        await make.executions(campaign, session, 3, state="unknown")
        await make.executions(campaign, session, 2, state="sent")
        await make.executions(campaign, session, 3, state="scheduled", start=NOW - 3 * SECOND)
        await make.logs(campaign, 2)
    return organization, campaigns
