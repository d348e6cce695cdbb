"""A campaign's definition as it enters the store."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.campaign import CampaignDefinition, CampaignStatus, StatusReason
from brasa.store.tables import campaign_lists, campaign_sessions, campaigns, contacts, list_members

# Enough members to know what variables a list has without reading all of it.
_SAMPLE = 1_000


async def insert_one(
    connection: AsyncConnection,
    organization_id: int,
    definition: CampaignDefinition,
    *,
    session_ids: Sequence[int],
    list_ids: Sequence[int],
    at: datetime,
    status: CampaignStatus = CampaignStatus.WAITING,
    reason: StatusReason = StatusReason.NOT_STARTED,
) -> int:
    """Store a new campaign with its sessions and lists, in their order; returns its id."""
    statement = insert(campaigns).values(
        organization_id=organization_id,
        name=definition.name,
        definition=definition,
        status=status,
        reason=reason,
        created_at=at,
        updated_at=at,
    )
    campaign_id = int((await connection.execute(statement.returning(campaigns.c.id))).scalar_one())
    own = {"organization_id": organization_id, "campaign_id": campaign_id}
    await connection.execute(
        insert(campaign_sessions),
        [own | {"session_id": id_, "position": n} for n, id_ in enumerate(session_ids)],
    )
    if list_ids:
        await connection.execute(
            insert(campaign_lists), [own | {"list_id": id_} for id_ in list_ids]
        )
    return campaign_id


async def ids(connection: AsyncConnection, organization_id: int) -> dict[str, int]:
    """Every campaign of the organization: id by name."""
    statement = select(campaigns.c.name, campaigns.c.id).where(
        campaigns.c.organization_id == organization_id
    )
    return {row.name: row.id for row in await connection.execute(statement)}


async def session_ids(connection: AsyncConnection, campaign_id: int) -> set[int]:
    """The sessions that a campaign has."""
    statement = select(campaign_sessions.c.session_id).where(
        campaign_sessions.c.campaign_id == campaign_id
    )
    return set((await connection.execute(statement)).scalars())


async def variables_of(connection: AsyncConnection, list_ids: Sequence[int]) -> set[str] | None:
    """The names of the variables that members of the lists have, from a sample of them.

    None when the lists are empty, for then nothing can be said.
    """
    statement = (
        select(contacts.c.variables)
        .join(list_members, list_members.c.contact_id == contacts.c.id)
        .where(list_members.c.list_id.in_(list_ids))
        .limit(_SAMPLE)
    )
    found = list((await connection.execute(statement)).scalars())
    return {name for variables in found for name in variables or ()} if found else None
