"""How far a campaign's executions have come, and why some did not."""

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.execution import ExecutionState
from brasa.store.statuses import Counts, counts_of
from brasa.store.tables import campaigns, executions

_S = ExecutionState
_e = executions.c
TROUBLE = (_S.FAILED, _S.UNKNOWN, _S.SKIPPED)


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


async def funnel_of(connection: AsyncConnection, organization_id: int, campaign_id: int) -> Funnel:
    """The funnel of one campaign; costs what is open or in trouble, not what has passed."""
    counts = (await counts_of(connection, [campaign_id])).get(campaign_id, Counts())
    named = (campaigns.c.id == campaign_id, campaigns.c.organization_id == organization_id)
    row = (
        await connection.execute(select(campaigns.c.total, campaigns.c.skipped).where(*named))
    ).first()
    total, skipped = (row.total, row.skipped) if row else (0, 0)
    scheduled = await _in_flight(connection, organization_id, campaign_id, _S.SCHEDULED)
    leased = await _in_flight(connection, organization_id, campaign_id, _S.LEASED)
    sending = await _in_flight(connection, organization_id, campaign_id, _S.SENDING)
    skipped += counts.skipped
    settled = counts.sent + counts.failed + counts.unknown + skipped
    known = settled + scheduled + leased + sending
    return Funnel(
        total=max(total, known),
        pending=max(0, total - known),
        scheduled=scheduled + leased,
        sending=sending,
        sent=counts.sent,
        delivered=counts.delivered,
        read=counts.read,
        failed=counts.failed,
        unknown=counts.unknown,
        skipped=skipped,
        reasons=await _reasons(connection, organization_id, campaign_id),
    )


async def _in_flight(
    connection: AsyncConnection, organization_id: int, campaign_id: int, state: ExecutionState
) -> int:
    statement = select(func.count()).where(
        _literally(state), _e.campaign_id == campaign_id, _e.organization_id == organization_id
    )
    return (await connection.execute(statement)).scalar_one()


async def _reasons(
    connection: AsyncConnection, organization_id: int, campaign_id: int
) -> list[Reason]:
    reasons: list[Reason] = []
    for state in TROUBLE:
        statement = (
            select(_e.error_code, func.count(), func.max(_e.id))
            .where(_literally(state), _e.campaign_id == campaign_id)
            .group_by(_e.error_code)
        )
        for code, count, sample in await connection.execute(statement):
            message = await _message(connection, organization_id, sample)
            reasons.append(Reason(state.value, code or "", message, count))
    return sorted(reasons, key=lambda reason: -reason.count)


async def _message(connection: AsyncConnection, organization_id: int, execution_id: int) -> str:
    statement = select(_e.error_message).where(
        _e.id == execution_id, _e.organization_id == organization_id
    )
    return (await connection.execute(statement)).scalar() or ""


def _literally(state: ExecutionState) -> ColumnElement[bool]:
    """A literal, for a partial index answers only a condition that names its state."""
    return _e.state == bindparam(f"state_{state}", state.value, literal_execute=True)


__all__: Any = ["TROUBLE", "Funnel", "Reason", "funnel_of"]
