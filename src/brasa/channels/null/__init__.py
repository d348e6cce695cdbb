"""The null channel: takes everything at once and tells nothing. For benchmarks and dry runs."""

from collections.abc import Sequence

import msgspec

from brasa.channels.base import (
    ChannelContext,
    Connection,
    Event,
    Limits,
    Lookup,
    Message,
    Rate,
    Receipt,
    Size,
    WebhookRequest,
)
from brasa.channels.outcome import Accepted, Outcome


class NullSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set but what the channel claims to bear."""

    messages_per_second: Rate = 1_000_000.0
    batch: Size = 1_000


class NullChannel:
    """Accepts every message under its own idempotency key."""

    def __init__(self, settings: NullSettings) -> None:
        self.limits = Limits(
            messages_per_second=settings.messages_per_second,
            batch=settings.batch,
            has_receipts=False,
        )

    async def start(self) -> None:
        """Nothing to open."""

    async def close(self) -> None:
        """Nothing to close."""

    async def send(self, message: Message) -> Accepted:
        """Accept."""
        return Accepted(message.idempotency_key)

    async def send_many(self, messages: Sequence[Message]) -> list[Outcome]:
        """Accept all, in one step of the event loop."""
        return [Accepted(message.idempotency_key) for message in messages]

    def parse_webhook(self, request: WebhookRequest) -> list[Event]:
        """Nobody calls back."""
        return []

    async def check(self) -> Connection:
        """Always there."""
        return Connection(connected=True)

    async def lookup(self, lookup: Lookup) -> Receipt | None:
        """It keeps no book, so it cannot tell."""
        return None


def create(settings: NullSettings, context: ChannelContext) -> NullChannel:
    """The factory the registry knows."""
    return NullChannel(settings)
