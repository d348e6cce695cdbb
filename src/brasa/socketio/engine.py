"""The Engine.IO server: sessions, who may open one, and their time."""

import asyncio
import contextlib
from collections.abc import Callable

import msgspec

from brasa.socketio import reasons, refusal
from brasa.socketio.farewells import Farewells
from brasa.socketio.flusher import Flusher
from brasa.socketio.frame import Frame
from brasa.socketio.handshake import Handshake
from brasa.socketio.ids import make_id
from brasa.socketio.limits import AddressCount, RateLimit
from brasa.socketio.options import Options
from brasa.socketio.origin import OriginPolicy
from brasa.socketio.refusal import Refusal
from brasa.socketio.session import Session
from brasa.socketio.stats import Stats
from brasa.socketio.transport import Application, Transport
from brasa.socketio.wheel import Wheel

TRANSPORTS = ("polling", "websocket")


class Engine:
    """Opens sessions and gives each to `accept`, which returns the application it talks to."""

    def __init__(
        self, options: Options, accept: Callable[[Session], Application], stats: Stats | None = None
    ) -> None:
        self.options = options
        self.stats = stats if stats is not None else Stats()
        self.sessions: dict[str, Session] = {}
        self.origins = OriginPolicy(
            options.cors_allowed_origins, credentials=options.cors_credentials
        )
        self.rate = (
            RateLimit(options.message_rate, options.message_burst) if options.message_rate else None
        )
        self.stopping = False
        self._accept = accept
        self._addresses = AddressCount(options.max_connections_per_address)
        self._sockets: set[Transport] = set()
        self._empty: asyncio.Event | None = None
        self._tail = msgspec.json.encode(
            {
                "pingInterval": round(options.ping_interval * 1000),
                "pingTimeout": round(options.ping_timeout * 1000),
                "maxPayload": options.max_payload,
            }
        )[1:]

    def bind(self) -> None:
        """Take the running loop for timers and flushes; the first request does it."""
        if hasattr(self, "loop"):
            return
        self.loop = asyncio.get_running_loop()
        self.now: Callable[[], float] = self.loop.time
        self.flusher = Flusher(self.loop, self.options.flush_interval)
        shortest = min(self.options.ping_interval, self.options.ping_timeout)
        self.wheel = Wheel(self.loop, max(0.002, shortest / 50))
        self.farewells = Farewells(self.wheel, self.now, self.options.close_timeout)

    # ---- opening ----

    def refuse(
        self,
        handshake: Handshake,
        headers: dict[str, str],
        query: dict[str, str],
        transport: str,
    ) -> Refusal | None:
        """Why a request may not go on, or None.

        `headers` and `query` are the handshake's; `transport` is what actually carries it.
        """
        if query.get("transport") not in TRANSPORTS:
            return refusal.UNKNOWN_TRANSPORT
        if query.get("EIO") != "4":
            return refusal.UNSUPPORTED_VERSION
        if query["transport"] != transport:
            return refusal.BAD_REQUEST
        if not self.origins.admits(headers.get("origin"), headers.get("host")):
            return refusal.FORBIDDEN_ORIGIN
        if "sid" in query:
            return None
        return self._refuse_new(handshake)

    def _refuse_new(self, handshake: Handshake) -> Refusal | None:
        limit = self.options.max_connections
        if handshake.method != "GET":
            return refusal.BAD_METHOD
        if self.stopping:
            return refusal.STOPPING
        if limit is not None and len(self.sessions) >= limit:
            return refusal.FULL
        if not self._addresses.admits(handshake.address):
            return refusal.ADDRESS_FULL
        return None

    def open(self, handshake: Handshake, transport: Transport) -> tuple[Session, Frame]:
        """Open a session on `transport`; the frame is its OPEN packet, for the transport to send.

        The application is not called before the transport asks for it with `begin`.
        """
        session = Session(self, make_id(), handshake, handshake.address)
        session.transport = transport
        self.sessions[session.sid] = session
        self._addresses.add(session.address)
        stats = self.stats
        stats.opened += 1
        stats.connections += 1
        if transport.name == "websocket":
            stats.websockets += 1
        return session, Frame(self._open_packet(session.sid, transport))

    def begin(self, session: Session) -> None:
        """Give an open session its application and its place in time."""
        session.app = self._accept(session)
        due = session.tick(self.now())
        if due is not None:
            self.wheel.add(session, due)

    def _open_packet(self, sid: str, transport: Transport) -> bytes:
        upgradable = transport.name == "polling" and self.options.allow_upgrades
        upgrades = b'["websocket"]' if upgradable else b"[]"
        return b'0{"sid":"%s","upgrades":%s,%s' % (sid.encode(), upgrades, self._tail)

    # ---- closing ----

    def forget(self, session: Session) -> None:
        """Take a session that ends out of the books."""
        if self.sessions.pop(session.sid, None) is None:
            return
        self._addresses.remove(session.address)
        self.stats.connections -= 1
        if session.transport is not None and session.transport.name == "websocket":
            self.stats.websockets -= 1

    async def shutdown(self, grace: float) -> None:
        """Refuse new sessions, tell and close those there are, and wait up to `grace` seconds."""
        self.stopping = True
        if not hasattr(self, "loop"):
            return
        self.flusher.stop()
        for session in list(self.sessions.values()):
            session.close(reasons.SERVER_SHUTTING_DOWN)
        if self._sockets:
            self._empty = asyncio.Event()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._empty.wait(), grace)
        for socket in list(self._sockets):
            socket.abort()
        self.wheel.stop()

    def watch(self, socket: Transport) -> None:
        """A websocket opened: shutting down waits for it."""
        self._sockets.add(socket)

    def unwatch(self, socket: Transport) -> None:
        """A websocket is gone."""
        self._sockets.discard(socket)
        if not self._sockets and self._empty is not None:
            self._empty.set()
