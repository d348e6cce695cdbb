"""The warm-up of a session, step by step."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brasa.domain.campaign import Ramp
from brasa.domain.ramp import next_step, planned
from brasa.domain.session import SessionState

RAMP = Ramp(steps=(20, 40, 80, 120))


@pytest.mark.parametrize(("step", "cap"), [(0, 20), (3, 120), (9, 120), (-1, 20)])
def test_a_step_plans_its_messages_and_the_last_one_stays(step: int, cap: int) -> None:
    assert planned(RAMP, step) == cap


def test_without_a_ramp_nothing_is_limited() -> None:
    assert planned(None, 3) is None
    assert planned(Ramp(steps=()), 0) is None


@pytest.mark.parametrize(
    ("state", "sent", "step"),
    [
        (SessionState.HEALTHY, 40, 2),
        (SessionState.HEALTHY, 32, 2),  # four fifths
        (SessionState.HEALTHY, 31, 1),
        (SessionState.HEALTHY, 0, 1),
        (SessionState.WATCH, 40, 1),
        (SessionState.THROTTLED, 40, 1),
        (SessionState.HELD, 40, 1),
        (SessionState.QUARANTINED, 40, 0),
    ],
)
def test_a_new_day_grows_holds_or_begins_anew(state: SessionState, sent: int, step: int) -> None:
    assert next_step(RAMP, 1, state, sent, 40) == step


def test_a_day_without_a_plan_proves_nothing() -> None:
    assert next_step(RAMP, 1, SessionState.HEALTHY, 0, 0) == 1


def test_a_ramp_that_became_shorter_is_at_its_end() -> None:
    assert next_step(Ramp(steps=(10, 20)), 7, SessionState.WATCH, 0, 20) == 1


@given(
    st.integers(0, 10),
    st.sampled_from(SessionState),
    st.integers(0, 500),
    st.integers(0, 500),
)
def test_a_step_is_always_on_the_ramp_and_grows_by_one_at_most(
    step: int, state: SessionState, sent: int, plan: int
) -> None:
    following = next_step(RAMP, step, state, sent, plan)

    assert 0 <= following <= 3
    assert following <= step + 1
