"""Executions on which news has come from the provider."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import cast

import msgspec
from sqlalchemy import BigInteger, Select, String, Update, and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.execution import ExecutionState
from brasa.store.batch import Columns, batch_table, batch_values
from brasa.store.execution_states import in_state
from brasa.store.moving import MOVING, Moving, moving
from brasa.store.tables import executions
from brasa.store.types import AnyRow, Instant

_c = executions.c
_COLUMNS = (
    *MOVING,
    _c.state,
    _c.provider_id,
    _c.content,
    _c.executed_at,
    _c.finished_at,
    _c.delivered_at,
)


class Reported(msgspec.Struct, frozen=True):
    """An execution as it stands before news of it is applied."""

    moving: Moving
    state: ExecutionState
    provider_id: str | None
    content: str
    executed_at: datetime
    finished_at: datetime | None
    delivered_at: datetime | None


class News(msgspec.Struct, frozen=True):
    """An execution's next state, as columns; `leaving` guards against another writer."""

    id: int
    leaving: ExecutionState
    state: ExecutionState
    delivered_at: datetime | None
    read_at: datetime | None
    finished_at: datetime | None
    error_code: str | None = None
    error_message: str | None = None
    provider_id: str | None = None

    @property
    def error(self) -> tuple[str, str] | None:
        """Code and message of what went wrong, if anything did."""
        return (self.error_code, self.error_message or "") if self.error_code else None


async def reported(
    connection: AsyncConnection,
    by_provider: Collection[tuple[int, str]],
    by_id: Collection[int],
) -> list[Reported]:
    """Executions by (session, provider id), and by their own id."""
    rows: dict[int, Reported] = {}
    if by_provider:
        # Joined, not `IN` a list of pairs: for that SQLite would walk the whole index.
        query = _by_provider(connection.dialect.name)
        keys = batch_values(connection, _KEY, list(by_provider))
        rows.update({r.moving.id: r for r in await _read(connection, query, keys)})
    if by_id:
        query = _select().where(_c.id.in_(by_id))
        rows.update({r.moving.id: r for r in await _read(connection, query)})
    return list(rows.values())


async def finish_silent(connection: AsyncConnection, now: datetime, most: int) -> list[Moving]:
    """Sent, and the receipt that should have come has not: finished, as not delivered."""
    due = (
        select(_c.id)
        .where(in_state(ExecutionState.SENT), _c.finished_at.is_(None), _c.receipt_due_at <= now)
        .order_by(_c.receipt_due_at)
        .limit(most)
    )
    statement = (
        update(executions)
        .where(
            _c.id.in_(due.scalar_subquery()),
            _c.state == ExecutionState.SENT,
            _c.finished_at.is_(None),
        )
        .values(finished_at=now)
        .returning(*MOVING)
    )
    return [moving(row) for row in await connection.execute(statement)]


_NEWS: Columns = {
    "id": BigInteger(),
    "leaving": String(),
    "state": String(),
    "delivered_at": Instant(),
    "read_at": Instant(),
    "finished_at": Instant(),
    "error_code": String(),
    "error_message": String(),
    "provider_id": String(),
}


async def apply_news(connection: AsyncConnection, news: Sequence[News]) -> set[int]:
    """Move executions that are still where they were seen; their ids."""
    if not news:
        return set()
    rows = [msgspec.structs.astuple(item) for item in news]
    parameters = batch_values(connection, _NEWS, rows)
    result = await connection.execute(_apply(connection.dialect.name), parameters)
    return set(result.scalars())


@cache
def _apply(dialect: str) -> Update:
    batch = batch_table(dialect, _NEWS)
    names = [name for name in _NEWS if name not in ("id", "leaving")]
    return (
        update(executions)
        .where(_c.id == batch.c.id, _c.state == batch.c.leaving)
        .values({name: batch.c[name] for name in names} | {"lease_until": None, "look_up_at": None})
        .returning(_c.id)
    )


def _select() -> Select[*tuple[object, ...]]:
    return select(*_COLUMNS)


_KEY: Columns = {"session_id": BigInteger(), "provider_id": String()}


@cache
def _by_provider(dialect: str) -> Select[*tuple[object, ...]]:
    batch = batch_table(dialect, _KEY)
    return (
        _select()
        .join(
            batch,
            and_(_c.session_id == batch.c.session_id, _c.provider_id == batch.c.provider_id),
        )
        .where(_c.provider_id.is_not(None))
    )


async def _read(
    connection: AsyncConnection,
    query: Select[*tuple[object, ...]],
    parameters: dict[str, object] | None = None,
) -> list[Reported]:
    return [
        Reported(
            moving(cast("AnyRow", row[: len(MOVING)])),
            ExecutionState(row.state),
            row.provider_id,
            row.content or "",
            row.executed_at,
            row.finished_at,
            row.delivered_at,
        )
        for row in await connection.execute(query, parameters)
    ]
