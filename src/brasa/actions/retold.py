"""Dashboards that were told of a try are told what becomes of the wait for the next one.

Of what was never tried nothing is said while it waits, and there may be very much of it. The few
that were tried are looked up again when somebody gives them another time, or none.
"""

from collections.abc import Iterable
from datetime import datetime

from brasa.actions.unit import Unit
from brasa.store.execution_rows import execution_event
from brasa.store.executions_read import tried_executions
from brasa.store.moving import Moving


async def tell_moved(unit: Unit, rows: Iterable[Moving], at: datetime) -> None:
    """`tell_tried` for rows that were moved; `attempt` counts their tries."""
    await tell_tried(unit, ((row.organization_id, row.id, row.attempt) for row in rows), at)


async def tell_tried(unit: Unit, moved: Iterable[tuple[int, int, int]], at: datetime) -> None:
    """`execution-log` for those that were tried, as the open transaction leaves them.

    `moved` are (organization, execution, tries so far).
    """
    tried: dict[int, list[int]] = {}
    for organization_id, execution_id, tries in moved:
        if tries:
            tried.setdefault(organization_id, []).append(execution_id)
    for organization_id, ids in tried.items():
        for row in await tried_executions(unit.connection, organization_id, ids):
            unit.say(organization_id, execution_event(row, at))
