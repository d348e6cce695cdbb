"""Reading executions: pages for people, one by id, and the last ones for a dashboard."""

from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.execution import ExecutionState, ExecutionType, Reached
from brasa.errors import NotFound
from brasa.store.execution_rows import ExecutionRow
from brasa.store.execution_states import in_state
from brasa.store.paging import SCAN, Page, Position, Query, earlier, position
from brasa.store.tables import campaigns, contacts, executions, sessions

_S = ExecutionState
_IN_FLIGHT = frozenset({_S.SCHEDULED, _S.SENDING})
# Found by their state's own partial index and listed by id; the rest by when they were executed.
_BY_STATE = _IN_FLIGHT | {_S.PENDING, _S.FAILED, _S.UNKNOWN, _S.SKIPPED}

_e = executions.c
_sender = sessions.alias("sender")
_receiver = sessions.alias("receiver")


class ExecutionFilter(msgspec.Struct, frozen=True):
    """What to list. `since` and `until` bound when it was executed, or else is scheduled.

    `reached` is the funnel's step: what came that far or further. `reason` is an error's code.
    """

    campaign_id: int | None = None
    session_id: int | None = None
    state: ExecutionState | None = None
    type: ExecutionType | None = None
    search: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    reached: Reached | None = None
    reason: str | None = None


async def list_executions(
    connection: AsyncConnection,
    organization_id: int,
    wanted: ExecutionFilter,
    limit: int,
    after: Position | None = None,
) -> Page[ExecutionRow]:
    """A page, newest first.

    What was executed is listed by its time; a state that is open or in trouble, by id. Without a
    state, only what has been executed.
    """
    by_state = wanted.state in _BY_STATE
    rest = _rest(wanted)
    most = SCAN if rest else limit + 1
    candidates = _of_state if by_state else _executed
    found = candidates(organization_id, wanted, after, most).subquery()
    order = (found.c.id.desc(),) if by_state else (found.c.executed_at.desc(), found.c.id.desc())
    statement = _rows(organization_id).join(found, found.c.id == _e.id).where(*rest)
    result = await connection.execute(statement.order_by(*order).limit(limit + 1))
    rows = [ExecutionRow(*row) for row in result]
    if len(rows) > limit:
        last = rows[limit - 1]
        return Page(rows[:limit], position(None if by_state else last.executed_at, last.id))
    if not rest:
        return Page(rows)
    edge = select(found).order_by(*order).offset(SCAN - 1).limit(1)
    row = (await connection.execute(edge)).first()
    if row is None:
        return Page(rows)
    return Page(rows, position(None if by_state else row.executed_at, row.id))


async def get_execution(
    connection: AsyncConnection, organization_id: int, execution_id: int
) -> ExecutionRow:
    """One execution. Raises NotFound."""
    statement = _rows(organization_id).where(_e.id == execution_id)
    row = (await connection.execute(statement)).first()
    if row is None:
        raise NotFound("A execução {id} não existe", id=execution_id)
    return ExecutionRow(*row)


async def last_executions(
    connection: AsyncConnection, organization_id: int, most: int
) -> list[ExecutionRow]:
    """What was executed last, oldest first, without what waits to be tried once more."""
    found = _executed(organization_id, ExecutionFilter(), None, most).subquery()
    statement = _rows(organization_id).join(found, found.c.id == _e.id)
    result = await connection.execute(statement.order_by(found.c.executed_at, found.c.id))
    return [ExecutionRow(*row) for row in result]


def _rows(organization_id: int) -> Query:
    return (
        select(
            *(_e.id, _e.organization_id, _e.campaign_id, campaigns.c.name, _e.type, _e.state),
            *(_e.attempt, _e.session_id, _sender.c.name, _receiver.c.name),
            *(contacts.c.name, contacts.c.phone),
            *(_e.content, _e.scheduled_at, _e.executed_at, _e.delivered_at, _e.read_at),
            *(_e.finished_at, _e.provider_id, _e.error_code, _e.error_message),
        )
        .join(campaigns, campaigns.c.id == _e.campaign_id)
        .outerjoin(_sender, _sender.c.id == _e.session_id)
        .outerjoin(_receiver, _receiver.c.id == _e.to_session_id)
        .outerjoin(contacts, contacts.c.id == _e.contact_id)
        .where(_e.organization_id == organization_id)
    )


