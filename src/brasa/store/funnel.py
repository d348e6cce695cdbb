"""How far a campaign's executions have come, and why some did not."""

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.execution import ExecutionState
from brasa.store.campaigns import Campaign
from brasa.store.execution_states import in_trouble, is_open
from brasa.store.statuses import Counts, counts_of
from brasa.store.tables import executions

_S = ExecutionState
_e = executions.c


class Reason(msgspec.Struct, frozen=True):
    """How many executions are in a state of trouble for one reason; `message` is one of theirs."""

    state: str
    code: str
    message: str
    count: int


class Funnel(msgspec.Struct, frozen=True):
    """Counts by state. `sent` is all that was accepted, `delivered` includes read."""

    total: int
    pending: int
    scheduled: int
    sending: int
    sent: int
    delivered: int
    read: int
    failed: int
    unknown: int
    skipped: int
    reasons: list[Reason]


async def funnel_of(connection: AsyncConnection, campaign: Campaign) -> Funnel:
    """The funnel of a campaign; costs what is open or in trouble, not what has passed."""
    counts = (await counts_of(connection, [campaign.id])).get(campaign.id, Counts())
    open_ = await _in_flight(connection, campaign)
    skipped = counts.skipped + campaign.skipped
    settled = counts.sent + counts.failed + counts.unknown + skipped
    known = settled + sum(open_.values())
    return Funnel(
        total=max(campaign.total, known),
        pending=max(0, campaign.total - known),
        scheduled=open_.get(_S.SCHEDULED, 0),
        sending=open_.get(_S.SENDING, 0),
        sent=counts.sent,
        delivered=counts.delivered,
        read=counts.read,
        failed=counts.failed,
        unknown=counts.unknown,
        skipped=skipped,
        reasons=await _reasons(connection, campaign),
    )


async def _in_flight(connection: AsyncConnection, campaign: Campaign) -> dict[str, int]:
    mine = (
        _e.campaign_id == campaign.id,
        _e.organization_id == campaign.organization_id,
    )
    query = select(_e.state, func.count()).where(is_open(), *mine).group_by(_e.state)
    return {row[0]: row[1] for row in await connection.execute(query)}


async def _reasons(connection: AsyncConnection, campaign: Campaign) -> list[Reason]:
    groups = (
        select(
            _e.standing, _e.error_code, func.count().label("count"), func.max(_e.id).label("last")
        )
        .where(in_trouble(), _e.campaign_id == campaign.id)
        .group_by(_e.standing, _e.error_code)
        .subquery()
    )
    g = groups.c
    statement = (
        select(g.standing, g.error_code, _e.error_message, g.count)
        .join(executions, _e.id == g.last)
        .where(_e.organization_id == campaign.organization_id)
        .order_by(g.count.desc(), g.standing, g.error_code)
    )
    return [
        Reason(state, code or "", message or "", count)
        for state, code, message, count in await connection.execute(statement)
    ]
