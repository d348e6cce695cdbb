"""Leases by name: who may do a thing alone, until when, and under which fence.

Times are the caller's, who asks a clock that all nodes share (clock.py).
"""

from collections.abc import Collection
from datetime import datetime

import msgspec
from sqlalchemy import case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.errors import LeaseLost
from brasa.store.tables import leases
from brasa.store.upsert import insert_into

_c = leases.c
# The owner of a lease that was given up: who takes it takes nothing over.
NOBODY = ""


class Lease(msgspec.Struct, frozen=True):
    """A lease as it stands; over when `until` has passed."""

    name: str
    owner: str
    fence: int
    until: datetime


async def take(
    connection: AsyncConnection, names: Collection[str], owner: str, now: datetime, until: datetime
) -> dict[str, int]:
    """Take or renew those that are free or ours: their fences, by name.

    The fence grows whenever a lease was not held without a break, so that who held it before the
    break can tell, and be told, that it is another one.
    """
    if not names:
        return {}
    rows = [{"name": n, "owner": owner, "fence": 1, "until": until} for n in sorted(names)]
    statement = insert_into(connection, leases).values(rows)
    new = statement.excluded
    kept = (_c.owner == new.owner) & (_c.until > now)
    statement = statement.on_conflict_do_update(
        index_elements=[_c.name],
        set_={
            "owner": new.owner,
            "until": new.until,
            "fence": _c.fence + case((kept, 0), else_=1),
        },
        where=(_c.owner == new.owner) | (_c.until <= now),
    )
    taken = await connection.execute(statement.returning(_c.name, _c.fence))
    return {row.name: row.fence for row in taken}


async def give_up(
    connection: AsyncConnection, names: Collection[str], owner: str, now: datetime
) -> None:
    """End those that are ours, and belong to nobody from then on."""
    await connection.execute(
        update(leases).where(_c.name.in_(names), _c.owner == owner).values(until=now, owner=NOBODY)
    )


async def confirm(connection: AsyncConnection, name: str, owner: str, fence: int) -> None:
    """Make sure that a lease is still ours, and keeps being so until the transaction ends.

    Nobody can take it meanwhile: the row is locked. Raises LeaseLost.
    """
    query = select(_c.name).where(_c.name == name, _c.owner == owner, _c.fence == fence)
    if (await connection.execute(query.with_for_update(read=True))).first() is None:
        raise LeaseLost("Outro nó assumiu a tarefa {name}", name=name)


async def standing(connection: AsyncConnection, prefix: str = "") -> list[Lease]:
    """Every lease whose name begins so, by name."""
    query = select(_c.name, _c.owner, _c.fence, _c.until)
    query = query.where(_c.name.startswith(prefix, autoescape=True)).order_by(_c.name)
    return [Lease(*row) for row in await connection.execute(query)]
