"""Campaigns as the API shows them, and what may be said to them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from brasa.domain.campaign import Kind
from brasa.domain.events import CampaignStatusData, Timestamp, Wire
from brasa.domain.inputs import INSTANT, TEXT, accepts
from brasa.domain.seat import Block
from brasa.store.paging import MAX_ID


class Hours(Wire, frozen=True, kw_only=True):
    """From one time of day to another, `HH:MM`; past midnight where `to` is not later."""

    from_: str = field(name="from")
    to: str


class Window(Hours, frozen=True, kw_only=True):
    """Hours on some days of the week, 1 = Monday."""

    days: list[int]


class Campaign(CampaignStatusData, frozen=True, kw_only=True):
    """The fields of `campaign-status`, and what a person decided about the campaign."""

    kind: Kind
    daily_target: int
    timezone: str
    windows: list[Window]
    quiet_hours: Hours | UnsetType = UNSET
    starts_at: Timestamp | UnsetType = UNSET
    ends_at: Timestamp | UnsetType = UNSET
    created_at: Timestamp
    updated_at: Timestamp
    version: int


class CampaignSession(Wire, frozen=True, kw_only=True):
    """A session's place in the campaign today; `reason` is why it is not active."""

    session_id: str
    session_name: str
    sent_today: int
    target_today: int
    cap_today: int | UnsetType = UNSET
    active: bool
    reason: Block | UnsetType = UNSET


class Template(Wire, frozen=True, kw_only=True):
    """A message body and its weight among its siblings."""

    name: str
    body: str
    weight: int


class CampaignDetail(Campaign, frozen=True, kw_only=True):
    """A campaign with its sessions and templates."""

    sessions: list[CampaignSession]
    templates: list[Template]


class Campaigns(Wire, frozen=True, kw_only=True):
    """All campaigns of an organization, the oldest first."""

    items: list[Campaign]


class Reason(Wire, frozen=True, kw_only=True):
    """How many executions are in trouble for one reason; `message` is one of theirs."""

    state: Literal["failed", "skipped", "unknown"]
    code: str
    message: str
    count: int


class Funnel(Wire, frozen=True, kw_only=True):
    """Executions by state; `sent` is all that was accepted, `delivered` includes read."""

    total: int
    pending: int
    scheduled: int
    sending: int
    sent: int
    delivered: int
    read: int
    failed: int
    unknown: int
    skipped: int
    reasons: list[Reason]


class Previewed(StrEnum):
    """The actions that can be looked at first."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    RETRY_FAILED = "retry-failed"
    RESOLVE_UNKNOWN = "resolve-unknown"


class PreviewCounts(Wire, frozen=True, kw_only=True):
    """What an action would find. `recipients` are still to be reached, `scheduled` of them have a
    time; `failed` and `unknown` count what the actions on them would take up."""

    recipients: int
    scheduled: int
    sending: int
    failed: int
    unknown: int
    skipped: int
    sessions: int


class Preview(Wire, frozen=True, kw_only=True):
    """Whether an action is allowed now and what it would do; `reason` is why it is not.

    While a campaign is `enrolling` its recipients are still being counted; one of kind `internal`
    has none.
    """

    action: Previewed
    kind: Kind
    enrolling: bool
    allowed: bool
    reason: str | UnsetType = UNSET
    counts: PreviewCounts
    message: str


_Note = Annotated[str, accepts("um texto de até 500 caracteres", max_length=500, pattern=TEXT)]
_Instant = Annotated[datetime, accepts(INSTANT, tz=True)]
_Code = Annotated[str, Meta(max_length=100, pattern=TEXT)]
_Codes = Annotated[list[_Code], accepts("uma lista de códigos de erro", max_length=100)]
_ExecutionId = Annotated[str, Meta(pattern=r"^[0-9]{1,19}$")]
_ExecutionIds = Annotated[
    list[_ExecutionId],
    accepts("uma lista de até 1000 executionId", max_length=1_000),
]


class ActionBody(Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Why a person does it; the campaign's log and description show it."""

    reason: _Note | UnsetType = UNSET


class PauseBody(Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Why, and until when; without `resumeAt`, until somebody resumes it."""

    reason: _Note | UnsetType = UNSET
    resume_at: _Instant | UnsetType = UNSET


class RetryBody(Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Only those with these error codes; all without."""

    codes: _Codes | UnsetType = UNSET


class ResolveBody(Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """What is known of them: `sent`, `failed`, or `retry` to send again at the caller's risk."""

    as_: Annotated[Literal["sent", "failed", "retry"], accepts("sent, failed ou retry")] = field(
        name="as"
    )
    execution_ids: _ExecutionIds | UnsetType = UNSET

    @property
    def ids(self) -> list[int] | None:
        """The executions named; None for all. An id that cannot exist is left out."""
        if isinstance(self.execution_ids, UnsetType):
            return None
        return [found for id_ in self.execution_ids if (found := int(id_)) <= MAX_ID]


class Retried(Wire, frozen=True, kw_only=True):
    """How many were queued again."""

    retried: int


class Resolved(Wire, frozen=True, kw_only=True):
    """How many were settled."""

    resolved: int
