"""The pace of a session: its provider's limits, the worker's bound and what a commit takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brasa.channels.base import Limits
from brasa.engine.pace import BATCH_SECONDS, EARLY_SECONDS, Pace

MOST = 50


class Session:
    """One that always has something to send, on a clock that only its waiting moves."""

    def __init__(self, limits: Limits, latency: float, commit: float, lanes: int = 1) -> None:
        self.pace = Pace(limits, MOST, lambda: lanes, 0.0)
        self.now = 100.0
        self.batches: list[tuple[float, int]] = []
        self._latency = latency
        self._commit = commit

    def send(self, seconds: float) -> float:
        """Send for a while; messages a second of its latter half, when it has found its pace."""
        begin, half = self.now, self.now + seconds / 2
        while self.now < begin + seconds:
            self._send_batch()
        late = [(at, size) for at, size in self.batches if at >= half]
        return sum(size for _, size in late) / (self.now - late[0][0])

    def _send_batch(self) -> None:
        self._wait(self.pace.until_begin(self.now))
        size = self.pace.batch(self.now)
        self.now += self._commit
        self.pace.began(self._commit)
        self._wait(self.pace.until_ready(self.now))
        begun = self.now
        self.now += size * self._latency
        self.batches.append((begun, size))
        self.pace.sent(size, begun, self.now)

    def _wait(self, seconds: float) -> None:
        self.now += max(0.0, seconds)


@pytest.mark.parametrize("limit", [2.0, 10.0, 80.0])
def test_a_commit_takes_nothing_from_the_limit(limit: float) -> None:
    session = Session(Limits(messages_per_second=limit), latency=0.001, commit=0.04)
    assert session.send(60) == pytest.approx(limit, rel=0.02)


@pytest.mark.parametrize("latency", [0.02, 0.1])
def test_a_slow_provider_is_kept_busy(latency: float) -> None:
    session = Session(Limits(messages_per_second=80.0), latency, commit=0.01)
    assert session.send(60) == pytest.approx(1 / latency, rel=0.05)


@pytest.mark.parametrize(("lanes", "size"), [(1, 24), (2, 24), (5, 10), (10, 5), (200, 1)])
def test_lanes_share_what_may_be_at_providers_at_once(lanes: int, size: int) -> None:
    session = Session(Limits(messages_per_second=80.0), 0.0205, commit=0.01, lanes=lanes)
    session.send(10)
    assert session.batches[-1][1] == size


def test_a_quick_provider_gets_whole_batches_however_many_lanes_there_are() -> None:
    session = Session(Limits(messages_per_second=1e6), 0.00001, commit=0.01, lanes=1_000)
    session.send(1)
    assert session.batches[-1][1] == MOST


def test_a_limit_is_kept_in_small_batches_and_made_up_for_in_larger_ones() -> None:
    session = Session(Limits(messages_per_second=80.0), 0.001, commit=0.01)
    session.send(10)
    assert session.batches[-1][1] == 8
    assert session.pace.batch(session.now + 1.0) == 40


def test_between_two_messages_there_is_the_gap_that_was_asked_for() -> None:
    session = Session(Limits(messages_per_second=80.0, min_gap=0.1), 0.001, commit=0.03)
    assert session.send(20) == pytest.approx(10, rel=0.01)
    assert {size for _, size in session.batches} == {1}


@given(
    limit=st.floats(0.1, 1_000),
    latency=st.floats(0, 0.5),
    commit=st.floats(0, 0.5),
    lanes=st.integers(1, 100),
)
def test_the_limit_is_kept_and_a_pause_obeyed(
    limit: float, latency: float, commit: float, lanes: int
) -> None:
    session = Session(Limits(messages_per_second=limit), latency, commit, lanes)
    session.send(max(5.0, 20 / limit))
    for (at, size), (after, _) in zip(session.batches, session.batches[1:], strict=False):
        assert after - at >= size / limit - 1e-6
        assert size == 1 or size * latency <= BATCH_SECONDS + 1e-6


def test_a_batch_is_not_begun_long_before_its_time() -> None:
    pace = Pace(Limits(messages_per_second=1.0), MOST, lambda: 1, 0.0)
    pace.began(3.0)
    pace.sent(1, 100.0, 100.1)
    assert pace.until_begin(100.1) == pytest.approx(0.9 - EARLY_SECONDS)
