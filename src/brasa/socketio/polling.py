"""The HTTP long-polling transport, as an ASGI application."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from brasa.socketio import reasons, refusal
from brasa.socketio.engine import Engine
from brasa.socketio.errors import ProtocolError
from brasa.socketio.frame import Batch
from brasa.socketio.handshake import Handshake, join_headers
from brasa.socketio.payload import decode_payload
from brasa.socketio.refusal import Refusal
from brasa.socketio.session import Session

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

PACKETS_PER_PAYLOAD = 16
"""More packets in one answer and python-engineio's client takes the server for an attacker."""

_TEXT = (b"content-type", b"text/plain; charset=UTF-8")
_JSON = (b"content-type", b"application/json")
_NO_STORE = (b"cache-control", b"no-store")


class Polling:
    """A session's polling transport: the poll that waits for an answer, if any."""

    __slots__ = ("_engine", "_poll", "_sid", "posting")

    name = "polling"

    def __init__(self, engine: Engine, sid: str = "") -> None:
        self._engine = engine
        self._sid = sid
        self._poll: asyncio.Future[bytes] | None = None
        self.posting = False

    def belongs_to(self, session: Session) -> None:
        self._sid = session.sid

    @property
    def writable(self) -> bool:
        return self._poll is not None

    @property
    def polled(self) -> bool:
        """Whether a poll waits."""
        return self._poll is not None

    @property
    def backlog(self) -> int:
        return 0

    def wait(self) -> "asyncio.Future[bytes]":
        """A poll begins to wait for a payload."""
        self._poll = self._engine.loop.create_future()
        return self._poll

    def send(self, batch: Batch) -> Batch | None:
        if self._poll is None:
            return batch
        some, rest = batch.split(PACKETS_PER_PAYLOAD)
        return rest if self._answer(some.payload) else batch

    def release(self) -> None:
        """Answer a waiting poll with nothing to say, so that the client can change transport."""
        self._answer(b"6")

    def finish(self, batch: Batch | None, code: int, reason: str) -> None:
        if reason == "upgraded":
            self.release()
            return
        packets = [] if batch is None else [batch.payload]
        # A client that asked to close gets its noop, any other is told.
        last = packets if packets == [b"6"] else [*packets, b"1"]
        payload = b"\x1e".join(last)
        polite = reason in (reasons.TRANSPORT_CLOSE, reasons.SERVER_SHUTTING_DOWN)
        if not self._answer(payload) and polite:
            self._engine.leave_farewell(self._sid, payload)

    def abort(self) -> None:
        self._answer(b"1")

    def _answer(self, payload: bytes) -> bool:
        poll, self._poll = self._poll, None
        if poll is None or poll.done():
            return False
        poll.set_result(payload)
        return True


