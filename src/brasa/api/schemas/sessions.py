"""Sessions as the API shows them."""

from typing import Literal

from msgspec import UNSET, UnsetType

from brasa.domain.events import HealthComponents, Timestamp, Wire

State = Literal["healthy", "watch", "throttled", "quarantined", "held"]


class SessionHealth(Wire, frozen=True, kw_only=True):
    """The fields of `bot-health` but for the campaign: a score belongs to the session."""

    organization_id: int
    session_id: str
    session_name: str
    health_score: float
    messages_per_day: float
    delivery_rate: float
    quality_sigma: float
    last_updated: Timestamp
    band: Literal["excellent", "good", "fair", "poor"]
    state: State
    evidence: Literal["none", "internal", "low", "good"]
    components: HealthComponents


class SessionCampaign(Wire, frozen=True, kw_only=True):
    """A campaign that the session is in."""

    campaign_id: str
    name: str


class Session(Wire, frozen=True, kw_only=True):
    """A messaging account; `capToday` is absent where nothing limits or plans it."""

    session_id: str
    session_name: str
    channel: str
    address: str | UnsetType = UNSET
    enabled: bool
    connected: bool
    state: State
    state_reason: str | UnsetType = UNSET
    state_since: Timestamp
    held_until: Timestamp | UnsetType = UNSET
    sent_today: int
    cap_today: int | UnsetType = UNSET
    health: SessionHealth
    campaigns: list[SessionCampaign]


class Sessions(Wire, frozen=True, kw_only=True):
    """All sessions of an organization, the oldest first."""

    items: list[Session]


class Change(Wire, frozen=True, kw_only=True, rename={"from_": "from"}):
    """When a session left one state for another, and why."""

    at: Timestamp
    from_: State
    to: State
    reason: str


class SessionDetail(Session, frozen=True, kw_only=True):
    """A session with its last changes of state, newest first."""

    changes: list[Change]


class HealthPoint(Wire, frozen=True, kw_only=True):
    """How the session stood in the hour that began at `at`."""

    at: Timestamp
    health_score: float
    quality_sigma: float
    delivery_rate: float
    messages_per_day: float
    state: State
    components: HealthComponents


class HealthHistory(Wire, frozen=True, kw_only=True):
    """Hourly points, oldest first."""

    items: list[HealthPoint]
