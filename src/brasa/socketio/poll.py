"""The HTTP long-polling transport: the poll that waits, and what answers it."""

import asyncio

from brasa.socketio import reasons
from brasa.socketio.engine import Engine
from brasa.socketio.frame import Batch
from brasa.socketio.session import Session

CLOSE, NOOP = b"1", b"6"
PACKETS_PER_PAYLOAD = 16
"""More packets in one answer and python-engineio's client takes the server for an attacker."""


class Polling:
    """A session's polling transport: the poll that waits for an answer, if any."""

    __slots__ = ("_engine", "_poll", "_sid", "posting")

    name = "polling"

    def __init__(self, engine: Engine, sid: str = "") -> None:
        self._engine = engine
        self._sid = sid
        self._poll: asyncio.Future[bytes] | None = None
        self.posting = False

    def belongs_to(self, session: Session) -> None:
        self._sid = session.sid

    @property
    def writable(self) -> bool:
        return self._poll is not None

    @property
    def polled(self) -> bool:
        """Whether a poll waits."""
        return self._poll is not None

    @property
    def backlog(self) -> int:
        return 0

    def wait(self) -> "asyncio.Future[bytes]":
        """A poll begins to wait for a payload."""
        self._poll = self._engine.loop.create_future()
        return self._poll

    def send(self, batch: Batch) -> Batch | None:
        if self._poll is None:
            return batch
        some, rest = batch.split(PACKETS_PER_PAYLOAD)
        return rest if self._answer(some.payload) else batch

    def release(self) -> None:
        """Answer a waiting poll with nothing to say, so that the client can change transport."""
        self._answer(NOOP)

    def finish(self, batch: Batch | None, code: int, reason: str) -> None:
        if reason == "upgraded":
            self.release()
            return
        payloads = [] if batch is None else [batch.payload]
        # A client that asked to close gets its noop, any other is told: in an answer of its own,
        # for the stock client closes at once and hands over what came with it a turn later. It
        # would keep those events for its next connection, and be sent them once more there.
        if payloads != [NOOP]:
            payloads.append(CLOSE)
        answered = self._answer(payloads[0])
        polite = reason in (reasons.TRANSPORT_CLOSE, reasons.SERVER_SHUTTING_DOWN)
        left = payloads[1:] if answered else payloads
        if left and (answered or polite):
            self._engine.farewells.leave(self._sid, left)

    def abort(self) -> None:
        self._answer(CLOSE)

    def _answer(self, payload: bytes) -> bool:
        poll, self._poll = self._poll, None
        if poll is None or poll.done():
            return False
        poll.set_result(payload)
        return True
