"""What an enabled campaign is doing now, decided from its schedule and its seats."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from brasa.domain.campaign import CampaignStatus, StatusReason
from brasa.domain.localtime import ONE_DAY, day_start
from brasa.domain.seat import Block, Seat
from brasa.store.campaigns import Campaign


class Decision(msgspec.Struct, frozen=True):
    """A status with its reason; `next_execution_at` where time alone ends a wait.

    `next_check_at` is when to decide again; None leaves it to whoever changes something.
    """

    status: CampaignStatus
    reason: StatusReason
    next_execution_at: datetime | None = None
    next_check_at: datetime | None = None

    def differs(self, campaign: Campaign) -> bool:
        """Whether the campaign has to change to be what was decided."""
        return (self.status, self.reason, self.next_execution_at) != (
            campaign.status,
            campaign.reason,
            campaign.next_execution_at,
        )


def decide(
    campaign: Campaign, seats: Sequence[Seat], now: datetime, *, exhausted: bool
) -> Decision:
    """The status of a campaign that a person has started and not paused.

    `exhausted`: it writes to contacts only, and every one of them has been dealt with.
    """
    schedule = campaign.schedule
    ends = campaign.definition.ends_at
    if ends is not None and now >= ends:
        # The check that is left has the maintainer skip who was not reached.
        return Decision(CampaignStatus.STOPPED, StatusReason.ENDED, None, now)
    closed = schedule.closed_because(now)
    if closed is not None:
        opens = schedule.next_opening(now)
        return Decision(CampaignStatus.WAITING, closed, opens, opens or ends)
    if exhausted:
        return Decision(CampaignStatus.WAITING, StatusReason.FINISHED, None, ends)
    if all(seat.block is not None for seat in seats):
        return _blocked(campaign, seats, now)
    if campaign.enrolling and campaign.total == 0 and campaign.definition.internal is None:
        return Decision(CampaignStatus.ACTIVE, StatusReason.ENROLLING)
    return Decision(CampaignStatus.ACTIVE, StatusReason.RUNNING)


def _blocked(campaign: Campaign, seats: Sequence[Seat], now: datetime) -> Decision:
    """No seat can send: the reason that time will end, if there is one, comes first."""
    blocks = {seat.block for seat in seats}
    if Block.TARGET not in blocks and Block.CAP not in blocks:
        return Decision(CampaignStatus.WAITING, StatusReason.NO_SESSION, None, now)
    reason = StatusReason.TARGET_REACHED if Block.TARGET in blocks else StatusReason.CAP_REACHED
    tomorrow = day_start(campaign.day(now) + ONE_DAY, campaign.day_zone)
    opens = campaign.schedule.next_opening(tomorrow)
    # Looked at every tick all the same: an operator may raise a target or release a session.
    return Decision(CampaignStatus.WAITING, reason, opens, now)
