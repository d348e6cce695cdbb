"""From the members of a list to executions that wait for a time."""

from datetime import datetime

import msgspec
from sqlalchemy import and_, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.campaign import CampaignStatus
from brasa.domain.execution import ExecutionState, ExecutionType
from brasa.store.tables import (
    campaign_lists,
    campaigns,
    contacts,
    executions,
    list_members,
    suppressions,
)
from brasa.store.upsert import insert_into


class Walk(msgspec.Struct, frozen=True):
    """A walk over a list for a campaign, and the last contact it has passed."""

    organization_id: int
    campaign_id: int
    list_id: int
    after: int


async def open_walks(connection: AsyncConnection) -> list[Walk]:
    """Walks that are not complete, of campaigns that are not over."""
    columns = campaign_lists.c
    query = (
        select(
            columns.organization_id, columns.campaign_id, columns.list_id, columns.enrolled_after
        )
        .join(campaigns, campaigns.c.id == columns.campaign_id)
        .where(columns.enrolled_after.is_not(None), campaigns.c.status != CampaignStatus.STOPPED)
    )
    return [Walk(*row) for row in await connection.execute(query)]


async def enroll(connection: AsyncConnection, walk: Walk, most: int, now: datetime) -> int:
    """Give the next members a row each; who has one already, has not consented or was suppressed
    gets none. How many were added."""
    members = (
        select(list_members.c.contact_id)
        .where(list_members.c.list_id == walk.list_id, list_members.c.contact_id > walk.after)
        .order_by(list_members.c.contact_id)
        .limit(most)
    )
    step = members.subquery()
    count, last = (
        await connection.execute(select(func.count(), func.max(step.c.contact_id)))
    ).one()
    added = await _insert(connection, walk, last) if count else 0
    await connection.execute(
        update(campaign_lists)
        .where(
            campaign_lists.c.campaign_id == walk.campaign_id,
            campaign_lists.c.list_id == walk.list_id,
            # A walk that was begun again meanwhile goes on from its new beginning.
            campaign_lists.c.enrolled_after == walk.after,
        )
        .values(enrolled_after=last if count == most else None)
    )
    if added:
        await connection.execute(
            update(campaigns)
            .where(
                campaigns.c.organization_id == walk.organization_id,
                campaigns.c.id == walk.campaign_id,
            )
            .values(total=campaigns.c.total + added)
        )
        # One that had reached everybody has somebody to write to again.
        await connection.execute(
            update(campaigns)
            .where(
                campaigns.c.id == walk.campaign_id,
                campaigns.c.status == CampaignStatus.WAITING,
                campaigns.c.reason == "finished",
            )
            .values(next_check_at=now)
        )
    return added


async def _insert(connection: AsyncConnection, walk: Walk, last: int) -> int:
    suppressed = select(suppressions.c.address).where(
        suppressions.c.organization_id == contacts.c.organization_id,
        suppressions.c.kind == contacts.c.kind,
        suppressions.c.address == contacts.c.address,
    )
    rows = (
        select(
            literal(walk.organization_id),
            literal(walk.campaign_id),
            literal(ExecutionType.EXTERNAL.value),
            literal(ExecutionState.PENDING.value),
            contacts.c.id,
        )
        .join(list_members, list_members.c.contact_id == contacts.c.id)
        .where(
            and_(
                list_members.c.list_id == walk.list_id,
                list_members.c.contact_id > walk.after,
                list_members.c.contact_id <= last,
                contacts.c.organization_id == walk.organization_id,
                contacts.c.consent_at.is_not(None),
                ~suppressed.exists(),
            )
        )
        .order_by(contacts.c.id)
    )
    names = ["organization_id", "campaign_id", "type", "state", "contact_id"]
    statement = insert_into(connection, executions).from_select(names, rows)
    return (await connection.execute(statement.on_conflict_do_nothing())).rowcount
