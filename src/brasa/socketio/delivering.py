"""The way of events from the adapter to this node's clients."""

from collections.abc import Collection, Sequence

from brasa.socketio.broadcast import Broadcast, frame_event
from brasa.socketio.burst import Burst, frame_burst
from brasa.socketio.engine import Engine
from brasa.socketio.frame import Frame
from brasa.socketio.history import Entry
from brasa.socketio.namespace import Namespace, fan_out
from brasa.socketio.options import Options
from brasa.socketio.socket import Socket
from brasa.socketio.stats import Stats
from brasa.socketio.strip import Strip

STRIP_BYTES = 64 << 10
"""Most bytes of a burst that are kept, and forgotten, together; less where little is kept."""

_NOBODY: frozenset[str] = frozenset()


class Delivering:
    """The part of a `Hub` that adapters hand events to."""

    options: Options
    stats: Stats
    engine: Engine
    namespaces: dict[str, Namespace]

    def deliver(self, position: int, message: Broadcast) -> None:
        """Give an event to the clients of this node and to the history."""
        namespace = self.namespaces.get(message.namespace)
        if namespace is None or not namespace.wants_any(message.rooms):
            return
        frame = frame_event(message, position if self.options.recovery else None)
        if frame.position:
            skip = frozenset(message.skip)
            namespace.record(message.rooms, Entry(self.engine.now(), frame, skip))
        sockets = namespace.audience(message.rooms)
        if message.skip:
            sockets = [socket for socket in sockets if socket.sid not in message.skip]
        if message.volatile:
            sockets = [socket for socket in sockets if socket.out.writable]
        if namespace.plain and self.options.recovery:
            plain = [socket for socket in sockets if socket.pid is None]
            self._send(frame_event(message, None), plain)
            sockets = [socket for socket in sockets if socket.pid is not None]
        self._send(frame, sockets)

    def _send(self, frame: Frame, sockets: Collection[Socket]) -> None:
        self.stats.delivered += len(sockets)
        if len(sockets) == 1:
            next(iter(sockets)).out.send(frame)
        elif sockets:
            fan_out(sockets, frame, self.engine.flusher)

    def deliver_burst(self, positions: Sequence[int], burst: Burst) -> None:
        """Give several events, each with its position, to the clients and to the history."""
        namespace = self.namespaces.get(burst.namespace)
        if namespace is None:
            return
        for rooms, start, end in namespace.wanted_runs(burst.events):
            part = Burst(burst.namespace, burst.events[start:end])
            self._deliver_run(namespace, rooms, positions[start:end], part)

    def _deliver_run(
        self,
        namespace: Namespace,
        rooms: tuple[str, ...],
        positions: Sequence[int],
        burst: Burst,
    ) -> None:
        sockets = namespace.audience(rooms)
        if not self.options.recovery:
            self._send_strips(self._frame(burst, None), sockets)
            return
        strips = self._frame(burst, positions)
        for strip in strips:
            namespace.record(rooms, Entry(self.engine.now(), strip, _NOBODY))
        if namespace.plain:
            plain = [socket for socket in sockets if socket.pid is None]
            if plain:
                self._send_strips(self._frame(burst, None), plain)
            sockets = [socket for socket in sockets if socket.pid is not None]
        self._send_strips(strips, sockets)

    def _frame(self, burst: Burst, positions: Sequence[int] | None) -> list[Strip]:
        # What is forgotten at once shall be a small part of what is kept.
        most = min(STRIP_BYTES, self.options.recovery_room_bytes >> 4)
        return frame_burst(burst, positions, most)

    def _send_strips(self, strips: list[Strip], sockets: Collection[Socket]) -> None:
        """Also to one client alone they go by the pace of a fan-out: bursts follow each other."""
        if not sockets:
            return
        for strip in strips:
            self.stats.delivered += strip.events * len(sockets)
            fan_out(sockets, strip, self.engine.flusher)
