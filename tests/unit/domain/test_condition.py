"""What the score, recent failures and a provider do to a session's state."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brasa.domain.condition import (
    Hold,
    Recent,
    StateReason,
    Verdict,
    allowed_cap,
    next_state,
    release,
)
from brasa.domain.session import SessionState

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
HEALTHY, WATCH = SessionState.HEALTHY, SessionState.WATCH
THROTTLED, QUARANTINED, HELD = (
    SessionState.THROTTLED,
    SessionState.QUARANTINED,
    SessionState.HELD,
)
FINE = Recent(failed=0, finished=50)
FAILING = Recent(failed=5, finished=50)


def after(
    current: SessionState,
    score: float,
    recent: Recent = FINE,
    *,
    since: datetime = NOW - HOUR,
    hold: Hold | None = None,
    released_at: datetime | None = None,
) -> Verdict:
    return next_state(current, score, recent, NOW, since, hold=hold, released_at=released_at)


@pytest.mark.parametrize("current", [HEALTHY, WATCH, THROTTLED, HELD])
@pytest.mark.parametrize(
    ("score", "state"),
    [
        (100, HEALTHY),
        (80, HEALTHY),
        (79.99, WATCH),
        (60, WATCH),
        (59.99, THROTTLED),
        (40, THROTTLED),
        (39.99, QUARANTINED),
        (0, QUARANTINED),
    ],
)
def test_the_score_decides_from_every_state_but_quarantine(
    current: SessionState, score: float, state: SessionState
) -> None:
    assert after(current, score) == Verdict(state, StateReason.SCORE)


@pytest.mark.parametrize("score", [0, 40, 60, 80, 100])
def test_quarantine_lasts_a_day_whatever_the_score(score: float) -> None:
    almost = NOW - timedelta(hours=23, minutes=59)

    assert after(QUARANTINED, score, since=almost) == Verdict(QUARANTINED, StateReason.QUARANTINE)


@pytest.mark.parametrize(
    ("score", "verdict"),
    [
        (90, Verdict(HEALTHY, StateReason.SCORE)),
        (70, Verdict(WATCH, StateReason.SCORE)),
        (50, Verdict(THROTTLED, StateReason.SCORE)),
        (10, Verdict(THROTTLED, StateReason.PROBATION)),
    ],
)
def test_a_day_later_quarantine_ends_by_the_score_or_on_probation(
    score: float, verdict: Verdict
) -> None:
    assert after(QUARANTINED, score, since=NOW - 24 * HOUR) == verdict
    assert release(score, FINE) == verdict


def test_a_session_on_probation_is_not_put_back_for_its_old_failures() -> None:
    released_at = NOW - 23 * HOUR

    assert after(THROTTLED, 10, released_at=released_at) == Verdict(
        THROTTLED, StateReason.PROBATION
    )


def test_after_probation_the_score_counts_in_full() -> None:
    assert after(THROTTLED, 10, released_at=NOW - 24 * HOUR).state is QUARANTINED


@pytest.mark.parametrize(
    ("failed", "finished", "state"),
    [
        (5, 50, THROTTLED),
        (50, 50, THROTTLED),
        (4, 50, HEALTHY),
        (49, 49, HEALTHY),  # no full sample
        (0, 0, HEALTHY),
    ],
)
def test_a_tenth_of_the_last_fifty_failing_throttles_a_good_score(
    failed: int, finished: int, state: SessionState
) -> None:
    assert after(HEALTHY, 100, Recent(failed, finished)).state is state


def test_recent_failures_name_themselves_as_the_reason() -> None:
    assert after(WATCH, 70, FAILING).reason == StateReason.FAILURE_SHARE


def test_recent_failures_do_not_lift_a_worse_state() -> None:
    assert after(HEALTHY, 10, FAILING) == Verdict(QUARANTINED, StateReason.SCORE)
    assert after(HEALTHY, 50, FAILING) == Verdict(THROTTLED, StateReason.SCORE)


@pytest.mark.parametrize("current", list(SessionState))
@pytest.mark.parametrize("score", [0, 50, 100])
@pytest.mark.parametrize("until", [None, NOW + timedelta(milliseconds=1)])
def test_a_provider_outranks_every_score_and_state(
    current: SessionState, score: float, until: datetime | None
) -> None:
    hold = Hold("spam_restriction", until)

    assert after(current, score, FAILING, hold=hold) == Verdict(HELD, "spam_restriction")


def test_a_hold_whose_time_has_come_leaves_the_session_to_its_score() -> None:
    assert after(HELD, 70, hold=Hold("rate_limit", NOW)).state is WATCH


def test_a_hold_that_ends_within_a_quarantine_leaves_it_standing() -> None:
    assert after(QUARANTINED, 100, hold=Hold("rate_limit", NOW)).state is QUARANTINED


@pytest.mark.parametrize(
    ("state", "cap", "allowed"),
    [
        (HEALTHY, 120, 120),
        (WATCH, 120, 120),
        (THROTTLED, 120, 60),
        (THROTTLED, 15, 7),
        (THROTTLED, 1, 1),
        (THROTTLED, 0, 0),
        (QUARANTINED, 120, 0),
        (HELD, 120, 0),
    ],
)
def test_a_state_allows_all_half_or_nothing(state: SessionState, cap: int, allowed: int) -> None:
    assert allowed_cap(state, cap) == allowed


@given(
    st.sampled_from([HEALTHY, WATCH, THROTTLED]),
    st.floats(0, 100),
    st.floats(0, 100),
    st.integers(0, 50),
)
def test_a_better_score_never_leads_to_a_worse_state(
    current: SessionState, one: float, other: float, failed: int
) -> None:
    order = [QUARANTINED, THROTTLED, WATCH, HEALTHY]
    recent = Recent(failed, 50)
    worse, better = sorted([one, other])

    assert order.index(after(current, worse, recent).state) <= order.index(
        after(current, better, recent).state
    )
