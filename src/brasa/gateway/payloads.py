"""What a dashboard may send with its events."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from brasa.domain.inputs import accepts

EventName = Literal[
    "campaign-status", "campaign-log", "execution-log", "bot-health", "notification"
]

OrganizationId = Annotated[
    int, accepts("um número inteiro maior que zero, não um texto", ge=1, le=2**31 - 1)
]
EventNames = Annotated[
    list[EventName],
    accepts(
        "uma lista com: campaign-status, campaign-log, execution-log, bot-health, notification",
        max_length=20,
    ),
]


class Leave(Struct, frozen=True, rename="camel"):
    """Which organization `leave-organization` and `request-dashboard` are about."""

    organization_id: OrganizationId


class Join(Struct, frozen=True, rename="camel"):
    """Which organization to join; without `events` everything is received."""

    organization_id: OrganizationId
    events: EventNames | UnsetType = UNSET

    @property
    def wanted(self) -> frozenset[str] | None:
        """The names of the events to receive; None for all."""
        return None if isinstance(self.events, UnsetType) else frozenset(self.events)


class Ping(Struct, frozen=True, rename="camel"):
    """The timestamp comes back in `pong` as it went."""

    timestamp: Annotated[
        int | float | Annotated[str, Meta(max_length=100)] | UnsetType,
        accepts("um número ou um texto curto"),
    ] = UNSET
