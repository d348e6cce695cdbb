"""What a dashboard asks for: each command checks, acts, and returns its acknowledgement."""

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

from brasa.clock import Clock, iso_ms
from brasa.domain.events import PongData
from brasa.domain.inputs import read
from brasa.gateway.dashboard import Snapshots
from brasa.gateway.payloads import Join, Leave, Ping
from brasa.gateway.rooms import rooms_of, rooms_within
from brasa.gateway.visitors import Visitor
from brasa.socketio import Server

Ack = dict[str, Any]
# Tells somebody who has just joined, in their language, what they should know.
Greeting = Callable[[str, str], None]


class Commands:
    """The four events of a client. Raises BrasaError for a refusal."""

    def __init__(
        self, sio: Server, snapshots: Snapshots, clock: Clock, greet: Greeting | None = None
    ) -> None:
        self._sio = sio
        self._snapshots = snapshots
        self._clock = clock
        self._greet = greet

    async def join(self, sid: str, visitor: Visitor, payload: Any) -> Ack:
        """Put the client into its organization's rooms, after what is current there.

        Who enters gets the snapshot, then what came since, then enters: all within one turn of
        the loop, so nothing falls in between. Who is in there already has been getting the events
        and gets a snapshot that has them all, so that nothing goes back in time.
        """
        wanted = read(Join, payload)
        visitor.identity.require_organization(wanted.organization_id)
        visitor.allowance.spend()
        async with self._snapshots.moment(wanted.organization_id, with_history=False) as moment:
            before = rooms_within(self._sio.rooms(sid), wanted.organization_id)
            since = ((e.event, e.payload) for e in moment.since)
            if before:
                self._send(sid, moment.now().messages(), wanted.wanted)
            else:
                self._send(sid, chain(moment.snapshot.messages(), since), wanted.wanted)
            self._move(sid, before, rooms_of(wanted.organization_id, wanted.wanted))
        if self._greet is not None:
            self._greet(sid, visitor.language)
        return {"ok": True, "organizationId": wanted.organization_id}

    async def leave(self, sid: str, _visitor: Visitor, payload: Any) -> Ack:
        """Take the client out; nothing of the organization is sent to it after the answer."""
        wanted = read(Leave, payload)
        self._move(sid, rooms_within(self._sio.rooms(sid), wanted.organization_id), set())
        return {"ok": True, "organizationId": wanted.organization_id}

    async def dashboard(self, sid: str, visitor: Visitor, payload: Any) -> Ack:
        """Send everything a dashboard starts from to this client, and the same as the answer."""
        wanted = read(Leave, payload)
        visitor.identity.require_organization(wanted.organization_id)
        visitor.allowance.spend()
        async with self._snapshots.moment(wanted.organization_id, with_history=True) as moment:
            snapshot = moment.now()
            self._send(sid, snapshot.messages(), None)
            return {"ok": True, **snapshot.as_object()}

    async def ping(self, sid: str, _visitor: Visitor, payload: Any = None) -> Ack:
        """Answer with `pong`: the client's timestamp and the server's time."""
        sent = read(Ping, {} if payload is None else payload)
        pong = PongData(timestamp=sent.timestamp, server_time=iso_ms(self._clock.now()))
        await self._sio.emit("pong", pong, to=sid)
        return {"ok": True, "serverTime": pong.server_time}

    def _send(
        self, sid: str, messages: Iterable[tuple[str, bytes]], wanted: frozenset[str] | None
    ) -> None:
        with self._sio.paced(sid):
            for event, payload in messages:
                if wanted is None or event in wanted:
                    self._sio.emit_json(event, payload, room=sid)

    def _move(self, sid: str, before: set[str], after: set[str]) -> None:
        for room in before - after:
            self._sio.leave_room(sid, room)
        for room in after - before:
            self._sio.enter_room(sid, room)
