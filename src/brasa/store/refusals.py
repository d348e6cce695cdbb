"""Why executions that a worker had ready were not let through to the provider."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.campaign import CampaignStatus
from brasa.domain.session import MUTE
from brasa.store.tables import campaigns, contacts, executions, sessions, suppressions
from brasa.store.types import AnyRow


async def why(connection: AsyncConnection, ids: Collection[int]) -> dict[int, str]:
    """By execution: `opted_out`, `no_consent`, `stopped`, `cancelled` or `session_unavailable`.

    Who is not in it met a cap, or was moved by somebody else.
    """
    rows = await connection.execute(_select(ids))
    return {row.id: code for row in rows if (code := _code(row)) is not None}


def _select(ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    suppressed = and_(
        suppressions.c.organization_id == contacts.c.organization_id,
        suppressions.c.kind == contacts.c.kind,
        suppressions.c.address == contacts.c.address,
    )
    return (
        select(
            executions.c.id,
            executions.c.contact_id,
            contacts.c.consent_at,
            suppressions.c.address.label("suppressed"),
            campaigns.c.status,
            sessions.c.enabled,
            sessions.c.connected,
            sessions.c.state,
        )
        .join(campaigns, campaigns.c.id == executions.c.campaign_id)
        .outerjoin(sessions, sessions.c.id == executions.c.session_id)
        .outerjoin(contacts, contacts.c.id == executions.c.contact_id)
        .outerjoin(suppressions, suppressed)
        .where(executions.c.id.in_(ids))
    )


def _code(row: AnyRow) -> str | None:
    if row.suppressed is not None:
        return "opted_out"
    if row.contact_id is not None and row.consent_at is None:
        return "no_consent"
    if row.status == CampaignStatus.STOPPED:
        return "stopped"
    if row.status != CampaignStatus.ACTIVE:
        return "cancelled"
    if not (row.enabled and row.connected) or row.state in MUTE:
        return "session_unavailable"
    return None
