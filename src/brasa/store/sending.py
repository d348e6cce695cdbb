"""Executions on their way out: what is due, and the worker's arrows of the state machine.

An arrow is an UPDATE that names the state it leaves and, from `sending` on, the owner; what it
returns are the rows it moved. Who is not returned has been moved by somebody else.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    BindParameter,
    Select,
    String,
    Update,
    bindparam,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.campaign import CampaignStatus
from brasa.domain.execution import ExecutionState as State
from brasa.domain.session import MUTE
from brasa.store.batch import (
    Columns,
    among_values,
    batch_table,
    batch_values,
    id_array,
    ids_table,
    not_among,
)
from brasa.store.execution_states import is_open
from brasa.store.moving import MOVING, Moving, plainly_moving
from brasa.store.statement import Statement
from brasa.store.tables import campaigns, contacts, executions, sessions, suppressions
from brasa.store.types import Instant, to_ms

_c = executions.c


class Settled(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the try numbered `attempt` came to, as columns."""

    id: int
    attempt: int
    state: State
    scheduled_at: datetime
    refusals: int = 0
    provider_id: str | None = None
    error_code: str | None = None
    error_message: str | None = None
    finished_at: datetime | None = None
    receipt_due_at: datetime | None = None
    look_up_at: datetime | None = None

    @property
    def error(self) -> tuple[str, str] | None:
        """Code and message of what went wrong, if anything did."""
        return (self.error_code, self.error_message or "") if self.error_code else None


