"""What parts and nodes say to each other after a commit."""

from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec


class Envelope(msgspec.Struct, frozen=True, gc=False):
    """One event for one organization's dashboards; `payload` is its JSON, encoded once."""

    organization_id: int
    event: str
    payload: bytes


Listener = Callable[[Sequence[Envelope]], None]


class Bus(Protocol):
    """Carries envelopes to every gateway, in order within an organization."""

    async def publish(self, envelopes: Sequence[Envelope]) -> None:
        """Hand over what a committed transaction has to say."""
        ...

    def subscribe(self, listener: Listener) -> None:
        """Call `listener` with every batch, in the order it was published."""
        ...
