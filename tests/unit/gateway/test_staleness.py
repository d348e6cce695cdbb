"""A dashboard learns that live events do not come, also when it joins in the middle of that."""

import json
from collections.abc import Callable
from typing import Any, cast

import pytest

from brasa.bus.valkey import ValkeyBus
from brasa.clock import SystemClock
from brasa.gateway.staleness import BUS_AWAY, BUS_BACK, STORE_AWAY, STORE_BACK, Staleness
from brasa.socketio import Server
from brasa.store.watch import StoreWatch


class Source:
    """What Staleness asks of the bus and of who watches the store."""

    def __init__(self) -> None:
        self.available = True
        self.watchers: list[Callable[[bool], None]] = []
        self.gap_watchers: list[Callable[[], None]] = []

    def watch(self, watcher: Callable[[bool], None]) -> None:
        self.watchers.append(watcher)

    def on_gap(self, watcher: Callable[[], None]) -> None:
        self.gap_watchers.append(watcher)

    def turn(self, *, available: bool) -> None:
        self.available = available
        for watcher in self.watchers:
            watcher(available)


class Said:
    """A server that only notes what it is to say, and to whom."""

    def __init__(self) -> None:
        self.codes: list[tuple[str, str | None]] = []

    def emit_json(self, event: str, payload: bytes, room: str | None = None) -> None:
        message: dict[str, Any] = json.loads(payload)
        assert event == "notification"
        self.codes.append((message["code"], room))


@pytest.fixture
def bus() -> Source:
    return Source()


@pytest.fixture
def store() -> Source:
    return Source()


@pytest.fixture
def said() -> Said:
    return Said()


@pytest.fixture
def staleness(bus: Source, store: Source, said: Said) -> Staleness:
    watch = cast("StoreWatch", store)
    return Staleness(cast("Server", said), cast("ValkeyBus", bus), watch, SystemClock())


def test_all_are_told_when_events_stop_and_when_they_come_again(
    staleness: Staleness, bus: Source, said: Said
) -> None:
    bus.turn(available=False)
    bus.turn(available=True)
    assert said.codes == [(BUS_AWAY, None), (BUS_BACK, None)]


def test_who_joins_meanwhile_is_told_alone(staleness: Staleness, bus: Source, said: Said) -> None:
    staleness.greet("early", "pt-BR")
    bus.available = False
    staleness.greet("late", "en")
    assert said.codes == [(BUS_AWAY, "late")]


def test_the_same_is_said_of_the_store(staleness: Staleness, store: Source, said: Said) -> None:
    store.turn(available=False)
    staleness.greet("late", "pt-BR")
    store.turn(available=True)
    assert said.codes == [(STORE_AWAY, None), (STORE_AWAY, "late"), (STORE_BACK, None)]