async def due(
    connection: AsyncConnection,
    session_ids: Collection[int],
    now: datetime,
    most: int,
    in_hand: Collection[int] = (),
) -> list[Moving]:
    """What is scheduled by `now`, up to `most`, each session's earliest first.

    Every session gets its share of `most`, so that one that is far behind leaves room for others.
    Executions `in_hand` are left out.
    """
    parameters = among_values(connection, session_ids) | {
        "in_hand": id_array(connection, in_hand),
        "now": to_ms(now),
        "most": most,
        "each": max(1, most // len(session_ids)),
    }
    return plainly_moving(await _DUE.run(connection, parameters))


def _due(dialect: str) -> Select[*tuple[Any, ...]]:
    """For each session a walk along the index of what is scheduled, ended after its share."""
    asked = ids_table(dialect)
    its = executions.alias("its")
    share = (
        select(*(its.c[column.name] for column in MOVING))
        .where(
            its.c.session_id == asked.c.id,
            is_open(its),
            its.c.state == State.SCHEDULED,
            its.c.scheduled_at <= bindparam("now", type_=BigInteger()),
            not_among(dialect, its.c.id, "in_hand"),
        )
        .order_by(its.c.scheduled_at, its.c.id)
        .limit(bindparam("each", type_=BigInteger()))
        .correlate(asked)
    )
    most: BindParameter[int] = bindparam("most", type_=BigInteger())
    if dialect != "sqlite":
        found = share.lateral("found")
        return select(found).select_from(asked.join(found, true())).limit(most)
    # SQLite has no lateral join, but it walks a correlated list of ids just so.
    ids = share.with_only_columns(its.c.id, maintain_column_froms=True)
    return select(*MOVING).select_from(asked.join(executions, _c.id.in_(ids))).limit(most)


_DUE = Statement(_due)


_CONTENT: Columns = {
    "id": BigInteger(),
    "session_id": BigInteger(),
    "scheduled_at": Instant(),
    "attempt": BigInteger(),
    "content": String(),
}


async def begin_sending(
    connection: AsyncConnection,
    contents: Sequence[tuple[Moving, str]],
    owner: str,
    now: datetime,
    until: datetime,
) -> set[tuple[int, int, int]]:
    """scheduled → sending, the point of no return; (id, session, ms) of those that may go out.

    This one UPDATE is what makes a worker the only one to send an execution: it moves what
    still stands as it was read (not sent, not planned anew for another time or session), while
    the campaign runs, the session may send, and the contact consents and is not suppressed.
    `owner` leases the try until `until`; what is still `sending` then is lost from sight.
    """
    values = begin_values(connection, contents, owner, now, until)
    return {(id_, session_id, at) for id_, session_id, at in await _BEGIN.run(connection, values)}


def begin_values(
    connection: AsyncConnection,
    contents: Sequence[tuple[Moving, str]],
    owner: str,
    now: datetime,
    until: datetime,
) -> dict[str, Any]:
    """The parameters of `begin_update`."""
    rows = [(m.id, m.session_id, m.scheduled_at, m.attempt, content) for m, content in contents]
    given = {"owner": owner, "now": to_ms(now), "until": to_ms(until)}
    return batch_values(connection, _CONTENT, rows, "begun") | given


def begin_update(dialect: str) -> Update:
    """The statement of `begin_sending`."""
    batch = batch_table(dialect, _CONTENT, "begun")
    running = select(campaigns.c.id).where(
        campaigns.c.id == _c.campaign_id, campaigns.c.status == CampaignStatus.ACTIVE
    )
    usable = select(sessions.c.id).where(
        sessions.c.id == _c.session_id,
        sessions.c.enabled,
        sessions.c.connected,
        *(sessions.c.state != state for state in sorted(MUTE)),
    )
    suppressed = (
        select(suppressions.c.address)
        .where(
            suppressions.c.organization_id == contacts.c.organization_id,
            suppressions.c.kind == contacts.c.kind,
            suppressions.c.address == contacts.c.address,
        )
        .correlate(contacts)
    )
    reachable = select(contacts.c.id).where(
        contacts.c.id == _c.contact_id, contacts.c.consent_at.is_not(None), ~suppressed.exists()
    )
    return (
        update(executions)
        .where(
            _c.id == batch.c.id,
            _c.state == State.SCHEDULED,
            _c.session_id == batch.c.session_id,
            _c.scheduled_at == batch.c.scheduled_at,
            _c.attempt == batch.c.attempt,
            running.exists(),
            usable.exists(),
            _c.contact_id.is_(None) | reachable.exists(),
        )
        .values(
            state=State.SENDING,
            attempt=_c.attempt + 1,
            content=batch.c.content,
            lease_owner=bindparam("owner"),
            executed_at=bindparam("now", type_=BigInteger()),
            lease_until=bindparam("until", type_=BigInteger()),
        )
        .returning(_c.id, _c.session_id, _c.scheduled_at)
    )


_BEGIN = Statement(begin_update)


_OUTCOME: Columns = {
    "id": BigInteger(),
    "attempt": BigInteger(),
    "state": String(),
    "scheduled_at": Instant(),
    "refusals": BigInteger(),
    "provider_id": String(),
    "error_code": String(),
    "error_message": String(),
    "finished_at": Instant(),
    "receipt_due_at": Instant(),
    "look_up_at": Instant(),
}
_RESULT = [name for name in _OUTCOME if name not in ("id", "attempt")]


async def settle(
    connection: AsyncConnection, outcomes: Sequence[Settled], owner: str, leaving: State
) -> set[int]:
    """`leaving` (sending or unknown) → what the try came to; the ids that were still there.

    What was called unknown meanwhile is settled too: the owner of the try knows better. What is
    at its next try already is left alone.
    """
    moved = await _SETTLE.run(connection, settle_values(connection, outcomes, owner, leaving))
    return {id_ for (id_,) in moved}


def settle_values(
    connection: AsyncConnection, outcomes: Sequence[Settled], owner: str, leaving: State
) -> dict[str, Any]:
    """The parameters of `settle_update`."""
    rows = [msgspec.structs.astuple(outcome) for outcome in outcomes]
    given = {"owner": owner, "leaving": leaving}
    return batch_values(connection, _OUTCOME, rows, "settled") | given


def settle_update(dialect: str) -> Update:
    """The statement of `settle`."""
    batch = batch_table(dialect, _OUTCOME, "settled")
    return (
        update(executions)
        .where(
            _c.id == batch.c.id,
            _c.attempt == batch.c.attempt,
            _c.lease_owner == bindparam("owner"),
            _c.state == bindparam("leaving"),
        )
        .values({name: batch.c[name] for name in _RESULT} | {"lease_until": None})
        .returning(_c.id)
    )


_SETTLE = Statement(settle_update)
