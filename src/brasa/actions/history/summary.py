"""What a first look over a history file finds: its campaigns and its last day."""

from collections import Counter
from datetime import date, datetime

import msgspec

from brasa.actions.history.rows import PastExecution
from brasa.domain.execution import ExecutionType


class PastCampaign(msgspec.Struct):
    """One campaign of the file: who sent in it, what kinds, and how much on which day."""

    sessions: dict[str, None]
    types: set[ExecutionType]
    per_day: Counter[tuple[str, date]]
    first: datetime
    last: datetime


class Summary:
    """Campaigns by name, and the last local day on which anything was sent."""

    def __init__(self) -> None:
        self.campaigns: dict[str, PastCampaign] = {}
        self.last_day: date | None = None

    def add(self, past: PastExecution, day: date) -> None:
        """Take one more row into account; `day` is its date on the organization's clock."""
        self.last_day = max(day, self.last_day or day)
        campaign = self.campaigns.get(past.campaign)
        if campaign is None:
            campaign = PastCampaign({}, set(), Counter(), past.sent_at, past.sent_at)
            self.campaigns[past.campaign] = campaign
        campaign.sessions[past.session] = None
        campaign.types.add(past.type)
        campaign.per_day[past.session, day] += 1
        campaign.first = min(campaign.first, past.sent_at)
        campaign.last = max(campaign.last, past.sent_at)
