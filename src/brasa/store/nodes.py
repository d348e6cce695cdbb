"""The nodes of a cluster, as each last reported itself."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.tables import nodes
from brasa.store.upsert import insert_into

_c = nodes.c


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """One process. `info` is what it tells of itself: versions, addresses, measurements."""

    id: str
    role: str
    host: str
    started_at: datetime
    seen_at: datetime
    info: dict[str, Any] = {}


async def report(connection: AsyncConnection, node: Node) -> None:
    """Write down that a node lives."""
    statement = insert_into(connection, nodes).values(msgspec.structs.asdict(node))
    new = statement.excluded
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[_c.id], set_={"seen_at": new.seen_at, "info": new.info}
        )
    )


async def all_nodes(connection: AsyncConnection) -> list[Node]:
    """Every node that has not left, alive or not, the oldest first."""
    columns = (_c.id, _c.role, _c.host, _c.started_at, _c.seen_at, _c.info)
    rows = await connection.execute(select(*columns).order_by(_c.started_at, _c.id))
    return [Node(**row._mapping) for row in rows]


async def forget_silent(connection: AsyncConnection, before: datetime) -> list[str]:
    """Remove who has not reported since a moment; their ids. Each loss is found by one node."""
    statement = delete(nodes).where(_c.seen_at < before).returning(_c.id)
    return list((await connection.execute(statement)).scalars())


async def leave(connection: AsyncConnection, ids: Collection[str]) -> None:
    """Remove nodes that end as they should."""
    await connection.execute(delete(nodes).where(_c.id.in_(ids)))
