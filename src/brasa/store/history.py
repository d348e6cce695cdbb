"""Past executions as they enter the store."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.chunks import chunked
from brasa.store.recipients import WINDOW
from brasa.store.tables import campaigns, executions, organizations, recent_recipients
from brasa.store.upsert import insert_into

# (campaign, session or contact, slot or step): what is unique about an execution.
Key = tuple[int, int, int]
# Rows a statement; each has some fifteen parameters.
_AT_ONCE = 1_000


async def insert_missing(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> set[Key]:
    """Write the executions that are not there yet; their keys."""
    statement = (
        insert_into(connection, executions)
        .on_conflict_do_nothing()
        .returning(
            executions.c.campaign_id,
            executions.c.session_id,
            executions.c.contact_id,
            executions.c.step,
            executions.c.slot,
        )
    )
    written: set[Key] = set()
    for chunk in chunked(rows, _AT_ONCE):
        found = await connection.execute(statement, list(chunk))
        written.update(key_of(row) for row in found.mappings())
    return written


def key_of(row: Any) -> Key:
    """The key of an execution's columns."""
    if row["contact_id"] is not None:
        return row["campaign_id"], row["contact_id"], row["step"]
    return row["campaign_id"], row["session_id"], row["slot"]


async def add_recipients(
    connection: AsyncConnection,
    organization_id: int,
    rows: Sequence[dict[str, Any]],
    now: datetime,
) -> None:
    """Count recipients: those of each campaign, and the organization's of the last 24 hours."""
    for campaign_id in {row["campaign_id"] for row in rows}:
        added = sum(row["campaign_id"] == campaign_id for row in rows)
        await connection.execute(
            update(campaigns)
            .where(campaigns.c.organization_id == organization_id, campaigns.c.id == campaign_id)
            .values(total=campaigns.c.total + added)
        )
    recent: dict[int, datetime] = {}
    for row in rows:
        if row["executed_at"] > now - WINDOW:
            recent[row["contact_id"]] = max(
                row["executed_at"], recent.get(row["contact_id"], row["executed_at"])
            )
    if recent:
        await _remember(connection, organization_id, recent)


async def _remember(
    connection: AsyncConnection, organization_id: int, recent: dict[int, datetime]
) -> None:
    statement = insert_into(connection, recent_recipients)
    newer = statement.excluded.last_sent_at
    statement = statement.on_conflict_do_update(
        index_elements=["organization_id", "contact_id"],
        set_={"last_sent_at": newer},
        where=recent_recipients.c.last_sent_at < newer,
    )
    await connection.execute(
        statement,
        [
            {"organization_id": organization_id, "contact_id": contact, "last_sent_at": at}
            for contact, at in sorted(recent.items())
        ],
    )
    count = (
        select(func.count())
        .where(recent_recipients.c.organization_id == organization_id)
        .scalar_subquery()
    )
    await connection.execute(
        update(organizations)
        .where(organizations.c.id == organization_id)
        .values(recipients_24h=count)
    )
