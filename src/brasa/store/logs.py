"""Campaign logs, as they are written."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.events import Level
from brasa.store.tables import campaign_logs


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line about a campaign, and about one of its sessions where it names it."""

    organization_id: int
    campaign_id: int
    session_id: int | None = None
    level: Level
    code: str
    message: str
    data: dict[str, Any] | None = None
    at: datetime


async def append(connection: AsyncConnection, lines: Sequence[Line]) -> list[int]:
    """Store lines; their ids in the same order."""
    if not lines:
        return []
    statement = insert(campaign_logs).returning(campaign_logs.c.id, sort_by_parameter_order=True)
    rows = [msgspec.structs.asdict(line) for line in lines]
    return list((await connection.execute(statement, rows)).scalars())