class PollingApp:
    """Answers the requests under an engine's path; anything else goes to `other`."""

    def __init__(self, engine: Engine, other: ASGIApp | None) -> None:
        self._engine = engine
        self._other = other
        self._path = engine.options.path.rstrip("/") + "/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].rstrip("/") + "/" == self._path:
            await self._serve(scope, receive, send)
        elif self._other is not None:
            await self._other(scope, receive, send)
        elif scope["type"] == "http":
            await respond(send, 404, b"Not Found", [_TEXT])
        elif scope["type"] == "lifespan":
            await serve_lifespan(receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        engine = self._engine
        engine.bind()
        handshake = read_scope(scope, engine.options.trusted_proxies)
        headers = handshake.headers
        origin = headers.get("origin")
        admitted = engine.origins.admits(origin, headers.get("host"))
        cors = engine.origins.cors_headers(origin) if admitted else []
        if handshake.method == "OPTIONS" and admitted:
            wanted = headers.get("access-control-request-headers")
            await respond(send, 204, b"", engine.origins.preflight_headers(origin, wanted))
            return
        exchange = Exchange(engine, receive, send, [*cors, _NO_STORE])
        await exchange.run(handshake, headers)


class Exchange:
    """One request and its answer."""

    __slots__ = ("_engine", "_headers", "_receive", "_send")

    def __init__(self, engine: Engine, receive: Receive, send: Send, headers: Headers) -> None:
        self._engine = engine
        self._receive = receive
        self._send = send
        self._headers = headers

    async def run(self, handshake: Handshake, headers: dict[str, str]) -> None:
        """Answer the request."""
        query = handshake.query
        refused = self._engine.refuse(handshake, headers, query, Polling.name)
        if refused is not None:
            await self._refuse(refused)
        elif "sid" not in query:
            await self._open(handshake)
        else:
            await self._continue(query["sid"], handshake.method, headers.get("content-type", ""))

    async def _open(self, handshake: Handshake) -> None:
        transport = Polling(self._engine)
        session, opening = self._engine.open(handshake, transport)
        transport.belongs_to(session)
        self._engine.begin(session)
        await self._answer(opening.text)

    async def _continue(self, sid: str, method: str, content_type: str) -> None:
        session = self._engine.sessions.get(sid)
        if session is not None and session.expired(self._engine.now()):
            session.close(reasons.PING_TIMEOUT, abort=True)
            session = None
        if session is None:
            farewell = self._engine.take_farewell(sid) if method == "GET" else None
            if farewell is None:
                await self._refuse(refusal.UNKNOWN_SESSION)
            else:
                await self._answer(farewell)
            return
        transport = session.transport
        if not isinstance(transport, Polling) or method not in ("GET", "POST"):
            await self._refuse(refusal.BAD_REQUEST)
        elif method == "GET":
            await self._poll(session, transport)
        else:
            await self._post(session, transport, content_type)

    # ---- GET: the client waits for packets ----

    async def _poll(self, session: Session, transport: Polling) -> None:
        if transport.polled:
            session.close(reasons.TRANSPORT_ERROR)
            await self._refuse(refusal.BAD_REQUEST)
            return
        waiting = transport.wait()
        if session.pending is not None:
            session.flush()
        elif session.upgrade is not None:
            transport.release()
        if not waiting.done():
            await self._wait(session, waiting)
        if not waiting.cancelled():
            await self._answer(waiting.result())

    async def _wait(self, session: Session, waiting: "asyncio.Future[bytes]") -> None:
        """Wait for a payload; a client that gives up ends the session."""
        gone = asyncio.ensure_future(self._disconnected())
        try:
            await asyncio.wait((waiting, gone), return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not waiting.done():
                waiting.cancel()
                session.close(reasons.TRANSPORT_ERROR, abort=True)
            gone.cancel()

    async def _disconnected(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass

    # ---- POST: the client sends packets ----

    async def _post(self, session: Session, transport: Polling, content_type: str) -> None:
        if transport.posting or content_type == "application/octet-stream":
            session.close(reasons.TRANSPORT_ERROR)
            await self._refuse(refusal.BAD_REQUEST)
            return
        transport.posting = True
        try:
            async with asyncio.timeout(self._engine.options.body_timeout):
                body = await self._read_body()
        except TimeoutError:
            session.close(reasons.BODY_TIMEOUT)
            await self._refuse(refusal.TOO_LATE)
            return
        finally:
            transport.posting = False
        if body is None:
            session.close(reasons.TRANSPORT_ERROR)
        elif len(body) > self._engine.options.max_payload:
            session.close(reasons.PAYLOAD_TOO_LARGE)
            await self._refuse(refusal.TOO_LARGE)
        elif self._deliver(session, body):
            await self._answer(b"ok", (b"content-type", b"text/html"))
        else:
            await self._refuse(refusal.BAD_REQUEST)

    async def _read_body(self) -> bytes | None:
        """The body, at most a chunk more than allowed; None if the client left midway."""
        body = b""
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                return None
            chunk: bytes = message.get("body", b"")
            body += chunk
            if not message.get("more_body") or len(body) > self._engine.options.max_payload:
                return body

    def _deliver(self, session: Session, body: bytes) -> bool:
        """Give the packets to the session; False if one of them is broken."""
        try:
            for binary, packet in decode_payload(body):
                if binary:
                    session.receive_binary(packet)
                else:
                    session.receive(packet)
        except (ProtocolError, UnicodeDecodeError):
            session.close(reasons.PARSE_ERROR)
            return False
        return True

    # ---- answers ----

    async def _answer(self, body: bytes, content_type: tuple[bytes, bytes] = _TEXT) -> None:
        await respond(self._send, 200, body, [content_type, *self._headers])

    async def _refuse(self, refused: Refusal) -> None:
        self._engine.stats.refuse(refused.reason)
        headers = [_JSON, *self._headers]
        if refused.status in (429, 503):
            headers.append((b"retry-after", b"5"))
        if refused.status in (408, 413):
            headers.append((b"connection", b"close"))  # or the rest would be read for nothing
        await respond(self._send, refused.status, refused.body, headers)


async def respond(send: Send, status: int, body: bytes, headers: Headers) -> None:
    """Send a whole response."""
    length = (b"content-length", b"%d" % len(body))
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})


async def serve_lifespan(receive: Receive, send: Send) -> None:
    """Accept startup and shutdown."""
    while True:
        message = await receive()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return


def read_scope(scope: Scope, hops: int) -> Handshake:
    """The request of an ASGI scope."""
    client = scope.get("client")
    target: bytes = scope["raw_path"] if scope.get("raw_path") else scope["path"].encode()
    return Handshake(
        scope["method"],
        target + b"?" + scope["query_string"],
        join_headers(scope["headers"]),
        client[0] if client else "unix",
        secure=scope.get("scheme") == "https",
        hops=hops,
    )
