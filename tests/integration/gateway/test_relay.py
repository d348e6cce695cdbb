"""What the bus hands over reaches the rooms, whole and in order."""

import logging
from collections.abc import AsyncIterator, Sequence
from typing import cast

import pytest

from brasa.bus.base import Envelope
from brasa.bus.local import LocalBus
from brasa.gateway.relay import Relay
from brasa.gateway.rooms import rooms_of
from tests.socketio.rooming import App
from tests.socketio.serving import serving


class Notebook:
    def __init__(self) -> None:
        self.noted: list[Envelope] = []
        self.broken = False

    def note(self, envelopes: Sequence[Envelope]) -> None:
        if self.broken:
            raise RuntimeError("the notebook is full")
        self.noted += envelopes


class Relayed(App):
    def __init__(self) -> None:
        super().__init__(recovery=True)
        self.bus = LocalBus()
        self.notebook = Notebook()
        self.bus.subscribe(Relay(self.sio, self.notebook))


@pytest.fixture
async def app() -> AsyncIterator[Relayed]:
    app = Relayed()
    async with serving(app.sio) as app.port:
        yield app


def batch(count: int) -> list[Envelope]:
    """Events of two organizations and of two names, mixed."""
    names = ("execution-log", "execution-log", "campaign-log")
    return [Envelope(1 + n % 2, names[n % 3], b"%d" % n) for n in range(count)]


async def test_who_wants_all_gets_all_of_its_organization_in_the_order_of_commits(
    app: Relayed,
) -> None:
    everything, _ = await app.join(*rooms_of(1))
    logs, _ = await app.join(*rooms_of(1, ["campaign-log"]))
    other, _ = await app.join(*rooms_of(2))
    said = batch(60)
    await app.bus.publish(said)
    seen = [(await everything.event())[:2] for _ in range(30)]
    assert seen == [[e.event, int(e.payload)] for e in said if e.organization_id == 1]
    assert [(await logs.event())[1] for _ in range(10)] == list(range(2, 60, 6))[:10]
    assert [(await other.event())[1] for _ in range(30)] == list(range(1, 60, 2))
    assert app.notebook.noted == said


async def test_an_event_that_cannot_be_sent_does_not_stop_the_others(
    app: Relayed, caplog: pytest.LogCaptureFixture
) -> None:
    socket, _ = await app.join(*rooms_of(1))
    broken = Envelope(1, "campaign-log", cast("bytes", 7))
    with caplog.at_level(logging.ERROR):
        await app.bus.publish([Envelope(1, "n", b"1"), broken, Envelope(1, "n", b"2")])
    assert [(await socket.event())[1] for _ in "ab"] == [1, 2]
    assert "could not be sent: 'campaign-log'" in caplog.text


async def test_who_publishes_never_hears_of_trouble(
    app: Relayed, caplog: pytest.LogCaptureFixture
) -> None:
    app.notebook.broken = True
    with caplog.at_level(logging.ERROR):
        await app.bus.publish(batch(3))
    assert "3 events were not relayed" in caplog.text
