"""What an application sends to clients."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from brasa.socketio.binary import encode_args
from brasa.socketio.broadcast import Broadcast, open_body
from brasa.socketio.burst import Burst, Emission
from brasa.socketio.errors import AckTimeout
from brasa.socketio.frame import Frame
from brasa.socketio.hub import Hub
from brasa.socketio.packets import EVENT, ROOT, check_event_name, data_packet
from brasa.socketio.replay import replay
from brasa.socketio.socket import Held


class Emitting:
    """The part of a `Server` that sends events."""

    _hub: Hub

    async def emit(
        self,
        event: str,
        *args: Any,
        room: str | Iterable[str] | None = None,
        to: str | None = None,
        skip_sid: str | Iterable[str] | None = None,
        namespace: str = ROOT,
        volatile: bool = False,
    ) -> None:
        """Send an event to a room, to several, to one client (`to`), or to everyone.

        A member of several rooms gets it once. A single tuple is taken for several arguments.
        A volatile event is dropped for clients that are busy, and not kept for those away.
        Raises `ValueError` for a reserved event name.
        """
        check_event_name(event)
        if len(args) == 1 and isinstance(args[0], tuple):
            args = args[0]
        body, attachments = encode_args((event, *args))
        self._publish(
            Broadcast(
                namespace,
                _names(to if to is not None else room),
                body[:-1],
                attachments,
                _names(skip_sid) or (),
                volatile,
                isinstance(args[-1] if args else event, str),
            )
        )

    def emit_json(
        self,
        event: str,
        payload: bytes,
        room: str | Iterable[str] | None = None,
        namespace: str = ROOT,
    ) -> None:
        """Send an event whose one argument is JSON already, at once: the cheapest way to emit."""
        self._publish(Broadcast(namespace, _names(room), open_body(event) + payload))

    def emit_json_many(self, events: Sequence[Emission], namespace: str = ROOT) -> None:
        """Send several events, each `(event, payload, rooms)`, as `emit_json` would in this order.

        What they have in common is done once for all. One that cannot be sent, for its reserved
        name or a payload that is no bytes, is logged and left out; the others go.
        """
        hub = self._hub
        hub.engine.bind()
        hub.stats.emitted += len(events)
        hub.adapter.publish_burst(Burst(namespace, events))

    @contextmanager
    def paced(self, sid: str, namespace: str = ROOT) -> Iterator[None]:
        """Let what the block emits to a client of this node leave as fast as the client takes it.

        For much at once, which else would make it a slow client. What is emitted to it meanwhile
        comes after. The block may not await. Raises `UnknownSid`.
        """
        socket = self._hub.socket(sid, namespace)
        if isinstance(socket.out, Held):
            yield  # it is being sent something at its pace already
            return
        held = socket.out = Held()
        try:
            yield
        finally:
            rest = replay(socket, held, ())
            if rest is not None:
                self._hub.spawn(rest.run())

    def _publish(self, message: Broadcast) -> None:
        hub = self._hub
        hub.engine.bind()
        hub.stats.emitted += 1
        hub.adapter.publish(message)

    async def call(
        self,
        event: str,
        *args: Any,
        to: str,
        timeout: float = 60.0,
        namespace: str = ROOT,
    ) -> Any:
        """Send an event to one client of this node and wait for its acknowledgement.

        Returns None for none, the value for one, a tuple for several. Raises `UnknownSid`,
        `AckTimeout` after `timeout` seconds, `Disconnected` if the client leaves first.
        """
        check_event_name(event)
        socket = self._hub.socket(to, namespace)
        number, answer = socket.expect_ack()
        body, attachments = encode_args((event, *args))
        text = data_packet(EVENT, namespace, body, len(attachments), number)
        self._hub.stats.emitted += 1
        socket.out.send(Frame(text, attachments))
        try:
            values = await asyncio.wait_for(answer, timeout)
        except TimeoutError:
            raise AckTimeout(f"{event!r} was not acknowledged in {timeout} s") from None
        finally:
            socket.take_ack(number)
        if len(values) > 1:
            return tuple(values)
        return values[0] if values else None


def _names(names: str | Iterable[str] | None) -> tuple[str, ...] | None:
    if names is None:
        return None
    return (names,) if isinstance(names, str) else tuple(dict.fromkeys(names))
