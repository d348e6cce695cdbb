"""`campaign-status` as it stands in the store."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import msgspec
from msgspec import UNSET
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.clock import iso_ms
from brasa.domain.campaign import CampaignStatus
from brasa.domain.describe import describe
from brasa.domain.events import CampaignStatusData, Progress
from brasa.domain.seat import Seat
from brasa.store.campaigns import Campaign, some
from brasa.store.chunks import chunked
from brasa.store.seats import seats_of
from brasa.store.tables import campaign_sessions


class Counts(msgspec.Struct, frozen=True):
    """Cumulative counts of a campaign's executions."""

    sent: int = 0
    delivered: int = 0
    read: int = 0
    failed: int = 0
    unknown: int = 0
    skipped: int = 0


async def campaign_statuses(
    connection: AsyncConnection,
    organization_id: int | None,
    campaign_ids: Collection[int] | None,
    now: datetime,
) -> list[CampaignStatusData]:
    """The present status of an organization's campaigns, all or those named.

    Only the engine passes no organization.
    """
    found = await some(connection, organization_id, campaign_ids)
    seats = await seats_of(connection, found, now)
    counts = await counts_of(connection, [campaign.id for campaign in found])
    return [
        status_of(campaign, seats[campaign.id], counts.get(campaign.id, Counts()), now)
        for campaign in found
    ]


async def counts_of(
    connection: AsyncConnection, campaign_ids: Collection[int]
) -> dict[int, Counts]:
    """Counts by campaign id; summed over seats, so as cheap for a million executions as for one."""
    columns = campaign_sessions.c
    counts: dict[int, Counts] = {}
    for chunk in chunked(campaign_ids):
        query = (
            select(
                columns.campaign_id,
                *(func.sum(columns[name]) for name in Counts.__struct_fields__),
            )
            .where(columns.campaign_id.in_(chunk))
            .group_by(columns.campaign_id)
        )
        counts.update({row[0]: Counts(*row[1:]) for row in await connection.execute(query)})
    return counts


def status_of(
    campaign: Campaign, seats: Sequence[Seat], counts: Counts, now: datetime
) -> CampaignStatusData:
    """Put together what the wire says of a campaign."""
    active = sum(seat.block is None for seat in seats)
    sent, target = sum(seat.sent for seat in seats), sum(seat.target for seat in seats)
    until = campaign.next_execution_at
    if campaign.status is CampaignStatus.PAUSED:
        until = campaign.resume_at
    return CampaignStatusData(
        organization_id=campaign.organization_id,
        campaign_id=str(campaign.id),
        name=campaign.name,
        status=campaign.status.value,
        reason=campaign.reason.value,
        description=describe(
            campaign.status,
            campaign.reason,
            campaign.language,
            until=until,
            now=now,
            zone=campaign.zone,
            home=campaign.day_zone,
            note=campaign.note,
            active=active,
            total=len(seats),
            sent=sent,
            target=target,
            prepared=campaign.total,
        ),
        next_execution=_next_execution(campaign, seats),
        active_sessions=active,
        total_sessions=len(seats),
        sent_today=sent,
        target_today=target,
        progress=_progress(campaign, seats, counts, now),
    )


def _next_execution(campaign: Campaign, seats: Sequence[Seat]) -> str | msgspec.UnsetType:
    if campaign.status is CampaignStatus.WAITING and campaign.next_execution_at is not None:
        return iso_ms(campaign.next_execution_at)
    if campaign.status is not CampaignStatus.ACTIVE:
        return UNSET
    slots = [s.next_slot_at for s in seats if s.next_slot_at is not None and s.block is None]
    return iso_ms(min(slots)) if slots else UNSET


def _progress(campaign: Campaign, seats: Sequence[Seat], counts: Counts, now: datetime) -> Progress:
    skipped = counts.skipped + campaign.skipped
    done = counts.sent + counts.failed + counts.unknown + skipped
    return Progress(
        total=max(campaign.total, done),
        sent=counts.sent,
        delivered=counts.delivered,
        read=counts.read,
        failed=counts.failed,
        unknown=counts.unknown,
        skipped=skipped,
        eta=_eta(campaign, seats, campaign.total - done, now),
    )


def _eta(
    campaign: Campaign, seats: Sequence[Seat], remaining: int, now: datetime
) -> str | msgspec.UnsetType:
    """When the last recipient is reached at the planned pace; absent where nothing ends."""
    if campaign.definition.external is None or remaining <= 0:
        return UNSET
    if campaign.status is not CampaignStatus.ACTIVE:
        return UNSET
    per_day = sum(seat.quota for seat in seats)
    left_today = sum(seat.left + seat.open for seat in seats)
    if per_day == 0:
        return UNSET
    if remaining <= left_today:
        open_today = campaign.schedule.open_seconds(campaign.schedule.local_day(now))
        return iso_ms(now + timedelta(seconds=open_today * remaining / per_day))
    return iso_ms(now + timedelta(days=remaining / per_day))
