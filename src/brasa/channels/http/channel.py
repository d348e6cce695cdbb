"""The generic HTTP gateway: posts each message as JSON."""

from collections.abc import Sequence

import msgspec

from brasa.channels.base import (
    ChannelContext,
    Connection,
    Event,
    Lookup,
    Message,
    Receipt,
    WebhookRequest,
)
from brasa.channels.http.answers import read_answer
from brasa.channels.http.callbacks import read_callback
from brasa.channels.http.client import Client
from brasa.channels.http.lookups import lookup_url, read_lookup
from brasa.channels.http.settings import HttpSettings
from brasa.channels.outcome import Accepted, Outcome
from brasa.channels.sending import send_in_order
from brasa.errors import Unavailable


class HttpChannel:
    """Sends through one gateway."""

    def __init__(self, settings: HttpSettings, context: ChannelContext) -> None:
        told = settings.callback is not None and settings.limits.has_receipts
        self.limits = msgspec.structs.replace(settings.limits, has_receipts=told)
        self._settings = settings
        self._clock = context.clock
        self._client = Client(settings, context.clock)

    async def start(self) -> None:
        """Open the pool of connections."""
        self._client.open()

    async def close(self) -> None:
        """Close every connection; a send under way ends unknown."""
        await self._client.close()

    async def send(self, message: Message) -> Accepted:
        """Post one message. Raises SendError or Unknown as client.py and answers.py tell."""
        fields = self._settings.body.items()
        document = {name: getattr(message, field) for name, field in fields}
        answer = await self._client.post(document, message.idempotency_key)
        outcome = read_answer(self._settings, answer, message.idempotency_key)
        if isinstance(outcome, Accepted):
            return outcome
        raise outcome

    async def send_many(self, messages: Sequence[Message]) -> list[Outcome]:
        """Post a batch, the sessions side by side."""
        return await send_in_order(self.send, messages)

    def parse_webhook(self, request: WebhookRequest) -> list[Event]:
        """Read a signed call. Raises Unauthorized or InvalidInput."""
        return read_callback(self._settings.callback, request, self._clock.now())

    async def check(self) -> Connection:
        """Ask `check_url`; without one, only whether the gateway answers and does not refuse us."""
        url = self._settings.check_url
        try:
            answer = await self._client.ask("GET" if url else "HEAD", url or self._settings.url)
        except Unavailable as error:
            return Connection(False, "not_connected", str(error))
        refused = answer.status >= 300 if url else answer.status in (401, 403)
        if refused:
            return Connection(False, f"http_{answer.status}", f"HTTP {answer.status}")
        return Connection(connected=True)

    async def lookup(self, lookup: Lookup) -> Receipt | None:
        """Ask the gateway for a message. Raises Unavailable when it cannot be asked."""
        lookups = self._settings.lookup
        url = lookup_url(lookups, lookup) if lookups else None
        if lookups is None or url is None:
            return None
        answer = await self._client.ask("GET", url)
        return read_lookup(lookups, lookup, answer, self._clock.now())
