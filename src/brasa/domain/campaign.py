"""A campaign: what is sent, by which sessions, when and how much (docs/state-machines.md)."""

from datetime import datetime, time
from enum import StrEnum
from typing import Literal

import msgspec

# Whom a campaign writes to: sessions of its own organization, contacts, or both.
Kind = Literal["internal", "external", "mixed"]


class CampaignStatus(StrEnum):
    """`waiting` is enabled with nothing allowed to run now; `stopped` is final."""

    ACTIVE = "active"
    PAUSED = "paused"
    STOPPED = "stopped"
    WAITING = "waiting"


class StatusReason(StrEnum):
    """Why a campaign has its status; machine-readable, the same in every language."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    OUTSIDE_WINDOW = "outside_window"
    QUIET_HOURS = "quiet_hours"
    BEFORE_START = "before_start"
    TARGET_REACHED = "target_reached"
    CAP_REACHED = "cap_reached"
    NO_SESSION = "no_session"
    ENROLLING = "enrolling"
    PAUSED_BY_OPERATOR = "paused_by_operator"
    PAUSED_UNTIL = "paused_until"
    STOPPED_BY_OPERATOR = "stopped_by_operator"
    FINISHED = "finished"
    ENDED = "ended"


class CampaignAction(StrEnum):
    """What a person may do to a campaign."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


class MisfirePolicy(StrEnum):
    """What happens to sends missed while the server was down."""

    SKIP = "skip"
    CATCH_UP = "catch_up"


class Zone(StrEnum):
    """Whose clock a rule follows."""

    ORGANIZATION = "organization"
    CONTACT = "contact"


class Window(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Days (1 = Monday .. 7 = Sunday) and hours in which sending is allowed.

    `to` equal to `from` means the whole day; `to` before `from` runs past midnight and belongs
    to the day it began on.
    """

    from_: time = msgspec.field(name="from")
    to: time
    days: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)


class QuietHours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hours in which nobody is written to, on the organization's or the contact's clock."""

    from_: time = msgspec.field(name="from")
    to: time
    zone: Zone = Zone.CONTACT


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A Liquid body, drawn in proportion to its weight among its siblings."""

    body: str
    name: str = ""
    weight: int = 1


class Internal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The conversation between the campaign's own sessions; `per_day` caps it per session."""

    templates: tuple[Template, ...]
    per_day: int | None = None


class External(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Messages to the contacts of lists."""

    lists: tuple[str, ...]
    templates: tuple[Template, ...]


class Ramp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Messages per session and day at each step of the warm-up, smallest first."""

    steps: tuple[int, ...]


class Retry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How often a transient failure is tried again, and how long the first wait is (seconds)."""

    max_attempts: int = 3
    backoff: float = 60.0


class CampaignDefinition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything a person decides about a campaign; stored whole, changed only by an action.

    `daily_target` is per session: a goal the planner stops at. `session_cap` is a hard daily
    limit per session that is never exceeded. `timezone` None means the organization's.
    """

    name: str
    daily_target: int
    sessions: tuple[str, ...]
    internal: Internal | None = None
    external: External | None = None
    session_cap: int | None = None
    windows: tuple[Window, ...] = ()
    quiet_hours: QuietHours | None = None
    timezone: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    ramp: Ramp | None = None
    misfire: MisfirePolicy = MisfirePolicy.SKIP
    retry: Retry = Retry()

    @property
    def kind(self) -> Kind:
        """Whom it writes to."""
        if self.internal and self.external:
            return "mixed"
        return "external" if self.external else "internal"


_A, _C = CampaignAction, CampaignStatus

ALLOWED_ACTIONS: dict[CampaignStatus, frozenset[CampaignAction]] = {
    _C.WAITING: frozenset({_A.START, _A.PAUSE, _A.STOP}),
    _C.ACTIVE: frozenset({_A.PAUSE, _A.STOP}),
    _C.PAUSED: frozenset({_A.START, _A.RESUME, _A.STOP}),
    _C.STOPPED: frozenset(),
}
