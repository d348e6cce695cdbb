"""One HTTP request of a polling client, and its answer."""

import asyncio

from brasa.socketio import reasons, refusal
from brasa.socketio.asgi import HTML, JSON, TEXT, Headers, Receive, Send, respond
from brasa.socketio.engine import Engine
from brasa.socketio.errors import ProtocolError
from brasa.socketio.frame import SEPARATOR
from brasa.socketio.handshake import Handshake
from brasa.socketio.payload import decode_payload
from brasa.socketio.poll import Polling
from brasa.socketio.refusal import Refusal
from brasa.socketio.session import Session


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
            farewell = self._engine.farewells.take(sid) if method == "GET" else None
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
            await self._answer(b"ok", HTML)
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
        """Give the packets to the session; False if they are too many, or one is broken."""
        if not session.spend(body.count(SEPARATOR) + 1):
            return False
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

    async def _answer(self, body: bytes, content_type: tuple[bytes, bytes] = TEXT) -> None:
        await respond(self._send, 200, body, [content_type, *self._headers])

    async def _refuse(self, refused: Refusal) -> None:
        self._engine.stats.refuse(refused.reason)
        headers = [JSON, *self._headers]
        if refused.status in (429, 503):
            headers.append((b"retry-after", b"5"))
        if refused.status in (408, 413):
            headers.append((b"connection", b"close"))  # or the rest would be read for nothing
        await respond(self._send, refused.status, refused.body, headers)
