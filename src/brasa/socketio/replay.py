"""Sends a client much at once, what it missed say, no faster than it takes it."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Iterable

from brasa.socketio.frame import Frame
from brasa.socketio.socket import Held, Socket

SLICE = 256 << 10
"""Bytes sent before the client is given time to take them, or less where less may wait."""

LOOK_EVERY = 0.25
"""Seconds between looks at how much is held back for a client that takes nothing."""


def replay(socket: Socket, held: Held, missed: Iterable[Frame]) -> "Replay | None":
    """Send missed frames, then those held back so far and meanwhile, and let the client go live.

    Returns None if that is done, else the rest of the work as something to run.
    """
    rest = Replay(socket, held, missed)
    return None if rest.step() else rest


class Replay:
    """Frames on their way to a client; what is emitted meanwhile is held back behind them."""

    __slots__ = ("_frames", "_held", "_slice", "_socket")

    def __init__(self, socket: Socket, held: Held, missed: Iterable[Frame]) -> None:
        self._socket = socket
        self._held = held
        self._frames = deque(missed)
        self._slice = min(SLICE, socket.session.engine.options.send_buffer_limit // 4)

    def step(self) -> bool:
        """Send one slice; return whether the client has everything and is live."""
        session = self._socket.session
        sent = 0
        while sent < self._slice:
            if not self._frames and not self._refill():
                self._socket.out = session
                return True
            size = len(self._frames[0].wire)
            if sent and sent + size > self._slice:
                break
            session.send(self._frames.popleft())
            sent += size
        return False

    def _refill(self) -> bool:
        waiting, self._held.pending = self._held.pending, None
        if waiting is not None:
            self._frames.extend(waiting.frames())
        return bool(self._frames)

    async def run(self) -> None:
        """Send slice after slice as the client takes them; the first has been sent."""
        self._refill()  # the answer to who asked for all this belongs to it, however large it is
        while True:
            self._socket.session.flush()
            await self._taken()
            if not self._socket.connected or self.step():
                return

    async def _taken(self) -> None:
        """Wait until the client has taken nearly all; what is held back meanwhile is bounded."""
        session = self._socket.session
        limit = session.engine.options.send_buffer_limit
        large = bool(self._frames) and len(self._frames[0].wire) > self._slice
        while session.transport is not None:
            waiting = self._held.pending
            if waiting is not None and waiting.size > limit:
                session.close_slow()  # what comes in is more than it takes: it would never catch up
                return
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await session.drained(1 if large else self._slice)
                    return
