"""Fill a database with executions and lines of the log: what is due, and what has passed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import FromClause, String, cast, literal
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.campaigns.fill import ORGANIZATION
from bench.campaigns.series import insert_rows, numbers, spread
from brasa.store.tables import campaign_days, campaign_logs, executions
from brasa.store.types import Instant


async def due_executions(
    connection: AsyncConnection, now: datetime, how_many: int, over_sessions: int
) -> None:
    """External executions of campaign 1 that are due now, dealt out to its sessions."""
    await _dealt_out(connection, now, numbers(1, how_many), over_sessions, {"state": "scheduled"})
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
    at = spread(source.c.n, how_many, begin, end)
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
            "at": spread(source.c.n, over_campaigns * each, begin, end),
        },
        source,
    )


async def sent_executions(
    connection: AsyncConnection, now: datetime, how_many: int, over_sessions: int
) -> None:
    """Executions of campaign 1 that providers took and have not reported on."""
    source = numbers(1, how_many)
    columns = {
        "state": "sent",
        "attempt": 1,
        "content": "Olá, seu pedido está a caminho.",
        "executed_at": literal(now, Instant()),
        "receipt_due_at": literal(now + timedelta(days=1), Instant()),
        "provider_id": cast(source.c.n, String) + literal("-1"),
    }
    await _dealt_out(connection, now, source, over_sessions, columns)


async def _dealt_out(
    connection: AsyncConnection,
    now: datetime,
    source: FromClause,
    over_sessions: int,
    columns: Mapping[str, Any],
) -> None:
    """External executions of campaign 1, one for each contact, dealt out to its sessions."""
    common = {
        "organization_id": ORGANIZATION,
        "campaign_id": 1,
        "type": "external",
        "session_id": (source.c.n - 1) % over_sessions + 1,
        "contact_id": source.c.n,
        "scheduled_at": literal(now, Instant()),
    }
    await insert_rows(connection, executions, {**common, **columns}, source)
