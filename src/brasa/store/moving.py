"""An execution between its slot and its outcome: the columns that whoever moves it needs."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from brasa.domain.execution import ExecutionType
from brasa.store.tables import executions
from brasa.store.types import AnyRow, from_ms

_c = executions.c
MOVING = (
    _c.id,
    _c.organization_id,
    _c.campaign_id,
    _c.type,
    _c.session_id,
    _c.to_session_id,
    _c.contact_id,
    _c.attempt,
    _c.refusals,
    _c.scheduled_at,
)

_TYPES = {type_.value: type_ for type_ in ExecutionType}


class Moving(msgspec.Struct, frozen=True, gc=False):
    """An execution between its slot and its outcome; `attempt` counts the tries begun so far,
    `refusals` those that the provider refused for now since it was queued.

    One that is pending has neither session nor time.
    """

    id: int
    organization_id: int
    campaign_id: int
    type: ExecutionType
    session_id: int
    to_session_id: int | None
    contact_id: int | None
    attempt: int
    refusals: int
    scheduled_at: datetime


def moving(row: AnyRow) -> Moving:
    """A row of the MOVING columns."""
    id_, organization, campaign, type_, *rest = row
    return Moving(id_, organization, campaign, _TYPES[type_], *rest)


def plainly_moving(rows: Iterable[Sequence[Any]]) -> list[Moving]:
    """Rows of the MOVING columns as a `Statement` gives them: a time is whole milliseconds."""
    return [
        Moving(id_, org, campaign, _TYPES[type_], session, to, contact, tries, refused, from_ms(at))
        for id_, org, campaign, type_, session, to, contact, tries, refused, at in rows
    ]
