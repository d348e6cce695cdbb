"""Sends a client that came back what it missed, no faster than it takes it."""

from collections import deque
from collections.abc import Iterable

from brasa.socketio.frame import Frame
from brasa.socketio.socket import Held, Socket

SLICE = 256 << 10
"""Bytes sent before the client is given time to take them."""


def replay(socket: Socket, held: Held, missed: Iterable[Frame]) -> "Replay | None":
    """Send missed frames, then those held back meanwhile, and let the client go live.

    Returns None if that is done, else the rest of the work as something to run.
    """
    rest = Replay(socket, held, missed)
    return None if rest.step() else rest


class Replay:
    """The frames a client still misses; what is emitted meanwhile is held back behind them."""

    __slots__ = ("_frames", "_held", "_socket")

    def __init__(self, socket: Socket, held: Held, missed: Iterable[Frame]) -> None:
        self._socket = socket
        self._held = held
        self._frames = deque(missed)

    def step(self) -> bool:
        """Send one slice; return whether the client has everything and is live."""
        session = self._socket.session
        sent = 0
        while sent < SLICE:
            if not self._frames and not self._refill():
                self._socket.out = session
                return True
            frame = self._frames.popleft()
            session.send(frame)
            sent += len(frame.wire)
        return False

    def _refill(self) -> bool:
        waiting, self._held.pending = self._held.pending, None
        if waiting is not None:
            self._frames.extend(waiting.frames())
        return bool(self._frames)

    async def run(self) -> None:
        """Send slice after slice as the client takes them."""
        session = self._socket.session
        limit = session.engine.options.send_buffer_limit
        while not self.step():
            session.flush()
            waiting = self._held.pending
            if waiting is not None and waiting.size > limit:
                session.close_slow()  # what comes in is more than it takes: it would never catch up
            await session.drained(SLICE)
            if not self._socket.connected:
                return
