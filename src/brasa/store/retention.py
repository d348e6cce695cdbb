"""Forget what is older than a setting says."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.campaign import CampaignStatus
from brasa.domain.execution import ExecutionState, ExecutionType
from brasa.store.execution_states import in_state
from brasa.store.tables import (
    campaign_logs,
    campaigns,
    executions,
    health_points,
    organizations,
    sessions,
    throughput,
)

_S = ExecutionState
_DONE = (_S.SENT, _S.DELIVERED, _S.READ, _S.FAILED)


async def drop_logs(connection: AsyncConnection, before: datetime, most: int) -> int:
    """Delete log lines older than a moment, at most `most`; how many."""
    old = select(campaign_logs.c.id).where(campaign_logs.c.at < before).limit(most)
    return await _delete(connection, campaign_logs, campaign_logs.c.id.in_(old.scalar_subquery()))


async def drop_executions(connection: AsyncConnection, before: datetime, most: int) -> int:
    """Delete executions that ended before a moment, at most `most` of each kind; how many.

    Those to contacts are kept until their campaign is over: such a row is what keeps the contact
    from being written to twice.
    """
    columns = executions.c
    over = select(campaigns.c.id).where(
        campaigns.c.status == CampaignStatus.STOPPED, campaigns.c.finished_at < before
    )
    deletable = or_(columns.type == ExecutionType.INTERNAL, columns.campaign_id.in_(over))
    tried = and_(columns.listed_at < before, columns.state.in_(_DONE))
    # What was never tried has no time of its own but when it was given up.
    skipped = and_(in_state(ExecutionState.SKIPPED), columns.finished_at < before)
    dropped = 0
    for ended in (tried, skipped):
        # By organization: the indexes begin with it.
        old = select(columns.id).where(_of_any(columns.organization_id), ended, deletable)
        condition = columns.id.in_(old.limit(most).scalar_subquery())
        dropped += await _delete(connection, executions, condition)
    return dropped


async def drop_charts(connection: AsyncConnection, minutes: datetime, hours: datetime) -> int:
    """Delete minute buckets, and hour buckets and health points, older than these moments."""
    columns = throughput.c
    dropped = 0
    for seconds, before in ((60, minutes), (3600, hours)):
        old = and_(
            _of_any(columns.organization_id), columns.seconds == seconds, columns.at < before
        )
        dropped += await _delete(connection, throughput, old)
    points = health_points.c
    old = and_(points.session_id.in_(select(sessions.c.id)), points.hour < hours)
    return dropped + await _delete(connection, health_points, old)


def _of_any(organization_id: ColumnElement[int]) -> ColumnElement[bool]:
    return organization_id.in_(select(organizations.c.id))


async def _delete(connection: AsyncConnection, table: Table, condition: Any) -> int:
    return (await connection.execute(delete(table).where(condition))).rowcount
