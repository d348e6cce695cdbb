"""Executions, logs and throughput: what happened."""

from datetime import timedelta
from typing import Annotated

from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from msgspec import UNSET, UnsetType

from brasa.actions.unit import Work
from brasa.api import views
from brasa.api.params import CampaignId, Cursor, Limit, Search, SessionId, Time, aware
from brasa.api.schemas import history as shown
from brasa.clock import iso_ms
from brasa.domain.events import Level
from brasa.domain.execution import ExecutionState, ExecutionType, Reached
from brasa.store.executions_read import ExecutionFilter, get_execution, list_executions
from brasa.store.logs_read import LogFilter, list_logs
from brasa.store.organizations import Organization
from brasa.store.paging import Position, decode_cursor, encode_cursor
from brasa.store.throughput import Bucket, Span, throughput_of

_DEFAULT_SPAN = {Bucket.MINUTE: timedelta(hours=1), Bucket.HOUR: timedelta(days=2)}


@get("/executions", summary="Executions")
async def list_all_executions(
    organization: NamedDependency[Organization],
    work: NamedDependency[Work],
    campaign_id: CampaignId = None,
    session_id: SessionId = None,
    in_state: Annotated[ExecutionState | None, QueryParameter(name="state")] = None,
    reached: FromQuery[Reached | None] = None,
    reason: Search = None,
    type_: Annotated[ExecutionType | None, QueryParameter(name="type")] = None,
    search: Search = None,
    since: Time = None,
    until: Time = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> shown.Executions:
    """Newest first. Without `state`, what has been executed; `reached` is that far or further."""
    wanted = ExecutionFilter(
        campaign_id,
        session_id,
        in_state,
        type_,
        search,
        aware("since", since),
        aware("until", until),
        reached=reached,
        reason=reason,
    )
    after = decode_cursor(cursor)
    async with work.database.read() as connection:
        page = await list_executions(connection, organization.organization_id, wanted, limit, after)
    items = [views.execution_view(row) for row in page.items]
    return shown.Executions(items=items, next_cursor=_cursor(page.next))


@get("/executions/{execution_id:int}", summary="One execution")
async def get_one_execution(
    organization: NamedDependency[Organization],
    work: NamedDependency[Work],
    execution_id: FromPath[int],
) -> shown.Execution:
    """One execution, in whatever state it is."""
    async with work.database.read() as connection:
        row = await get_execution(connection, organization.organization_id, execution_id)
    return views.execution_view(row)


@get("/logs", summary="Campaign logs")
async def list_all_logs(
    organization: NamedDependency[Organization],
    work: NamedDependency[Work],
    campaign_id: CampaignId = None,
    session_id: SessionId = None,
    level: FromQuery[Level | None] = None,
    search: Search = None,
    since: Time = None,
    until: Time = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> shown.Logs:
    """Newest first."""
    span = aware("since", since), aware("until", until)
    wanted = LogFilter(campaign_id, session_id, level, search, *span)
    after = decode_cursor(cursor)
    async with work.database.read() as connection:
        page = await list_logs(connection, organization.organization_id, wanted, limit, after)
    return shown.Logs(items=page.items, next_cursor=_cursor(page.next))


@get("/throughput", summary="Messages by minute or hour")
async def get_throughput(
    organization: NamedDependency[Organization],
    work: NamedDependency[Work],
    campaign_id: CampaignId = None,
    session_id: SessionId = None,
    unit: FromQuery[Bucket] = Bucket.MINUTE,
    since: Time = None,
    until: Time = None,
) -> shown.Throughput:
    """Oldest first, gaps filled with zeros; the last hour or the last two days by default."""
    end = aware("until", until) or work.clock.now()
    begin = aware("since", since) or end - _DEFAULT_SPAN[unit]
    async with work.database.read() as connection:
        points = await throughput_of(
            connection,
            organization.organization_id,
            Span(unit, begin, end),
            campaign_id,
            session_id,
        )
    return shown.Throughput(
        unit=unit.value,
        items=[
            shown.ThroughputPoint(
                at=iso_ms(point.at),
                sent=point.sent,
                delivered=point.delivered,
                failed=point.failed,
            )
            for point in points
        ],
    )


def _cursor(position: Position | None) -> str | UnsetType:
    return UNSET if position is None else encode_cursor(position)


router = Router(
    path="/",
    route_handlers=[list_all_executions, get_one_execution, list_all_logs, get_throughput],
    tags=["history"],
)
