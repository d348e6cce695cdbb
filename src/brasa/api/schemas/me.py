"""Who is asking, as the API shows it."""

from typing import Literal

from brasa.domain.events import Timestamp, Wire


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
