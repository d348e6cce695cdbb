"""What the cluster is doing: its nodes, who plans, who sends for whom, and what is late."""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from brasa.actions import leasing
from brasa.actions.membership import LOST_AFTER
from brasa.domain.shards import SHARDS
from brasa.store import leases, nodes
from brasa.store.database import Database
from brasa.store.due import overdue


class NodeStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One node. `silent` is seconds since it last reported; `info` is what it said then."""

    id: str
    role: str
    host: str
    started_at: datetime
    silent: float
    alive: bool
    plans: bool
    shards: int
    info: dict[str, Any]


class ClusterStatus(msgspec.Struct, frozen=True, kw_only=True):
    """The whole. `late` is how long the most overdue message has waited, in seconds."""

    at: datetime
    nodes: list[NodeStatus]
    planner: str | None
    orphan_shards: int
    overdue: int
    late: float


async def cluster_status(database: Database, now: datetime) -> ClusterStatus:
    """Read it from the store, which knows also when Valkey does not answer.

    `now` is the store's time (store/clock.py).
    """
    async with database.read() as connection:
        standing = [lease for lease in await leases.standing(connection) if lease.until > now]
        found = await nodes.all_nodes(connection)
        late_since, late = await overdue(connection, now)
        return _status(found, standing, now, late, now - late_since if late_since else None)


def _status(
    found: list[nodes.Node],
    standing: list[leases.Lease],
    now: datetime,
    late: int,
    since: timedelta | None,
) -> ClusterStatus:
    planner = next((lease.owner for lease in standing if lease.name == leasing.PLANNER), None)
    owners = [lease.owner for lease in standing if lease.name.startswith(leasing.SHARDS)]
    return ClusterStatus(
        at=now,
        nodes=[
            NodeStatus(
                id=node.id,
                role=node.role,
                host=node.host,
                started_at=node.started_at,
                silent=max(0.0, (now - node.seen_at).total_seconds()),
                alive=now - node.seen_at < LOST_AFTER,
                plans=node.id == planner,
                shards=owners.count(node.id),
                info=node.info,
            )
            for node in found
        ],
        planner=planner,
        orphan_shards=SHARDS - len(owners),
        overdue=late,
        late=since.total_seconds() if since else 0.0,
    )
