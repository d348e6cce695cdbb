"""Parts that several nouns share."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from brasa.domain.events import Timestamp, Wire
from brasa.store.paging import MAX_ID

Id = Annotated[int, Meta(ge=1, le=MAX_ID)]


class Organization(Wire, frozen=True, kw_only=True):
    """A tenant that the caller reaches."""

    id: int
    name: str
    timezone: str
    language: str


class Me(Wire, frozen=True, kw_only=True):
    """Who is asking, what they reach, and the server's own facts."""

    mode: Literal["open", "token"]
    role: Literal["viewer", "operator", "admin"]
    organizations: list[Organization]
    server_time: Timestamp
    version: str
    tick_seconds: float


class FieldError(Wire, frozen=True, kw_only=True):
    """What is wrong with one field."""

    field: str
    message: str


class ErrorBody(Wire, frozen=True, kw_only=True):
    """`code` never changes with the language; `fields` names everything wrong with an input."""

    code: str
    message: str
    fields: list[FieldError] | UnsetType = UNSET


class Error(Wire, frozen=True, kw_only=True):
    """Every answer that is not a success."""

    error: ErrorBody
