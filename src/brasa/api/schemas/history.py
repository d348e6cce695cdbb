"""Executions, logs and charts as the API shows them."""

from typing import Literal

from msgspec import UNSET, UnsetType

from brasa.domain.events import CampaignLogData, DeliveryStatus, ExecutionError, Timestamp, Wire


class Execution(Wire, frozen=True, kw_only=True):
    """The fields of `execution-log`, in every state. `status` and `deliveryStatus` are absent until
    it is tried; `timestamp` is its last change."""

    organization_id: int
    campaign_id: str
    campaign_name: str
    execution_id: str
    execution_type: Literal["internal", "external"]
    state: Literal[
        "pending",
        "scheduled",
        "sending",
        "sent",
        "delivered",
        "read",
        "failed",
        "unknown",
        "skipped",
    ]
    status: Literal["sending", "sent", "failed"] | UnsetType = UNSET
    delivery_status: DeliveryStatus | UnsetType = UNSET
    attempt: int
    from_session: str | UnsetType = UNSET
    to_session: str | UnsetType = UNSET
    session_id: str | UnsetType = UNSET
    contact_name: str | UnsetType = UNSET
    contact_phone: str | UnsetType = UNSET
    message_content: str | UnsetType = UNSET
    scheduled_at: Timestamp | UnsetType = UNSET
    executed_at: Timestamp | UnsetType = UNSET
    delivered_at: Timestamp | UnsetType = UNSET
    read_at: Timestamp | UnsetType = UNSET
    timestamp: Timestamp | UnsetType = UNSET
    provider_id: str | UnsetType = UNSET
    error: ExecutionError | UnsetType = UNSET


class Executions(Wire, frozen=True, kw_only=True):
    """A page, newest first. A page may be short and still have a `nextCursor`."""

    items: list[Execution]
    next_cursor: str | UnsetType = UNSET


class Logs(Wire, frozen=True, kw_only=True):
    """A page, newest first. A page may be short and still have a `nextCursor`."""

    items: list[CampaignLogData]
    next_cursor: str | UnsetType = UNSET


class ThroughputPoint(Wire, frozen=True, kw_only=True):
    """What happened in the minute or hour that begins at `at`."""

    at: Timestamp
    sent: int
    delivered: int
    failed: int


class Throughput(Wire, frozen=True, kw_only=True):
    """Oldest first, with a point for every bucket."""

    unit: Literal["minute", "hour"]
    items: list[ThroughputPoint]
