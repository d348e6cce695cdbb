"""Fill a database with an organization, its sessions, contacts and campaigns, of any number.

What is made is what the engine would have written: counters agree with rows.
"""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Integer, String, cast, func, insert, literal, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.campaigns.series import insert_rows, named, numbers
from brasa.domain.campaign import (
    CampaignDefinition,
    CampaignStatus,
    External,
    Internal,
    StatusReason,
    Template,
)
from brasa.store.tables import campaign_sessions, campaigns, contacts, organizations, sessions
from brasa.store.types import Instant, to_ms

ORGANIZATION = 1
TARGET = 1_000_000
BODY = "Olá {{ nome }}, seu pedido está a caminho."


async def organization(connection: AsyncConnection, now: datetime) -> None:
    """The one organization."""
    day = now.date()  # its clock is UTC
    await connection.execute(
        insert(organizations),
        {
            "id": ORGANIZATION,
            "name": "bench",
            "timezone": "UTC",
            "language": "pt-BR",
            "today": day,
            "created_at": now,
        },
    )


async def people(
    connection: AsyncConnection, now: datetime, *, how_many_sessions: int, how_many_contacts: int
) -> None:
    """Sessions on the null channel, and contacts who agreed."""
    source = numbers(1, how_many_sessions)
    await insert_rows(
        connection,
        sessions,
        {
            "id": source.c.n,
            "organization_id": ORGANIZATION,
            "name": named("Atendimento ", source.c.n),
            "channel": "null",
            "settings": {},
            "state_since": now,
            "created_at": now,
        },
        source,
    )
    if how_many_contacts:
        await _contacts(connection, now, how_many_contacts)


async def _contacts(connection: AsyncConnection, now: datetime, how_many: int) -> None:
    source = numbers(1, how_many)
    phone = literal("+55119") + func.substr(cast(source.c.n + 100_000_000, String), 2)
    await insert_rows(
        connection,
        contacts,
        {
            "id": source.c.n,
            "organization_id": ORGANIZATION,
            "kind": "phone",
            "address": phone,
            "phone": phone,
            "name": named("Contato ", source.c.n),
            "consent_source": "bench",
            "consent_at": now,
            "created_at": now,
            "updated_at": now,
        },
        source,
    )


def definition(name: str, target: int = TARGET, *, internal: bool = False) -> CampaignDefinition:
    """A campaign that writes to contacts, or between its sessions."""
    template = (Template(BODY),)
    return CampaignDefinition(
        name=name,
        daily_target=target,
        sessions=("Atendimento 1",),
        internal=Internal(template) if internal else None,
        external=None if internal else External(("lista",), template),
    )


async def running_campaigns(
    connection: AsyncConnection,
    now: datetime,
    how_many: int,
    *,
    seats: int,
    total: int = 0,
    of: CampaignDefinition | None = None,
) -> None:
    """Active campaigns, each with `seats` sessions of its own, in order."""
    source = numbers(1, how_many)
    await insert_rows(
        connection,
        campaigns,
        {
            "id": source.c.n,
            "organization_id": ORGANIZATION,
            "name": named("Campanha ", source.c.n),
            "definition": of or definition("Campanha"),
            "status": CampaignStatus.ACTIVE,
            "reason": "running",
            "total": total,
            "created_at": now,
            "updated_at": now,
            "started_at": now,
        },
        source,
    )
    source = numbers(1, how_many * seats)
    await insert_rows(
        connection,
        campaign_sessions,
        {
            "campaign_id": (source.c.n - 1) // seats + 1,
            "session_id": source.c.n,
            "organization_id": ORGANIZATION,
            "position": cast((source.c.n - 1) % seats, Integer),
        },
        source,
    )


async def keep_active(connection: AsyncConnection, how_many: int) -> None:
    """All campaigns but the first ones wait for somebody to start them."""
    await connection.execute(
        update(campaigns)
        .where(campaigns.c.id > how_many)
        .values(status=CampaignStatus.WAITING, reason=StatusReason.NOT_STARTED)
    )


async def spread_slots(connection: AsyncConnection, now: datetime, interval: timedelta) -> None:
    """Every seat's next slot somewhere within its interval, as after hours of sending."""
    first = to_ms(now)
    each = interval // timedelta(milliseconds=1)
    seat = campaign_sessions.c.session_id
    # A prime apart, so that the seats of a campaign are not in step.
    at = literal(first, BigInteger) + seat * 7919 % each
    await connection.execute(
        update(campaign_sessions).values(next_slot_at=type_coerce(at, Instant()))
    )
