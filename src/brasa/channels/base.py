"""The contract of a channel: how a message leaves, and what may come back.

A channel talks to one provider for any number of sessions. It never touches the store and knows
nothing of campaigns. docs/channels.md tells how to add one; tests/contract/channels judges it.
"""

import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Protocol

import msgspec

from brasa.channels.outcome import Accepted, Outcome, Scope
from brasa.channels.words import sentence, word
from brasa.clock import Clock


class Message(msgspec.Struct, frozen=True, gc=False):
    """One message to one address.

    `idempotency_key` names one attempt: a provider that honours it takes it once. A new attempt,
    allowed only when the last one was surely not taken, gets a new key.
    `sender` is the session's own address or name; `to` is the recipient's (E.164 for phones).
    `deadline`, by `time.monotonic`, is when the right to send it ends: a message that has not
    left by then must not leave any more.
    """

    execution_id: str
    session_id: str
    to: str
    body: str
    sender: str
    idempotency_key: str
    deadline: float = math.inf


_DAY = 86_400.0
# What a person may set: with a rate of nothing, or a wait beyond the calendar, nobody can count.
Rate = Annotated[float, msgspec.Meta(ge=0.0001, le=1e6)]
Size = Annotated[int, msgspec.Meta(ge=1)]
_Gap = Annotated[float, msgspec.Meta(ge=0, le=_DAY)]
_Wait = Annotated[float, msgspec.Meta(ge=0, le=30 * _DAY)]


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the engine keeps to, per session unless it says otherwise.

    `min_gap` and `receipt_timeout` are seconds; `batch` is the most messages, of all sessions
    together, that one `send_many` should be given. Without receipts (`has_receipts` false) an
    accepted message counts as delivered.
    """

    messages_per_second: Rate
    min_gap: _Gap = 0.0
    batch: Size = 50
    has_receipts: bool = True
    receipt_timeout: _Wait = _DAY


class ReceiptStatus(StrEnum):
    """How far the provider says a message came."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


class Receipt(msgspec.Struct, frozen=True, gc=False):
    """News of one message. May be repeated, late and out of order; applying it must not mind.

    `idempotency_key`, where the provider echoes it, lets a receipt settle a message whose
    `provider_id` never arrived. `code`, `message`, `scope` and `opt_out` explain a failure and
    mean what they mean in `SendError`.
    """

    provider_id: str
    status: ReceiptStatus
    at: datetime
    session_id: str | None = None
    idempotency_key: str | None = None
    code: str | None = None
    message: str | None = None
    scope: Scope = Scope.RECIPIENT
    opt_out: bool = False

    def __post_init__(self) -> None:
        for name, fit in (("provider_id", word), ("code", word), ("message", sentence)):
            said = getattr(self, name)
            if said is not None:
                msgspec.structs.force_setattr(self, name, fit(said))


NOT_TAKEN = "not_taken"


class Inbound(msgspec.Struct, frozen=True, gc=False):
    """A message somebody wrote to a session; `inbound_id` is the provider's id, to drop repeats."""

    session_id: str
    from_: str
    text: str
    at: datetime
    inbound_id: str | None = None


Event = Receipt | Inbound
Sink = Callable[[Sequence[Event]], Awaitable[None]]


class Lookup(msgspec.Struct, frozen=True):
    """Which message to ask the provider about; `sent_at` is when it was handed over."""

    session_id: str
    idempotency_key: str
    provider_id: str | None = None
    sender: str = ""
    to: str = ""
    sent_at: datetime | None = None


class WebhookRequest(msgspec.Struct, frozen=True):
    """A provider's call as it arrived: header names in lower case, the body untouched."""

    headers: Mapping[str, str]
    body: bytes
    method: str = "POST"
    query: Mapping[str, str] = {}


class Connection(msgspec.Struct, frozen=True):
    """Whether the provider answers and knows the account; `code` is stable."""

    connected: bool
    code: str = "ok"
    message: str = ""


class ChannelContext(msgspec.Struct, frozen=True):
    """What the composition root lends a channel.

    `sink` takes what the channel learns without a webhook; it may raise, and is then given the
    same events again. `seed` makes simulated chance repeatable.
    """

    clock: Clock
    sink: Sink
    seed: int = 0


class Channel(Protocol):
    """What the engine, and a webhook route, need of a channel."""

    @property
    def limits(self) -> Limits:
        """What the provider allows."""
        ...

    async def start(self) -> None:
        """Open what the channel needs; called once, before anything is sent."""
        ...

    async def close(self) -> None:
        """Let go of everything; no task and no connection is left behind."""
        ...

    async def send(self, message: Message) -> Accepted:
        """Hand over one message.

        Raises SendError when the provider surely did not take it, Unknown when nobody knows.
        """
        ...

    async def send_many(self, messages: Sequence[Message]) -> list[Outcome]:
        """Hand over a batch: one outcome per message, in the order given.

        Messages of one session leave in order, one after the other's outcome; sessions go side by
        side. Raises nothing but cancellation: whatever goes wrong is an outcome.
        """
        ...

    def parse_webhook(self, request: WebhookRequest) -> list[Event]:
        """Read a provider's call.

        Raises Unauthorized for a bad signature, InvalidInput for a body that cannot be read.
        """
        ...

    async def check(self) -> Connection:
        """Ask whether the account is connected; raises nothing."""
        ...

    async def lookup(self, lookup: Lookup) -> Receipt | None:
        """What became of a message, as the receipt that says most.

        None when the provider cannot tell, which proves nothing. A provider that firmly says it
        never took the message is a FAILED receipt with code NOT_TAKEN. Raises Unavailable when it
        cannot be asked now.
        """
        ...
