"""The generic HTTP gateway: posts a message as JSON, with one client session for all of it."""

import asyncio
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import msgspec
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientResponseError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    TCPConnector,
)

from brasa.channels.base import (
    NOT_TAKEN,
    ChannelContext,
    Connection,
    Event,
    Lookup,
    Message,
    Receipt,
    ReceiptStatus,
    WebhookRequest,
)
from brasa.channels.http.answers import Answer, read_answer, retry_after_seconds
from brasa.channels.http.callbacks import read_callback
from brasa.channels.http.paths import find_text
from brasa.channels.http.settings import HttpSettings, Lookups
from brasa.channels.outcome import Accepted, Outcome, Scope, SendError, Unknown
from brasa.channels.sending import send_in_order
from brasa.errors import Unavailable

# More of an answer than this is nobody's id or error text.
_LONGEST_ANSWER = 64 * 1024


class HttpChannel:
    """Sends through one gateway."""

    def __init__(self, settings: HttpSettings, context: ChannelContext) -> None:
        told = settings.callback is not None and settings.limits.has_receipts
        self.limits = msgspec.structs.replace(settings.limits, has_receipts=told)
        self._settings = settings
        self._clock = context.clock
        self._session: ClientSession | None = None

    async def start(self) -> None:
        """Open the pool of connections; nothing is connected yet."""
        settings = self._settings
        self._session = ClientSession(
            connector=TCPConnector(limit=settings.connections),
            headers={name: secret.reveal() for name, secret in settings.headers.items()},
            timeout=ClientTimeout(
                total=settings.connect_timeout + settings.timeout,
                connect=settings.connect_timeout,
                sock_read=settings.timeout,
            ),
            cookie_jar=DummyCookieJar(),
        )

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def send(self, message: Message) -> Accepted:
        """Post one message. Raises SendError or Unknown as `answers.py` reads it."""
        outcome = read_answer(self._settings, await self._post(message), message.idempotency_key)
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
        """Ask `check_url`, or, without one, only whether the gateway's address answers."""
        url = self._settings.check_url
        try:
            answer = await self._ask("GET" if url else "HEAD", url or self._settings.url)
        except Unavailable as error:
            return Connection(False, "unreachable", str(error))
        refused = answer.status >= 300 if url else answer.status in (401, 403)
        if refused:
            return Connection(False, f"http_{answer.status}", f"HTTP {answer.status}")
        return Connection(connected=True)

    async def lookup(self, lookup: Lookup) -> Receipt | None:
        """Ask the gateway for a message. Raises Unavailable when it cannot be asked."""
        lookups = self._settings.lookup
        if lookups is None or ("{provider_id}" in lookups.url and not lookup.provider_id):
            return None
        answer = await self._ask("GET", _fill(lookups.url, lookup))
        if answer.status == 404:
            return self._absent(lookup) if lookups.absent_is_final else None
        if not 200 <= answer.status < 300:
            raise Unavailable("O provedor falhou ({status})", status=answer.status)
        return self._found(lookups, lookup, answer.document)

    async def _post(self, message: Message) -> Answer:
        settings = self._settings
        try:
            # A redirect would post the message again, elsewhere.
            async with self._client.post(
                settings.url,
                json={name: getattr(message, field) for name, field in settings.body.items()},
                headers={settings.idempotency_header: message.idempotency_key},
                allow_redirects=False,
            ) as response:
                return await self._read(response)
        except (ClientConnectorError, ConnectionTimeoutError):
            raise SendError(
                "Sem conexão com o provedor",
                code="connection_refused",
                retryable=True,
                scope=Scope.ACCOUNT,
            ) from None
        except TimeoutError:
            raise Unknown("O provedor não respondeu a tempo", code="timeout") from None
        except ClientResponseError:
            raise Unknown("Resposta do provedor ilegível", code="unreadable_answer") from None
        except ClientError:
            raise Unknown("Conexão perdida antes da resposta", code="connection_lost") from None

    async def _ask(self, method: str, url: str) -> Answer:
        try:
            async with self._client.request(method, url, allow_redirects=False) as response:
                return await self._read(response)
        except (ClientError, TimeoutError):
            raise Unavailable("Sem conexão com o provedor") from None

    async def _read(self, response: ClientResponse) -> Answer:
        """The answer; a status whose body is lost or no JSON still counts, with no document."""
        document: Any = None
        try:
            document = msgspec.json.decode(await _body(response))
        except (msgspec.DecodeError, ClientError, TimeoutError):
            pass
        retry_after = retry_after_seconds(response.headers, self._clock.now())
        return Answer(response.status, document, retry_after)

    @property
    def _client(self) -> ClientSession:
        if self._session is None:
            raise RuntimeError("the channel was not started")
        return self._session

    def _found(self, lookups: Lookups, lookup: Lookup, document: Any) -> Receipt:
        callback = self._settings.callback
        words = callback.statuses if callback else {s.value: s for s in ReceiptStatus}
        word = find_text(document, lookups.status) or ""
        return self._receipt(
            lookup, words.get(word, ReceiptStatus.SENT), find_text(document, lookups.id)
        )

    def _absent(self, lookup: Lookup) -> Receipt:
        receipt = self._receipt(lookup, ReceiptStatus.FAILED, None)
        return msgspec.structs.replace(
            receipt, code=NOT_TAKEN, message="O provedor não recebeu a mensagem"
        )

    def _receipt(self, lookup: Lookup, status: ReceiptStatus, found: str | None) -> Receipt:
        return Receipt(
            provider_id=found or lookup.provider_id or lookup.idempotency_key,
            status=status,
            at=self._clock.now(),
            session_id=lookup.session_id,
            idempotency_key=lookup.idempotency_key,
        )


def create(settings: HttpSettings, context: ChannelContext) -> HttpChannel:
    """The factory the registry knows."""
    return HttpChannel(settings, context)
