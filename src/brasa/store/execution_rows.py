"""An execution as people read it, and its form on the wire."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import UNSET

from brasa.clock import iso_ms
from brasa.domain.events import ExecutionError, ExecutionLogData
from brasa.domain.execution import ExecutionState, wire_status

_S = ExecutionState
_WAITING = frozenset({_S.PENDING, _S.SCHEDULED})


class ExecutionRow(msgspec.Struct, frozen=True):
    """An execution with the names that people know its parts by."""

    id: int
    organization_id: int
    campaign_id: int
    campaign_name: str
    type: str
    state: str
    attempt: int
    session_id: int | None
    session_name: str | None
    to_session_name: str | None
    contact_name: str | None
    contact_phone: str | None
    content: str | None
    scheduled_at: datetime | None
    executed_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    finished_at: datetime | None
    provider_id: str | None
    error_code: str | None
    error_message: str | None

    @property
    def is_told(self) -> bool:
        """Whether dashboards are told of it: while it waits, only of what was tried already."""
        return self.executed_at is not None or self.state not in _WAITING

    @property
    def changed_at(self) -> datetime | None:
        """When it last changed, as far as the row tells; None before it has a time."""
        if self.state == _S.FAILED and self.finished_at:
            return self.finished_at
        return self.read_at or self.delivered_at or self.executed_at or self.scheduled_at


def execution_event(row: ExecutionRow, at: datetime | None = None) -> ExecutionLogData:
    """The event for the state that `row` is in, changed `at` (None: its last known change).

    Raises ValueError for what was never tried and still waits: nothing is announced of that.
    """
    changed = at or row.changed_at
    if not row.is_told or changed is None:
        raise ValueError(f"an execution in state {row.state} has no event")
    return ExecutionLogData(
        **wire_fields(row),
        **wire_states(row),
        attempt=row.attempt if row.attempt > 1 else UNSET,
        timestamp=iso_ms(changed),
    )


def wire_states(row: ExecutionRow) -> dict[str, Any]:
    """`status` and `delivery_status`; nothing before it is tried."""
    if not row.is_told:
        return {}
    state = ExecutionState(row.state)
    return {"status": wire_status(state), "delivery_status": state.value}


def wire_fields(row: ExecutionRow) -> dict[str, Any]:
    """What an execution shows in every state; a field without a value is left out."""
    fields = {
        "organization_id": row.organization_id,
        "campaign_id": str(row.campaign_id),
        "campaign_name": row.campaign_name,
        "execution_id": str(row.id),
        "execution_type": row.type,
        "from_session": row.session_name,
        "to_session": row.to_session_name,
        "contact_name": row.contact_name or None,
        "contact_phone": row.contact_phone,
        "message_content": row.content,
        "scheduled_at": row.scheduled_at and iso_ms(row.scheduled_at),
        "executed_at": row.executed_at and iso_ms(row.executed_at),
        "error": _error(row),
        "session_id": None if row.session_id is None else str(row.session_id),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _error(row: ExecutionRow) -> ExecutionError | None:
    # What came of the last try says nothing of the one under way.
    if row.error_code is None or row.state == _S.SENDING:
        return None
    return ExecutionError(code=row.error_code, message=row.error_message or "")
