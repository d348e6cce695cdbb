"""What sessions did within the window that their health looks at."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Date, Select, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.health import Tally
from brasa.store.batch import among, among_values
from brasa.store.tables import session_days


class Window(msgspec.Struct, frozen=True):
    """What a session did within the window that ends on `day`, the organization's date.

    `largest` is the largest plan of a day in it, `planned` what is on record for `day`.
    """

    day: date
    tally: Tally = Tally()
    largest: int = 0
    planned: int = 0


async def windows_of(
    connection: AsyncConnection, zones: Mapping[int, str], now: datetime, window_days: int
) -> dict[int, Window]:
    """The window that ends today, by session.

    `zones` are the sessions with the time zones of their organizations.
    """
    windows: dict[int, Window] = {}
    for day, ids in _days(zones, now).items():
        values = {
            **among_values(connection, ids),
            "after": day - timedelta(days=window_days),
            "today": day,
        }
        windows |= dict.fromkeys(ids, Window(day))
        rows = await connection.execute(_sums(connection.dialect.name), values)
        for session_id, *sums, largest, planned in rows:
            windows[session_id] = Window(day, Tally(*sums), largest or 0, planned or 0)
    return windows


@cache
def _sums(dialect: str) -> Select[Any]:
    columns = session_days.c
    return (
        select(
            columns.session_id,
            func.sum(columns.finished_external),
            func.sum(columns.delivered_external),
            func.sum(columns.finished_internal),
            func.sum(columns.delivered_internal),
            func.sum(columns.opted_out),
            func.sum(columns.sent_internal + columns.sent_external),
            func.count(),
            func.max(columns.cap),
            func.max(case((columns.day == bindparam("today", type_=Date()), columns.cap))),
        )
        .where(
            among(dialect, columns.session_id),
            columns.day > bindparam("after", type_=Date()),
            columns.day <= bindparam("today", type_=Date()),
        )
        .group_by(columns.session_id)
    )


def _days(zones: Mapping[int, str], now: datetime) -> Mapping[date, list[int]]:
    """Sessions by their organization's date; it is one of two or three on Earth."""
    today: dict[str, date] = {}
    days: dict[date, list[int]] = {}
    for session_id, zone in zones.items():
        if zone not in today:
            today[zone] = now.astimezone(ZoneInfo(zone)).date()
        days.setdefault(today[zone], []).append(session_id)
    return days
