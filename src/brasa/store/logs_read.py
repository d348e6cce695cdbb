"""Reading campaign logs: pages for people and the last ones for a dashboard."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from msgspec import UNSET
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.clock import iso_ms
from brasa.domain.events import CampaignLogData
from brasa.store.paging import SCAN, Page, Position, Query, earlier, position
from brasa.store.tables import campaign_logs, campaigns, sessions

_l = campaign_logs.c


class LogFilter(msgspec.Struct, frozen=True):
    """What to list; `since` is within, `until` is not."""

    campaign_id: int | None = None
    session_id: int | None = None
    level: str | None = None
    search: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def timed(self) -> bool:
        """Whether the list follows the clock; otherwise the order in which lines were stored."""
        return self.since is not None or self.until is not None


async def list_logs(
    connection: AsyncConnection,
    organization_id: int,
    wanted: LogFilter,
    limit: int,
    after: Position | None = None,
) -> Page[CampaignLogData]:
    """A page of lines, newest first."""
    rest = _rest(wanted)
    most = SCAN if rest else limit + 1
    found = _candidates(organization_id, wanted, after, most).subquery()
    order = (found.c.at.desc(), found.c.id.desc()) if wanted.timed else (found.c.id.desc(),)
    statement = _rows(organization_id).join(found, found.c.id == _l.id).where(*rest)
    rows = (await connection.execute(statement.order_by(*order).limit(limit + 1))).all()
    if len(rows) > limit:
        last = rows[limit - 1]
        return Page(_events(rows[:limit]), position(last.at if wanted.timed else None, last.id))
    if not rest:
        return Page(_events(rows))
    edge = select(found.c.at, found.c.id).order_by(*order).offset(SCAN - 1).limit(1)
    row = (await connection.execute(edge)).first()
    return Page(_events(rows), row and position(row.at if wanted.timed else None, row.id))


async def last_logs(
    connection: AsyncConnection, organization_id: int, most: int
) -> list[CampaignLogData]:
    """The last lines stored, oldest first."""
    return (await list_logs(connection, organization_id, LogFilter(), most)).items[::-1]


def _rows(organization_id: int) -> Query:
    return (
        select(campaign_logs, campaigns.c.name.label("campaign"), sessions.c.name.label("session"))
        .join(campaigns, campaigns.c.id == _l.campaign_id)
        .outerjoin(sessions, sessions.c.id == _l.session_id)
        .where(_l.organization_id == organization_id)
    )


def _candidates(
    organization_id: int, wanted: LogFilter, after: Position | None, most: int
) -> Query:
    statement = select(_l.at, _l.id)
    if wanted.campaign_id is not None and not wanted.timed:
        statement = statement.where(_l.campaign_id == wanted.campaign_id)
    else:
        statement = statement.where(_l.organization_id == organization_id)
    if wanted.since is not None:
        statement = statement.where(_l.at >= wanted.since)
    if wanted.until is not None:
        statement = statement.where(_l.at < wanted.until)
    if after is not None:
        statement = statement.where(
            earlier(_l.at, _l.id, after) if wanted.timed else _l.id < after.id
        )
    order = (_l.at.desc(), _l.id.desc()) if wanted.timed else (_l.id.desc(),)
    return statement.order_by(*order).limit(most)


def _rest(wanted: LogFilter) -> list[ColumnElement[bool]]:
    """What no index answers."""
    rest: list[ColumnElement[bool]] = []
    if wanted.timed and wanted.campaign_id is not None:
        rest.append(_l.campaign_id == wanted.campaign_id)
    if wanted.session_id is not None:
        rest.append(_l.session_id == wanted.session_id)
    if wanted.level is not None:
        rest.append(_l.level == wanted.level)
    if wanted.search:
        texts = (_l.message, campaigns.c.name, sessions.c.name)
        rest.append(or_(*(text.icontains(wanted.search, autoescape=True) for text in texts)))
    return rest


def _events(rows: Iterable[Any]) -> list[CampaignLogData]:
    return [
        CampaignLogData(
            organization_id=row.organization_id,
            campaign_id=str(row.campaign_id),
            campaign_name=row.campaign,
            level=row.level,
            message=row.message,
            timestamp=iso_ms(row.at),
            data=UNSET if row.data is None else row.data,
            session_id=UNSET if row.session_id is None else str(row.session_id),
            session_name=row.session or UNSET,
            code=row.code or UNSET,
            log_id=str(row.id),
        )
        for row in rows
    ]
