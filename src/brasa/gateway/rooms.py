"""Rooms: an organization has one for those who receive everything, and one for each event."""

from collections.abc import Iterable
from functools import lru_cache

_ALL = "org:{}"
_ONE = "org:{}/{}"


def rooms_of(organization_id: int, wanted: Iterable[str] | None = None) -> set[str]:
    """The rooms of someone who wants these events, or all of them."""
    if wanted is None:
        return {_ALL.format(organization_id)}
    return {_ONE.format(organization_id, event) for event in wanted}


@lru_cache(maxsize=10_000)
def rooms_for(organization_id: int, event: str) -> tuple[str, str]:
    """The rooms that an event goes to; nobody is in both."""
    return _ALL.format(organization_id), _ONE.format(organization_id, event)


def rooms_within(rooms: Iterable[str], organization_id: int) -> set[str]:
    """Those of `rooms` that are the organization's."""
    whole = _ALL.format(organization_id)
    return {room for room in rooms if room == whole or room.startswith(whole + "/")}


def organization_of(room: str) -> int | None:
    """Whose room it is; None for a room that is no organization's."""
    kind, _, rest = room.partition(":")
    id_ = rest.partition("/")[0]
    return int(id_) if kind == "org" and id_.isdecimal() else None
