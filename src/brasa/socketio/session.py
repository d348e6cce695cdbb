"""An Engine.IO session: one client's connection, whichever transport carries it."""

from typing import TYPE_CHECKING

from brasa.socketio import reasons
from brasa.socketio.errors import ProtocolError
from brasa.socketio.frame import Batch, Frame
from brasa.socketio.handshake import Handshake
from brasa.socketio.outbox import Outbox
from brasa.socketio.payload import CLOSE, MESSAGE, NOOP, PONG
from brasa.socketio.transport import NO_APPLICATION, Application, Transport

if TYPE_CHECKING:
    from brasa.socketio.engine import Engine

PING_FRAME = Frame(b"2")

_CLOSE_CODES = {
    reasons.PARSE_ERROR: 1002,
    reasons.PAYLOAD_TOO_LARGE: 1009,
    reasons.MESSAGE_RATE: 1008,
    reasons.TOO_MANY_HANDLERS: 1008,
    reasons.CONNECT_TIMEOUT: 1008,
    reasons.SERVER_SHUTTING_DOWN: 1012,
}


class Session(Outbox):
    """One session. Its transport is None once it is closed."""

    __slots__ = (
        "_paid_until",
        "_ping_at",
        "_pong_by",
        "address",
        "app",
        "connect_by",
        "handshake",
        "sid",
        "upgrade",
    )

    def __init__(self, engine: "Engine", sid: str, handshake: Handshake, address: str) -> None:
        super().__init__(engine)
        self.sid = sid
        self.handshake = handshake
        self.address = address
        self.app: Application = NO_APPLICATION
        self.upgrade: Transport | None = None
        """A websocket that wants to take over."""
        self.connect_by = 0.0
        """When the session is closed unless its application clears this; 0 for never."""
        self._ping_at = engine.now() + engine.options.ping_interval
        self._pong_by = 0.0
        self._paid_until = 0.0

    # ---- in ----

    def receive(self, packet: bytes) -> None:
        """Take a text packet from the client.

        Raises `ProtocolError` for one that breaks the protocol, and what the application raises;
        the transport closes the session then.
        """
        kind = packet[0] if packet else -1
        if kind == MESSAGE:
            self.engine.stats.received += 1
            self.app.on_text(packet)
        elif kind == PONG and self._pong_by:
            # From ping to ping, not from pong to ping: what a pong took does not add up.
            self._pong_by = 0.0
            self._ping_at += self.engine.options.ping_interval
        elif kind == CLOSE:
            self.close(reasons.TRANSPORT_CLOSE, farewell=b"6")
        elif kind not in (NOOP, PONG):
            raise ProtocolError("unexpected packet type")

    def receive_binary(self, data: bytes) -> None:
        """Take a binary message from the client."""
        self.engine.stats.received += 1
        self.app.on_binary(data)

    def spend(self, count: int) -> bool:
        """Take note that the client sent so much, messages or not, before any of it is read.

        False if that is too much: the session is over then.
        """
        rate = self.engine.rate
        if rate is None:
            return True
        self._paid_until = rate.spend(self._paid_until, self.engine.now(), count)
        if self._paid_until >= 0:
            return True
        self.close(reasons.MESSAGE_RATE)
        return False

    # ---- time ----

    def tick(self, now: float) -> float | None:
        """Ping, or close a session that is late; return when to look again."""
        if self.transport is None:
            return None
        if self.connect_by and now >= self.connect_by:
            self.close(reasons.CONNECT_TIMEOUT)
            return None
        if self.expired(now):
            self.close(reasons.PING_TIMEOUT)
            return None
        if not self._pong_by and now >= self._ping_at:
            self._ping(now)
        due = self._look_again(now)
        return min(due, self.connect_by) if self.connect_by else due

    def _ping(self, now: float) -> None:
        timeout = self.engine.options.ping_timeout
        if now - self._ping_at > timeout / 2:
            # A server that was late to ask may not hold the client to the minute it meant.
            self._ping_at = now
        self._pong_by = self._ping_at + timeout
        self.send(PING_FRAME)

    def _look_again(self, now: float) -> float:
        """When a pong is overdue, or the next ping is due if that comes first."""
        if not self._pong_by:
            return self._ping_at
        following = self._ping_at + self.engine.options.ping_interval
        return min(self._pong_by, following) if following > now else self._pong_by

    def expired(self, now: float) -> bool:
        """Whether a ping has gone unanswered for too long."""
        return 0.0 < self._pong_by <= now

    # ---- the end ----

    def close(self, reason: str, *, abort: bool = False, farewell: bytes | None = None) -> None:
        """End the session. What waits is sent first, unless `abort`.

        `farewell` is the packet a polling client gets in answer to its last poll.
        """
        transport = self.transport
        if transport is None:
            return
        batch, self.pending = self.pending, None
        self._end(reason)
        if abort:
            transport.abort()
        elif farewell is not None and transport.name == "polling":
            transport.finish(Batch(None, Frame(farewell)), 1000, reason)
        else:
            transport.finish(batch, _CLOSE_CODES.get(reason, 1000), reason)

    def close_slow(self) -> None:
        """End the session of a client that does not take what it is sent."""
        if self.transport is not None:
            self.engine.stats.slow_closed += 1
            self.close(reasons.SLOW_CLIENT, abort=True)

    def lost(self, reason: str) -> None:
        """End the session because its transport is gone."""
        if self.transport is not None:
            self._end(reason)

    def _end(self, reason: str) -> None:
        upgrade, self.upgrade = self.upgrade, None
        self.engine.forget(self)
        self.transport = None
        self.pending = None
        app, self.app = self.app, NO_APPLICATION
        if upgrade is not None:
            upgrade.abort()
        self.engine.stats.close(reason)
        self.on_drain()
        app.on_close(reason)
