"""The Socket.IO adapter of a cluster, on top of the bus.

Events for rooms come to every gateway by the bus, whose positions are the same everywhere: each
gateway gives them to its own clients, and a client may recover on any of them. What a gateway
says to one of its own clients (a snapshot, an answer) goes out at once and only there; it takes
a position between two of the bus. A client that lost some of that starts afresh elsewhere.
"""

from collections import OrderedDict
from collections.abc import Sequence
from contextvars import ContextVar

import msgspec

from brasa.bus.base import Envelope
from brasa.bus.sessions import Sessions
from brasa.bus.valkey import ValkeyBus
from brasa.gateway.past import Past
from brasa.gateway.rooms import organization_of, rooms_for
from brasa.socketio.adapter import Receiver, Record
from brasa.socketio.broadcast import Broadcast
from brasa.socketio.burst import Burst

# Positions between two events of the bus: 64 bits hold 48 of the bus and these.
LOCAL_BITS = 16
_LAST_LOCAL = (1 << LOCAL_BITS) - 1
# An empty batch moves the bus on when half of them are used up.
_MANY_LOCAL = 1 << (LOCAL_BITS - 1)
# Clients whose last direct word is remembered.
_MOST_DIRECT = 50_000


class Saved(msgspec.Struct, array_like=True):
    """A session and the position of the last thing said to this client alone."""

    record: Record
    direct: int = 0


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Saved).decode
# The session that the present task is taking over: `history` is asked right after `load`.
_taken: ContextVar[Saved | None] = ContextVar("taken", default=None)


class LiveAdapter:
    """Joins one Socket.IO server to the others through the bus and the saved sessions."""

    def __init__(self, bus: ValkeyBus, sessions: Sessions, past: Past) -> None:
        self._bus = bus
        self._sessions = sessions
        self._past = past
        self._receiver: Receiver | None = None
        self._local = 0
        self._at = 0
        self._direct: OrderedDict[str, int] = OrderedDict()
        self._direct_forgotten = 0
        bus.on_past(past.add)
        bus.on_gap(lambda: past.forget(bus.position))
        bus.subscribe(self._remember)

    async def start(self, receiver: Receiver) -> None:
        """Begin; the bus has been started before."""
        self._past.open(self._bus.position)
        self._receiver = receiver
        self._sessions.start()

    async def stop(self) -> None:
        await self._sessions.stop()

    def position(self) -> int:
        self._move()
        return (self._at << LOCAL_BITS) + self._local

    def publish(self, message: Broadcast) -> None:
        if self._receiver is None:
            return
        self._move()
        if self._bus.handing is None and not message.volatile:
            message = self._placed_between(message)
        self._receiver.deliver(self.position(), message)

    def publish_burst(self, burst: Burst) -> None:
        handing = self._bus.handing
        if self._receiver is None:
            return
        if handing is None or len(handing) != len(burst.events):
            for message in burst.broadcasts():
                self.publish(message)
            return
        # The relay's: what the bus hands out at once, each event at its position.
        first, end = handing.start << LOCAL_BITS, handing.stop << LOCAL_BITS
        self._receiver.deliver_burst(range(first, end, 1 << LOCAL_BITS), burst)

    def save(self, record: Record) -> None:
        direct = self._direct.get(record.sid, self._direct_forgotten)
        self._sessions.save(record.pid, _encode(Saved(record, direct)))

    def discard(self, pid: str) -> None:
        self._sessions.discard(pid)

    async def load(self, pid: str) -> Record | None:
        found = await self._sessions.take(pid)
        saved = None if found is None else _decode(found)
        _taken.set(saved)
        return saved.record if saved else None

    async def history(self, after: int) -> Sequence[tuple[int, Broadcast]] | None:
        saved = _taken.get()
        if saved is None or after < saved.direct:
            return None
        rooms = [*saved.record.rooms, *(room for room, _, _ in saved.record.left)]
        organizations = {id_ for room in rooms if (id_ := organization_of(room)) is not None}
        missed = self._past.after(after >> LOCAL_BITS, organizations)
        if missed is None:
            return None
        return [(position << LOCAL_BITS, _broadcast(envelope)) for position, envelope in missed]

    def _remember(self, envelopes: Sequence[Envelope]) -> None:
        """Listens to the bus before the relay does."""
        for placed in zip(self._bus.handing or (), envelopes, strict=True):
            self._past.add(placed)

    def _move(self) -> None:
        """Notice that the bus has moved on."""
        if self._bus.position != self._at:
            self._at, self._local = self._bus.position, 0

    def _placed_between(self, message: Broadcast) -> Broadcast:
        if self._local >= _LAST_LOCAL:
            # No position is left until the bus moves: it cannot be recovered, only received.
            return msgspec.structs.replace(message, volatile=True)
        self._local += 1
        if self._local == _MANY_LOCAL:
            self._bus.move_on()
        for sid in message.rooms or ():
            self._direct[sid] = self.position()
            self._direct.move_to_end(sid)
        if len(self._direct) > _MOST_DIRECT:
            self._direct_forgotten = self._direct.popitem(last=False)[1]
        return message


def _broadcast(envelope: Envelope) -> Broadcast:
    """What the relay makes of an event of the bus."""
    body = b"[" + msgspec.json.encode(envelope.event) + b"," + envelope.payload
    return Broadcast("/", rooms_for(envelope.organization_id, envelope.event), body)
