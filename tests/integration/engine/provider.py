"""A channel whose answers a test decides."""

import asyncio
from collections.abc import Callable, Sequence

import msgspec

from brasa.channels.base import (
    ChannelContext,
    Connection,
    Event,
    Limits,
    Lookup,
    Message,
    Receipt,
    WebhookRequest,
)
from brasa.channels.outcome import Accepted, Outcome

Answer = Callable[[Message], Outcome]


class ScriptedSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`name` tells channels of different sessions apart."""

    name: str = ""
    min_gap: float = 0.0
    messages_per_second: float = 1_000.0
    has_receipts: bool = True


class Provider:
    """What every scripted channel of a test asks; `taken` are the messages it was given."""

    def __init__(self) -> None:
        self.answer: Answer = accepted
        self.look_up: Callable[[Lookup], Receipt | None] = lambda lookup: None
        self.taken: list[Message] = []
        self.open = asyncio.Event()
        self.open.set()
        self.asked = asyncio.Event()
        self.looked_up: list[Lookup] = []

    def create(self, settings: ScriptedSettings, context: ChannelContext) -> "ScriptedChannel":
        return ScriptedChannel(self, settings)


class ScriptedChannel:
    """Hands every message to the test's provider, one after the other."""

    def __init__(self, provider: Provider, settings: ScriptedSettings) -> None:
        self._provider = provider
        self.limits = Limits(
            messages_per_second=settings.messages_per_second,
            min_gap=settings.min_gap,
            has_receipts=settings.has_receipts,
            receipt_timeout=3_600.0,
        )

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def send(self, message: Message) -> Accepted:
        raise NotImplementedError

    async def send_many(self, messages: Sequence[Message]) -> list[Outcome]:
        outcomes = []
        for message in messages:
            self._provider.taken.append(message)
            self._provider.asked.set()
            await self._provider.open.wait()
            outcomes.append(self._provider.answer(message))
        return outcomes

    def parse_webhook(self, request: WebhookRequest) -> list[Event]:
        return []

    async def check(self) -> Connection:
        return Connection(connected=True)

    async def lookup(self, lookup: Lookup) -> Receipt | None:
        self._provider.looked_up.append(lookup)
        return self._provider.look_up(lookup)


def accepted(message: Message) -> Outcome:
    """Taken, under a name made of its key."""
    return Accepted(f"p-{message.idempotency_key}")
