"""Fill a database with a given amount of everything, in a few statements.

Rows are made by the database from a series of numbers, so that ten million take seconds, not
hours. What is made is what the engine would have written: counters agree with rows.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    String,
    Table,
    cast,
    func,
    insert,
    literal,
    select,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.campaign import (
    CampaignDefinition,
    CampaignStatus,
    External,
    Internal,
    StatusReason,
    Template,
)
from brasa.store.tables import (
    campaign_days,
    campaign_logs,
    campaign_sessions,
    campaigns,
    contacts,
    executions,
    organizations,
    sessions,
)
from brasa.store.types import Instant

ORGANIZATION = 1
TARGET = 1_000_000
BODY = "Olá {{ nome }}, seu pedido está a caminho."


def numbers(first: int, last: int) -> FromClause:
    """The whole numbers of a range as a table with a column `n`."""
    series = select(literal(first, BigInteger).label("n")).cte("series", recursive=True)
    following = (series.c.n + 1).label("n")
    return series.union_all(select(following).where(series.c.n < last))


async def insert_rows(
    connection: AsyncConnection, table: Table, columns: dict[str, Any], source: FromClause
) -> None:
    """Insert one row for each row of `source`; columns are expressions on it, or constants."""
    query: Select[Any] = select(
        *(
            value if isinstance(value, ColumnElement) else literal(value, table.c[name].type)
            for name, value in columns.items()
        )
    ).select_from(source)
    await connection.execute(insert(table).from_select(list(columns), query, False))


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
            "name": _named("Atendimento ", source.c.n),
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
            "name": _named("Contato ", source.c.n),
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
            "name": _named("Campanha ", source.c.n),
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
    first = Instant().process_bind_param(now, None)
    each = interval // timedelta(milliseconds=1)
    seat = campaign_sessions.c.session_id
    # A prime apart, so that the seats of a campaign are not in step.
    at = literal(first, BigInteger) + seat * 7919 % each
    await connection.execute(
        update(campaign_sessions).values(next_slot_at=type_coerce(at, Instant()))
    )


async def due_executions(
    connection: AsyncConnection, now: datetime, how_many: int, over_sessions: int
) -> None:
    """External executions of campaign 1 that are due now, dealt out to its sessions."""
    source = numbers(1, how_many)
    present = literal(now, Instant())
    await insert_rows(
        connection,
        executions,
        {
            "organization_id": ORGANIZATION,
            "campaign_id": 1,
            "type": "external",
            "state": "scheduled",
            "session_id": (source.c.n - 1) % over_sessions + 1,
            "contact_id": source.c.n,
            "scheduled_at": present,
        },
        source,
    )
    source = numbers(1, over_sessions)
    await insert_rows(
        connection,
        campaign_days,
        {
            "campaign_id": 1,
            "session_id": source.c.n,
            "day": now.date(),
            "organization_id": ORGANIZATION,
            "open": how_many // over_sessions,
        },
        source,
    )


def _named(prefix: str, number: ColumnElement[int]) -> ColumnElement[str]:
    return literal(prefix) + cast(number, String)


async def delivered_executions(
    connection: AsyncConnection,
    begin: datetime,
    end: datetime,
    over_campaigns: int,
    each: int,
    seats: int,
) -> None:
    """`each` executions for each campaign, one campaign after the other, delivered since `begin`.

    In the order of the keys, so that indexes grow at their ends: it is a history, after all.
    """
    how_many = over_campaigns * each
    source = numbers(0, how_many - 1)
    campaign = source.c.n // each + 1
    at = _spread(source.c.n, how_many, begin, end)
    await insert_rows(
        connection,
        executions,
        {
            "organization_id": ORGANIZATION,
            "campaign_id": campaign,
            "type": "external",
            "state": "delivered",
            "session_id": (campaign - 1) * seats + source.c.n % seats + 1,
            "contact_id": source.c.n % each + 1,
            "attempt": 1,
            "scheduled_at": at,
            "content": "Olá, seu pedido está a caminho.",
            "executed_at": at,
            "delivered_at": at,
            "finished_at": at,
            "provider_id": cast(source.c.n + 1_000_000_000, String),
        },
        source,
    )


async def log_lines(
    connection: AsyncConnection, begin: datetime, end: datetime, over_campaigns: int, each: int
) -> None:
    """`each` lines for each campaign, in turns."""
    source = numbers(0, over_campaigns * each - 1)
    await insert_rows(
        connection,
        campaign_logs,
        {
            "organization_id": ORGANIZATION,
            "campaign_id": source.c.n % over_campaigns + 1,
            "level": "info",
            "code": "tick_done",
            "message": "Processamento concluído: 10 sessões ativas",
            "at": _spread(source.c.n, over_campaigns * each, begin, end),
        },
        source,
    )


def _spread(
    number: ColumnElement[int], of: int, begin: datetime, end: datetime
) -> ColumnElement[int]:
    """The moment of the n-th of so many, evenly from `begin` to `end`."""
    first, last = (Instant().process_bind_param(at, None) or 0 for at in (begin, end))
    return literal(first, BigInteger) + number * ((last - first) // max(of, 1))


async def sent_executions(
    connection: AsyncConnection, now: datetime, how_many: int, over_sessions: int
) -> None:
    """Executions of campaign 1 that providers took and have not reported on."""
    source = numbers(1, how_many)
    present = literal(now, Instant())
    await insert_rows(
        connection,
        executions,
        {
            "organization_id": ORGANIZATION,
            "campaign_id": 1,
            "type": "external",
            "state": "sent",
            "session_id": (source.c.n - 1) % over_sessions + 1,
            "contact_id": source.c.n,
            "attempt": 1,
            "scheduled_at": present,
            "content": "Olá, seu pedido está a caminho.",
            "executed_at": present,
            "receipt_due_at": literal(now + timedelta(days=1), Instant()),
            "provider_id": cast(source.c.n, String) + literal("-1"),
        },
        source,
    )