def _executed(
    organization_id: int, wanted: ExecutionFilter, after: Position | None, most: int
) -> Query:
    """Candidates by when they were executed, of the campaign or of the organization.

    Those with an outcome come along an index on `listed_at`. What is being sent no index lists: it
    is looked for among what is due.
    """
    mine = _e.organization_id == organization_id
    if wanted.campaign_id is not None:
        mine = _e.campaign_id == wanted.campaign_id
    listed = _between(_e.listed_at, wanted, after, most).where(_e.listed_at.is_not(None), mine)
    senders = select(sessions.c.id).where(sessions.c.organization_id == organization_id)
    sending = _between(_e.executed_at, wanted, after, most).where(
        in_state(_S.SENDING), _e.session_id.in_(senders), mine
    )
    both = union_all(select(listed.subquery()), select(sending.subquery())).subquery()
    return select(both).order_by(both.c.executed_at.desc(), both.c.id.desc()).limit(most)


def _between(
    at: ColumnElement[datetime | None], wanted: ExecutionFilter, after: Position | None, most: int
) -> Query:
    statement = select(at.label("executed_at"), _e.id)
    if wanted.since is not None:
        statement = statement.where(at >= wanted.since)
    if wanted.until is not None:
        statement = statement.where(at < wanted.until)
    if after is not None:
        statement = statement.where(earlier(at, _e.id, after))
    return statement.order_by(at.desc(), _e.id.desc()).limit(most)


def _of_state(
    organization_id: int, wanted: ExecutionFilter, after: Position | None, most: int
) -> Query:
    """Candidates from the partial index of the wanted state, which a literal must name."""
    # Nothing but the id, so that the index has all that is asked for.
    ids = select(_e.id)
    if wanted.state is not None:
        ids = ids.where(in_state(wanted.state))
    if after is not None:
        ids = ids.where(_e.id < after.id)
    if wanted.campaign_id is not None:
        ids = ids.where(_e.campaign_id == wanted.campaign_id)
    elif wanted.state is _S.PENDING:
        mine = select(campaigns.c.id).where(campaigns.c.organization_id == organization_id)
        ids = ids.where(_e.campaign_id.in_(mine))
    else:
        ids = ids.where(_e.organization_id == organization_id)
    return ids.order_by(_e.id.desc()).limit(most)


def _rest(wanted: ExecutionFilter) -> list[ColumnElement[bool]]:
    """What no index answers."""
    rest: list[ColumnElement[bool]] = []
    by_state = wanted.state in _BY_STATE
    if wanted.state is not None and not by_state:
        rest.append(_e.state == wanted.state.value)
    if wanted.reached is not None:
        rest.append(_e.state.in_([state.value for state in wanted.reached.states]))
    if wanted.reason is not None:
        rest.append(func.coalesce(_e.error_code, "") == wanted.reason)
    if wanted.session_id is not None:
        rest.append(_e.session_id == wanted.session_id)
    if wanted.type is not None:
        rest.append(_e.type == wanted.type.value)
    if wanted.search:
        rest.append(_matches(wanted.search))
    time = func.coalesce(_e.executed_at, _e.scheduled_at)
    if by_state and wanted.since is not None:
        rest.append(time >= wanted.since)
    if by_state and wanted.until is not None:
        rest.append(time < wanted.until)
    return rest


def _matches(search: str) -> ColumnElement[bool]:
    names = (contacts.c.name, _sender.c.name, _receiver.c.name, _e.content)
    places = (contacts.c.phone, contacts.c.address, _e.provider_id)
    return or_(
        *(column.icontains(search, autoescape=True) for column in names),
        *(column.contains(search, autoescape=True) for column in places),
    )
