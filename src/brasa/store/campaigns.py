"""Campaigns as they are stored."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import ColumnElement, Select, and_, case, literal, or_, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.clock import local_date
from brasa.domain.campaign import CampaignDefinition, CampaignStatus, QuietHours, StatusReason, Zone
from brasa.domain.schedule import Schedule
from brasa.errors import NotFound
from brasa.store.batch import among, among_values, plain
from brasa.store.locks import KEEPING_KEYS
from brasa.store.statement import Statement
from brasa.store.tables import campaign_lists, campaigns, organizations
from brasa.store.types import Instant, from_ms

_TIMES = ("resume_at", "next_execution_at", "next_check_at", "created_at", "updated_at")
# What is read of a campaign's row, plainly, so that `_campaign` takes it from any statement.
_COLUMNS = (
    *("id", "organization_id", "name", "definition", "version", "status", "reason", "note"),
    *("total", "skipped", "tick_line", *_TIMES),
)


class Campaign(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign and what it needs of its organization.

    `zone` is the campaign's clock, for its windows. Days are counted on the organization's
    (`day_zone`), so that a session has one "today" whatever campaigns it is in.
    """

    id: int
    organization_id: int
    name: str
    definition: CampaignDefinition
    schedule: Schedule
    zone: ZoneInfo
    day_zone: ZoneInfo
    language: str
    version: int
    status: CampaignStatus
    reason: StatusReason
    note: str
    resume_at: datetime | None
    next_execution_at: datetime | None
    next_check_at: datetime | None
    total: int
    skipped: int
    tick_line: str
    enrolling: bool
    created_at: datetime
    updated_at: datetime

    def day(self, at: datetime) -> date:
        """The organization's date at an instant."""
        return local_date(at, self.day_zone)


async def find(
    connection: AsyncConnection, organization_id: int, campaign_id: int, *, lock: bool = False
) -> Campaign:
    """One campaign; `lock` keeps other writers away from it until the transaction ends.

    Raises NotFound.
    """
    query = _select().where(
        campaigns.c.organization_id == organization_id, campaigns.c.id == campaign_id
    )
    if lock:
        query = query.with_for_update(of=campaigns, **KEEPING_KEYS)
    row = (await connection.execute(query)).first()
    if row is None:
        raise NotFound("A campanha {id} não existe", id=campaign_id)
    return _campaign(row)


async def some(
    connection: AsyncConnection,
    organization_id: int | None,
    campaign_ids: Collection[int] | None = None,
) -> list[Campaign]:
    """The campaigns of an organization (of all of them for the engine), all or those named."""
    query = _select().order_by(campaigns.c.id)
    if organization_id is not None:
        query = query.where(campaigns.c.organization_id == organization_id)
    if campaign_ids is not None:
        query = query.where(campaigns.c.id.in_(campaign_ids))
    return [_campaign(row) for row in await connection.execute(query)]


async def named(connection: AsyncConnection, campaign_ids: Collection[int]) -> list[Campaign]:
    """These campaigns, whosever they are."""
    rows = await _NAMED.run(connection, among_values(connection, campaign_ids))
    return [_campaign(row) for row in rows]


async def due(connection: AsyncConnection, now: datetime) -> list[Campaign]:
    """What a tick must look at: every active campaign, and those whose time to check has come."""
    condition = or_(
        campaigns.c.status == CampaignStatus.ACTIVE,
        and_(campaigns.c.next_check_at <= now, campaigns.c.status != CampaignStatus.STOPPED),
    )
    return [_campaign(row) for row in await connection.execute(_select().where(condition))]


async def stopped_with_rest(connection: AsyncConnection) -> list[Campaign]:
    """Stopped campaigns of which executions may still have to be skipped."""
    query = _select().where(
        campaigns.c.status == CampaignStatus.STOPPED, campaigns.c.next_check_at.is_not(None)
    )
    return [_campaign(row) for row in await connection.execute(query)]


async def lock_unchanged(connection: AsyncConnection, versions: Mapping[int, int]) -> set[int]:
    """Lock those of the campaigns that still have these versions; their ids."""
    query = (
        select(campaigns.c.id, campaigns.c.version)
        .where(campaigns.c.id.in_(versions))
        .order_by(campaigns.c.id)
        .with_for_update(**KEEPING_KEYS)
    )
    rows = await connection.execute(query)
    return {row.id for row in rows if versions[row.id] == row.version}


async def change(
    connection: AsyncConnection, organization_id: int, campaign_id: int, **values: Any
) -> None:
    """Set columns of one campaign."""
    await connection.execute(
        update(campaigns)
        .where(campaigns.c.organization_id == organization_id, campaigns.c.id == campaign_id)
        .values(**values)
    )


async def look_again(
    connection: AsyncConnection, campaign_ids: Collection[int], now: datetime
) -> None:
    """Have campaigns that seemed to be done with looked at: somebody of theirs is not, after all.

    A plan that was made without knowing it is not written any more: the version has moved on.
    """
    columns = campaigns.c
    finished = and_(
        columns.status == CampaignStatus.WAITING, columns.reason == StatusReason.FINISHED
    )
    done_with = or_(finished, columns.status == CampaignStatus.STOPPED)
    await connection.execute(
        update(campaigns)
        .where(columns.id.in_(campaign_ids))
        .values(
            version=columns.version + 1,
            next_check_at=case((done_with, literal(now, Instant())), else_=columns.next_check_at),
        )
    )


def _select() -> Select[Any]:
    enrolling: ColumnElement[bool] = (
        select(campaign_lists.c.campaign_id)
        .where(
            campaign_lists.c.campaign_id == campaigns.c.id,
            campaign_lists.c.enrolled_after.is_not(None),
        )
        .exists()
    )
    return select(
        *(type_coerce(campaigns.c[name], plain(campaigns.c[name].type)) for name in _COLUMNS),
        organizations.c.timezone,
        organizations.c.language,
        enrolling,
    ).join(organizations, organizations.c.id == campaigns.c.organization_id)


_NAMED = Statement(lambda dialect: _select().where(among(dialect, campaigns.c.id)))


def _campaign(row: Sequence[Any]) -> Campaign:
    *columns, timezone, language, enrolling = row
    values: dict[str, Any] = dict(zip(_COLUMNS, columns, strict=True))
    for name in _TIMES:
        values[name] = None if values[name] is None else from_ms(values[name])
    definition, schedule, zone = _parse(values.pop("definition"), timezone)
    return Campaign(
        definition=definition,
        schedule=schedule,
        zone=zone,
        day_zone=ZoneInfo(timezone),
        language=language,
        status=CampaignStatus(values.pop("status")),
        reason=StatusReason(values.pop("reason")),
        enrolling=bool(enrolling),
        **values,
    )


@lru_cache(maxsize=16_384)
def _parse(text: str, timezone: str) -> tuple[CampaignDefinition, Schedule, ZoneInfo]:
    """Reading a definition costs more than fetching it, and a tick fetches it every time."""
    definition = msgspec.json.decode(text, type=CampaignDefinition)
    zone = ZoneInfo(definition.timezone or timezone)
    quiet: QuietHours | None = definition.quiet_hours
    schedule = Schedule(
        definition.windows,
        quiet if quiet and quiet.zone is Zone.ORGANIZATION else None,
        zone,
        definition.starts_at,
        definition.ends_at,
    )
    return definition, schedule, zone
