"""A seat: one session's place in one campaign, today."""

from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec

from brasa.domain.pacing import effective_quota, planned_cap
from brasa.domain.session import MUTE, SessionState


class Block(StrEnum):
    """Why a seat cannot send any more today."""

    DISABLED = "disabled"
    DISCONNECTED = "disconnected"
    HEALTH = "held_by_health"
    PROVIDER = "held_by_provider"
    TARGET = "target_reached"
    CAP = "cap_reached"


# gc=False: a tick makes them by the hundred thousand, and none can be part of a cycle.
class Seat(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What planning and the dashboards need to know of a session in a campaign.

    `target` is what the campaign wants of the session today, its ramp applied. `sent`, `open` and
    `attempted` are today's counts in this campaign; `session_attempted` those of every campaign.
    `campaign_cap` and `session_cap` are hard limits per day; None is no limit.
    """

    organization_id: int
    campaign_id: int
    session_id: int
    name: str
    channel: str
    settings: str
    enabled: bool
    connected: bool
    state: SessionState
    target: int
    campaign_cap: int | None
    session_cap: int | None
    sent: int
    open: int
    internal: int
    attempted: int
    session_attempted: int
    next_slot_at: datetime | None
    ramp_step: int
    day_zone: ZoneInfo
    tick_line: str = ""

    def day(self, at: datetime) -> date:
        """The organization's date at an instant."""
        return at.astimezone(self.day_zone).date()

    @property
    def quota(self) -> int:
        """Messages this session may send today in this campaign, as its state allows."""
        return effective_quota(self.target, self.campaign_cap, self.session_cap, self.state)

    @property
    def planned(self) -> int:
        """What the campaign asks of the session today, whatever its state."""
        return planned_cap(self.target, self.campaign_cap, self.session_cap)

    @property
    def left(self) -> int:
        """Slots that may still be planned today; never more than any hard cap leaves."""
        left = self.quota - self.sent
        if self.campaign_cap is not None:
            left = min(left, self.campaign_cap - self.attempted)
        if self.session_cap is not None:
            left = min(left, self.session_cap - self.session_attempted)
        return max(0, left - self.open)

    @property
    def block(self) -> Block | None:
        """Why nothing more can be sent today; None when something can."""
        if not self.enabled:
            return Block.DISABLED
        if not self.connected:
            return Block.DISCONNECTED
        if self.state in MUTE:
            return Block.PROVIDER if self.state is SessionState.HELD else Block.HEALTH
        if self.sent >= self.target:
            return Block.TARGET
        return None if self.left + self.open > 0 else Block.CAP
