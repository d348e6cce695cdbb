"""Forget what is older than a setting says."""

from datetime import datetime
from typing import Any

from sqlalchemy import Table, and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.campaign import CampaignStatus
from brasa.domain.execution import ExecutionState, ExecutionType
from brasa.store.tables import (
    campaign_logs,
    campaigns,
    executions,
    health_points,
    throughput,
)


async def drop_logs(connection: AsyncConnection, before: datetime, most: int) -> int:
    """Delete log lines older than a moment, at most `most`; how many."""
    old = select(campaign_logs.c.id).where(campaign_logs.c.at < before).limit(most)
    return await _delete(connection, campaign_logs, campaign_logs.c.id.in_(old.scalar_subquery()))


async def drop_executions(connection: AsyncConnection, before: datetime, most: int) -> int:
    """Delete executions that ended before a moment, at most `most`; how many.

    Those to contacts are kept until their campaign is over: such a row is what keeps the contact
    from being written to twice.
    """
    columns = executions.c
    over = select(campaigns.c.id).where(
        campaigns.c.status == CampaignStatus.STOPPED, campaigns.c.finished_at < before
    )
    done = columns.state.not_in(
        (
            ExecutionState.PENDING,
            ExecutionState.SCHEDULED,
            ExecutionState.LEASED,
            ExecutionState.SENDING,
            ExecutionState.UNKNOWN,
        )
    )
    old = (
        select(columns.id)
        .where(
            columns.executed_at < before,
            done,
            or_(columns.type == ExecutionType.INTERNAL, columns.campaign_id.in_(over)),
        )
        .limit(most)
    )
    return await _delete(connection, executions, columns.id.in_(old.scalar_subquery()))


async def drop_charts(connection: AsyncConnection, minutes: datetime, hours: datetime) -> int:
    """Delete minute buckets, and hour buckets and health points, older than these moments."""
    columns = throughput.c
    old = or_(
        and_(columns.seconds == 60, columns.at < minutes),
        and_(columns.seconds == 3600, columns.at < hours),
    )
    return await _delete(connection, throughput, old) + await _delete(
        connection, health_points, health_points.c.hour < hours
    )


async def _delete(connection: AsyncConnection, table: Table, condition: Any) -> int:
    return (await connection.execute(delete(table).where(condition))).rowcount
