"""A dashboard learns that live events do not come, also when it joins in the middle of that."""

import json
from collections.abc import Callable
from typing import Any, cast

import pytest

from brasa.bus.valkey import ValkeyBus
from brasa.clock import SystemClock
from brasa.gateway.staleness import AWAY, BACK, Staleness
from brasa.socketio import Server


class Bus:
    """What Staleness asks of a bus."""

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
def bus() -> Bus:
    return Bus()


@pytest.fixture
def said() -> Said:
    return Said()


@pytest.fixture
def staleness(bus: Bus, said: Said) -> Staleness:
    return Staleness(cast("Server", said), cast("ValkeyBus", bus), SystemClock())


def test_all_are_told_when_events_stop_and_when_they_come_again(
    staleness: Staleness, bus: Bus, said: Said
) -> None:
    bus.turn(available=False)
    bus.turn(available=True)
    assert said.codes == [(AWAY, None), (BACK, None)]


def test_who_joins_meanwhile_is_told_alone(staleness: Staleness, bus: Bus, said: Said) -> None:
    staleness.greet("early")
    bus.available = False
    staleness.greet("late")
    assert said.codes == [(AWAY, "late")]
