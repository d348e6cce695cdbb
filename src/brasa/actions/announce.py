"""Put into the wire's words what an action has done."""

from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

import msgspec
from msgspec import UNSET

from brasa.actions.unit import Unit
from brasa.bus.base import Envelope
from brasa.clock import iso_ms
from brasa.domain.events import (
    EVENT_NAMES,
    CampaignLogData,
    DeliveryStatus,
    ExecutionError,
    ExecutionLogData,
    ExecutionNews,
    ExecutionSubject,
    NotificationData,
    NotificationType,
)
from brasa.domain.execution import ExecutionState, ExecutionType, wire_status
from brasa.i18n import translate
from brasa.store.attempts import Attempt
from brasa.store.campaigns import Campaign
from brasa.store.logs import Line

EXECUTION_LOG = EVENT_NAMES[ExecutionLogData]

_encode = msgspec.json.Encoder().encode

# Looked up: the words of an enumeration are slow to ask for, and every event asks.
_TYPES: dict[ExecutionType, Literal["internal", "external"]] = {
    ExecutionType.INTERNAL: "internal",
    ExecutionType.EXTERNAL: "external",
}
_DELIVERY: dict[ExecutionState, DeliveryStatus] = {state: state.value for state in ExecutionState}


def shown(attempt: Attempt, content: str, tries: int) -> bytes:
    """What dashboards are shown of an attempt whatever comes of it: JSON, without the last brace.

    `tries` counts this one. Worth keeping for whoever tells of an attempt twice (`Attempt.shown`).
    """
    moving, contact = attempt.moving, attempt.contact
    subject = ExecutionSubject(
        organization_id=moving.organization_id,
        campaign_id=str(moving.campaign_id),
        campaign_name=attempt.campaign.name,
        execution_id=str(moving.id),
        execution_type=_TYPES[moving.type],
        from_session=attempt.sender.name,
        to_session=attempt.peer.name if attempt.peer else UNSET,
        contact_name=(contact.name or UNSET) if contact else UNSET,
        contact_phone=(contact.phone or UNSET) if contact else UNSET,
        message_content=content or UNSET,
        scheduled_at=iso_ms(moving.scheduled_at),
        session_id=str(moving.session_id),
        attempt=tries if tries > 1 else UNSET,
    )
    return _encode(subject)[:-1]


def execution_log(
    attempt: Attempt,
    state: ExecutionState,
    at: datetime,
    executed_at: datetime,
    error: tuple[str, str] | None = None,
) -> Envelope:
    """`execution-log` for an attempt that is now in `state`."""
    subject = attempt.shown or shown(attempt, attempt.content, attempt.moving.attempt)
    payload = subject + _news(state, at, executed_at, error)
    return Envelope(attempt.moving.organization_id, EXECUTION_LOG, payload)


@lru_cache(maxsize=256)
def _news(
    state: ExecutionState, at: datetime, executed_at: datetime, error: tuple[str, str] | None
) -> bytes:
    """What follows on `shown`; the same for most of a batch."""
    news = ExecutionNews(
        status=wire_status(state),
        executed_at=iso_ms(executed_at),
        timestamp=iso_ms(at),
        delivery_status=_DELIVERY[state],
        error=ExecutionError(code=error[0], message=error[1]) if error else UNSET,
    )
    return b"," + _encode(news)[1:]


def campaign_log(
    campaign: Campaign, line: Line, log_id: int | None, session_name: str | None = None
) -> CampaignLogData:
    """`campaign-log` for a line; `log_id` where it was stored."""
    return CampaignLogData(
        organization_id=line.organization_id,
        campaign_id=str(line.campaign_id),
        campaign_name=campaign.name,
        level=line.level,
        message=line.message,
        timestamp=iso_ms(line.at),
        data=line.data if line.data else UNSET,
        session_id=str(line.session_id) if line.session_id is not None else UNSET,
        session_name=session_name or UNSET,
        code=line.code,
        log_id=str(log_id) if log_id is not None else UNSET,
    )


def notify(
    unit: Unit,
    organization_id: int,
    kind: NotificationType,
    code: str,
    text: str,
    language: str,
    at: datetime,
    data: dict[str, Any] | None = None,
    **values: object,
) -> None:
    """Tell the organization something that a person must know; `kind` is the wire's type."""
    unit.say(
        organization_id,
        NotificationData(
            type=kind,
            message=translate(text, language, **values),
            timestamp=iso_ms(at),
            code=code,
            organization_id=organization_id,
            data=data if data else UNSET,
        ),
    )
