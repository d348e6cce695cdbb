"""When sessions are pinged and given up, on a clock of the test's."""

import pytest

from bench.servers.conformance import Echo
from brasa.socketio import Engine, Handshake, Session
from brasa.socketio.frame import Batch
from tests.socketio.serving import quick

REQUEST = Handshake("GET", b"/?EIO=4", b"", "127.0.0.1", secure=False)


class Wire:
    """A transport that keeps what it is given, and why it was closed."""

    name = "websocket"
    writable = True
    backlog = 0

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.closed = ""

    def send(self, batch: Batch) -> None:
        self.sent += [frame.text for frame in batch.frames()]

    def finish(self, batch: Batch | None, code: int, reason: str) -> None:
        self.closed = reason

    def abort(self) -> None:
        self.closed = "aborted"


class Clock:
    """A session, and the time at which it is looked at."""

    def __init__(self, interval: float, timeout: float) -> None:
        engine = Engine(quick(ping_interval=interval, ping_timeout=timeout), Echo)
        engine.bind()
        engine.now = lambda: self.now
        self.now = 0.0
        self.wire = Wire()
        self.session: Session = engine.open(REQUEST, self.wire)[0]
        self.due: float | None = interval

    def look(self, late: float = 0.0) -> None:
        """Come to the time the session asked for, or a little after."""
        assert self.due is not None, "the session asked for no more"
        self.now = self.due + late
        self.due = self.session.tick(self.now)
        self.session.flush()

    def pong(self, after: float) -> None:
        self.now += after
        self.session.receive(b"3")

    def pinged(self) -> bool:
        sent, self.wire.sent = self.wire.sent, []
        return sent == [b"2"]


async def test_pings_keep_their_beat_however_long_the_pongs_take() -> None:
    clock = Clock(25, 20)
    for beat in (25, 50, 75):
        while not clock.pinged():
            clock.look()
        assert clock.now == beat
        clock.pong(after=3)


async def test_pings_keep_their_beat_with_a_timeout_longer_than_the_interval() -> None:
    clock = Clock(25, 60)
    for beat in (25, 50, 75):
        while not clock.pinged():
            clock.look()
        assert clock.now == beat
        clock.pong(after=1)


async def test_a_pong_slower_than_the_interval_is_in_time_within_the_timeout() -> None:
    clock = Clock(25, 60)
    clock.look()
    assert clock.pinged()
    clock.look()
    assert (clock.now, clock.pinged()) == (50, False)
    clock.pong(after=9)
    clock.look()
    assert clock.pinged(), "the overdue ping goes out at the next look"


@pytest.mark.parametrize("interval", [5, 25])
async def test_a_client_that_does_not_answer_is_given_up(interval: float) -> None:
    clock = Clock(interval, 20)
    while not clock.wire.closed:
        clock.look()
    assert clock.wire.closed == "ping timeout"
    assert clock.now == interval + 20


async def test_a_stray_pong_changes_nothing() -> None:
    clock = Clock(25, 20)
    clock.pong(after=10)
    clock.look()
    assert clock.now == 25
    assert clock.pinged()


async def test_a_server_much_too_late_to_ask_gives_the_client_its_whole_time() -> None:
    clock = Clock(25, 20)
    clock.look(late=30)
    assert clock.pinged()
    clock.pong(after=19)
    clock.look()
    assert not clock.wire.closed
