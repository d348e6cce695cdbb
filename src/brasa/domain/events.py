"""The wire: every event a dashboard receives, exactly as the client guide shows it.

Fields with `UNSET` are absent when they have no value, never null. Times are `iso_ms` strings.
The client's TypeScript types are generated from these structs.
"""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from brasa.domain.execution import WireStatus

Level = Literal["info", "warning", "error", "success"]
# `scheduled`: it was tried, surely not taken, and is tried again at `scheduledAt`. `pending`: the
# same, but when is not decided (its campaign is paused, its session cannot send).
DeliveryStatus = Literal[
    "pending", "scheduled", "sending", "sent", "delivered", "read", "failed", "unknown", "skipped"
]
NotificationType = Literal["info", "success", "warning", "error"]

Timestamp = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]


class Wire(Struct, rename="camel", frozen=True, kw_only=True):
    """Base of what is sent: camelCase names, no nulls."""


class Progress(Wire, frozen=True, kw_only=True):
    """Counts of a campaign's executions, cumulative: delivered includes read, sent both."""

    total: int
    sent: int
    delivered: int
    read: int
    failed: int
    unknown: int
    skipped: int
    eta: Timestamp | UnsetType = UNSET


class CampaignStatusData(Wire, frozen=True, kw_only=True):
    """`campaign-status`: what a campaign is doing now and why."""

    organization_id: int
    campaign_id: str
    name: str
    status: Literal["active", "paused", "stopped", "waiting"]
    description: str
    next_execution: Timestamp | UnsetType = UNSET
    active_sessions: int
    total_sessions: int
    reason: str
    sent_today: int
    target_today: int
    progress: Progress


class CampaignLogData(Wire, frozen=True, kw_only=True):
    """`campaign-log`: one line about a campaign; `log_id` only where the line was stored."""

    organization_id: int
    campaign_id: str
    campaign_name: str
    level: Level
    message: str
    timestamp: Timestamp
    data: dict[str, Any] | UnsetType = UNSET
    session_id: str | UnsetType = UNSET
    session_name: str | UnsetType = UNSET
    code: str | UnsetType = UNSET
    log_id: str | UnsetType = UNSET


class ExecutionError(Wire, frozen=True, kw_only=True):
    """Why an execution failed, was skipped, is unknown or waits for a new try."""

    code: str
    message: str


class ExecutionSubject(Wire, frozen=True, kw_only=True, gc=False):
    """What is tried: the part of `execution-log` that stays the same whatever comes of a try.

    `attempt` says which try it is, from the second on.
    """

    organization_id: int
    campaign_id: str
    campaign_name: str
    execution_id: str
    execution_type: Literal["internal", "external"]
    from_session: str | UnsetType = UNSET
    to_session: str | UnsetType = UNSET
    contact_name: str | UnsetType = UNSET
    contact_phone: str | UnsetType = UNSET
    message_content: str | UnsetType = UNSET
    scheduled_at: Timestamp | UnsetType = UNSET
    session_id: str | UnsetType = UNSET
    attempt: int | UnsetType = UNSET


class ExecutionLogData(ExecutionSubject, frozen=True, kw_only=True):
    """`execution-log`: one change of one execution."""

    status: WireStatus
    executed_at: Timestamp | UnsetType = UNSET
    timestamp: Timestamp
    delivery_status: DeliveryStatus
    error: ExecutionError | UnsetType = UNSET


class ExecutionNews(Wire, frozen=True, kw_only=True):
    """What has become of an execution: the other part of `execution-log`."""

    status: WireStatus
    executed_at: Timestamp
    timestamp: Timestamp
    delivery_status: DeliveryStatus
    error: ExecutionError | UnsetType = UNSET


class HealthComponent(Wire, frozen=True, kw_only=True):
    """One factor of the score: how far (`z`, in spreads) the observed lies from the ideal."""

    z: float
    observed: float
    ideal: float
    spread: float


class HealthComponents(Wire, frozen=True, kw_only=True):
    """The three factors, see domain/health.py."""

    delivery: HealthComponent
    opt_out: HealthComponent
    volume: HealthComponent


class BotHealthData(Wire, frozen=True, kw_only=True):
    """`bot-health`: the score of a session, sent once per campaign that it is in."""

    organization_id: int
    campaign_id: str
    session_id: str
    session_name: str
    health_score: float
    messages_per_day: float
    delivery_rate: float
    quality_sigma: float
    last_updated: Timestamp
    band: Literal["excellent", "good", "fair", "poor"]
    state: Literal["healthy", "watch", "throttled", "quarantined", "held"]
    evidence: Literal["none", "internal", "low", "good"]
    components: HealthComponents


class NotificationData(Wire, frozen=True, kw_only=True):
    """`notification`: something that a person must know."""

    type: NotificationType
    message: str
    timestamp: Timestamp
    code: str
    organization_id: int | UnsetType = UNSET
    data: dict[str, Any] | UnsetType = UNSET


class PongData(Wire, frozen=True, kw_only=True):
    """`pong`: the client's timestamp as it came, and the server's time."""

    timestamp: Any = UNSET
    server_time: Timestamp


Event = CampaignStatusData | CampaignLogData | ExecutionLogData | BotHealthData | NotificationData

EVENT_NAMES: dict[type[Wire], str] = {
    CampaignStatusData: "campaign-status",
    CampaignLogData: "campaign-log",
    ExecutionLogData: "execution-log",
    BotHealthData: "bot-health",
    NotificationData: "notification",
}
