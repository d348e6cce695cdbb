"""Failed and unknown executions, as an operator takes them up again."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.execution import ExecutionState, ExecutionType
from brasa.store.campaigns import Campaign
from brasa.store.execution_states import in_state
from brasa.store.moving import MOVING, Moving, moving
from brasa.store.tables import executions

_c = executions.c


async def ids_in(
    connection: AsyncConnection,
    campaign: Campaign,
    state: ExecutionState,
    most: int,
    *,
    after: int = 0,
    codes: Collection[str] | None = None,
    ids: Collection[int] | None = None,
    external: bool = False,
) -> list[int]:
    """The next executions of a campaign in `state`, by id: all, or those with these error codes,
    or those named. `external` leaves out the conversation, whose slots were only a time."""
    statement = select(_c.id).where(*_chosen(campaign, state, codes, external), _c.id > after)
    if ids is not None:
        statement = statement.where(_c.id.in_(ids))
    return list((await connection.execute(statement.order_by(_c.id).limit(most))).scalars())


async def count_in(
    connection: AsyncConnection,
    campaign: Campaign,
    state: ExecutionState,
    *,
    codes: Collection[str] | None = None,
    external: bool = False,
) -> int:
    """How many `ids_in` would find in all."""
    statement = select(func.count()).where(*_chosen(campaign, state, codes, external))
    return int((await connection.execute(statement)).scalar_one())


async def put_back(
    connection: AsyncConnection, ids: Sequence[int], leaving: ExecutionState
) -> list[Moving]:
    """failed or unknown → pending, as if never tried; the rows as they were moved.

    `attempt` stays: it is part of the key by which a provider knows one try from another.
    """
    statement = (
        update(executions)
        .where(_c.id.in_(ids), _c.state == leaving)
        .values(
            state=ExecutionState.PENDING,
            refusals=0,
            scheduled_at=None,
            executed_at=None,
            delivered_at=None,
            read_at=None,
            finished_at=None,
            receipt_due_at=None,
            look_up_at=None,
            provider_id=None,
            error_code=None,
            error_message=None,
            lease_owner=None,
            lease_until=None,
        )
        .returning(*MOVING)
    )
    return [moving(row) for row in await connection.execute(statement)]


def _chosen(
    campaign: Campaign,
    state: ExecutionState,
    codes: Collection[str] | None,
    external: bool,
) -> list[ColumnElement[bool]]:
    chosen = [
        in_state(state),
        _c.campaign_id == campaign.id,
        _c.organization_id == campaign.organization_id,
    ]
    if codes is not None:
        chosen.append(_c.error_code.in_(codes))
    if external:
        chosen.append(_c.type == ExecutionType.EXTERNAL)
    return chosen
