"""What a session has yet to send, and when it leaves."""

import asyncio
from typing import TYPE_CHECKING

from brasa.socketio.frame import Batch, Frame
from brasa.socketio.transport import Transport

if TYPE_CHECKING:
    from brasa.socketio.engine import Engine


class Outbox:
    """The sending half of a session; `transport` is None once the session is closed."""

    __slots__ = ("_drain", "engine", "pausing", "pending", "queued", "transport")

    def __init__(self, engine: "Engine") -> None:
        self.engine = engine
        self.transport: Transport | None = None
        self.pending: Batch | None = None
        self.queued = False
        self.pausing = False
        """Whether what waits may not leave yet."""
        self._drain: asyncio.Future[None] | None = None

    def send_apart(self, frame: Frame) -> None:
        """Send a frame now, and what follows it only after a pause, so that it arrives alone."""
        self.send(frame)
        self.flush()
        pause = self.engine.options.connect_pause
        if pause and self.pending is None:
            self.engine.flusher.pause(self, pause)

    def send(self, frame: Frame) -> None:
        """Queue a frame; it leaves at the end of this iteration of the loop."""
        self.pending = Batch(self.pending, frame)
        self.engine.flusher.soon(self)

    def flush(self) -> bool:
        """Hand what waits to the transport; return whether something must wait on."""
        batch = self.pending
        transport = self.transport
        if batch is None or transport is None:
            self.pending = None
            return False
        if self.pausing:
            return True
        stats = self.engine.stats
        rest = transport.send(batch)
        if rest is not batch:
            self.pending = rest
            stats.flushes += 1
            stats.bytes_sent += batch.size - (rest.size if rest is not None else 0)
            if self._drain is not None:
                self.on_drain()
            return rest is not None
        # One frame alone may be as large as it is: that says nothing of who is to take it.
        alone = batch.before is None
        if not alone and transport.backlog + batch.size > self.engine.options.send_buffer_limit:
            self.close_slow()
            return False
        return True

    def close_slow(self) -> None:
        """End the session of a client that does not take what it is sent."""
        raise NotImplementedError

    async def drained(self, enough: int) -> None:
        """Wait until fewer than `enough` bytes wait to be sent, or the session is over."""
        while self.transport is not None and self.pending_bytes >= enough:
            self._drain = asyncio.get_running_loop().create_future()
            await self._drain

    @property
    def pending_bytes(self) -> int:
        """Bytes queued here and with the transport."""
        queued = 0 if self.pending is None else self.pending.size
        return queued + (0 if self.transport is None else self.transport.backlog)

    def on_drain(self) -> None:
        """The transport took what it was given."""
        if self._drain is not None and not self._drain.done():
            self._drain.set_result(None)
        self._drain = None

    @property
    def writable(self) -> bool:
        """Whether a volatile event would leave at once."""
        return self.transport is not None and self.transport.writable
