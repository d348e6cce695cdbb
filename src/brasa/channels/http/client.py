"""Talks HTTP with the gateway, and tells what surely was not sent from what nobody knows.

Errors are raised without their cause: aiohttp's quote headers and addresses.
"""

import contextlib
from typing import Any

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
from yarl import URL

from brasa.channels.http.answers import Answer, retry_after_seconds
from brasa.channels.http.settings import HttpSettings
from brasa.channels.outcome import Scope, SendError, Unknown
from brasa.clock import Clock
from brasa.errors import Unavailable

# No id and no error text needs more of an answer than this.
_LONGEST_ANSWER = 64 * 1024


class Client:
    """One pool of connections to one gateway."""

    def __init__(self, settings: HttpSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._session: ClientSession | None = None

    def open(self) -> None:
        """Make the pool; nothing is connected yet. Needs a running event loop."""
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

    async def post(self, document: dict[str, Any], idempotency_key: str) -> Answer:
        """Post once, whatever happens.

        Raises SendError when no connection came about, Unknown when the request may have arrived.
        """
        headers = {self._settings.idempotency_header: idempotency_key}
        try:
            # POST, for aiohttp repeats idempotent methods by itself; and no redirect, which would
            # post again elsewhere.
            async with self._open_session.post(
                self._settings.url, json=document, headers=headers, allow_redirects=False
            ) as response:
                return await self._read(response)
        except (ClientConnectorError, ConnectionTimeoutError):
            raise SendError(
                "Sem conexão com o provedor",
                code="not_connected",
                retryable=True,
                scope=Scope.ACCOUNT,
            ) from None
        except TimeoutError:
            raise Unknown("O provedor não respondeu a tempo", code="timeout") from None
        except ClientResponseError:
            raise Unknown("Resposta do provedor ilegível", code="unreadable_answer") from None
        except ClientError:
            raise Unknown("Conexão perdida antes da resposta", code="connection_lost") from None

    async def ask(self, method: str, url: str) -> Answer:
        """Ask for something that changes nothing. Raises Unavailable without an answer."""
        try:
            async with self._open_session.request(
                method, URL(url, encoded=True), allow_redirects=False
            ) as response:
                return await self._read(response)
        except (ClientError, TimeoutError):
            raise Unavailable("Sem conexão com o provedor") from None

    async def _read(self, response: ClientResponse) -> Answer:
        document: Any = None
        # The status counts even when its body is lost or no JSON.
        with contextlib.suppress(msgspec.DecodeError, ClientError, TimeoutError):
            document = msgspec.json.decode(await _body(response))
        retry_after = retry_after_seconds(response.headers, self._clock.now())
        return Answer(response.status, document, retry_after)

    @property
    def _open_session(self) -> ClientSession:
        if self._session is None:
            raise RuntimeError("the channel was not started")
        return self._session


async def _body(response: ClientResponse) -> bytes:
    """The body, or nothing of one that is too long to be an answer."""
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > _LONGEST_ANSWER:
            # The rest is not read, so the connection cannot be used again.
            response.close()
            return b""
    return bytes(body)
