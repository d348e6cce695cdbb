from collections import Counter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brasa.channels.simulator import Delay, Model
from brasa.channels.simulator.fate import Fate, Step, decide

NOTHING = Delay(0.0)
CALM = Model(
    latency=NOTHING, timeout=0, acceptance=1, delivery=1, read=0, opt_out=0, duplicate=0,
    out_of_order=0,
)  # fmt: skip
keys = st.text(max_size=40)
shares = st.floats(0, 1)
delays = st.builds(Delay, median=st.floats(0, 1e3), sigma=st.floats(0, 3))
models = st.builds(
    Model,
    latency=delays,
    timeout=shares,
    timeout_taken=shares,
    acceptance=shares,
    delivery=shares,
    delivery_delay=delays,
    silence=shares,
    read=shares,
    read_delay=delays,
    opt_out=shares,
    duplicate=shares,
    out_of_order=shares,
)


def fates(model: Model, number: int = 4_000) -> list[Fate]:
    return [decide(model, 7, "s1", str(key)) for key in range(number)]


def changed(**changes: object) -> Model:
    return msgspec.structs.replace(CALM, **changes)


@given(seed=st.integers(), session=keys, key=keys)
def test_a_fate_is_decided_by_seed_session_and_key_alone(seed: int, session: str, key: str) -> None:
    assert decide(Model(), seed, session, key) == decide(Model(), seed, session, key)


@given(models, st.integers(), keys, keys)
def test_a_fate_makes_sense(model: Model, seed: int, session: str, key: str) -> None:
    fate = decide(model, seed, session, key)

    assert fate.wait >= 0
    assert all(after >= 0 for after, _ in fate.steps)
    assert fate.taken or not fate.steps
    assert not (fate.failure and (fate.taken or fate.timed_out))


@pytest.mark.parametrize("other", [(8, "s1"), (7, "s2")])
def test_another_seed_or_session_has_other_luck(other: tuple[int, str]) -> None:
    model = changed(acceptance=0.5)

    def luck(seed: int, session: str) -> list[str | None]:
        return [decide(model, seed, session, str(key)).failure for key in range(64)]

    assert luck(7, "s1") != luck(*other)


def test_shares_come_out_as_they_were_set() -> None:
    model = changed(
        timeout=0.1, timeout_taken=0.5, acceptance=0.8, failures={"131026": 3, "130429": 1}
    )
    found = fates(model)
    timed_out = [fate for fate in found if fate.timed_out]
    failures = Counter(fate.failure for fate in found if fate.failure)

    assert len(timed_out) / len(found) == pytest.approx(0.1, abs=0.02)
    assert sum(fate.taken for fate in timed_out) / len(timed_out) == pytest.approx(0.5, abs=0.1)
    assert failures.total() / (len(found) - len(timed_out)) == pytest.approx(0.2, abs=0.02)
    assert failures["131026"] / failures.total() == pytest.approx(0.75, abs=0.06)


def test_delivery_reading_and_replies_come_out_as_they_were_set() -> None:
    model = changed(delivery=0.9, silence=0.25, read=0.6, opt_out=0.1)
    steps = [[step for _, step in fate.steps] for fate in fates(model)]
    delivered = [one for one in steps if Step.DELIVERED in one]
    lost = [one for one in steps if Step.DELIVERED not in one]

    assert len(delivered) / len(steps) == pytest.approx(0.9, abs=0.02)
    assert lost.count([]) / len(lost) == pytest.approx(0.25, abs=0.08)
    assert sum(Step.READ in one for one in delivered) / len(delivered) == pytest.approx(
        0.6, abs=0.03
    )
    assert sum(Step.REPLY in one for one in delivered) / len(delivered) == pytest.approx(
        0.1, abs=0.02
    )


def test_half_of_the_latencies_are_below_the_median() -> None:
    waits = [fate.wait for fate in fates(changed(latency=Delay(0.3, 0.5)))]

    assert sum(wait < 0.3 for wait in waits) / len(waits) == pytest.approx(0.5, abs=0.03)
    assert min(waits) > 0


def test_without_latency_nothing_waits_not_even_a_timeout() -> None:
    assert {fate.wait for fate in fates(changed(timeout=0.5))} == {0.0}


def test_receipts_can_be_out_of_order_and_repeated() -> None:
    model = changed(read=1, out_of_order=1, duplicate=1)
    steps = [step for _, step in sorted(fates(model, 1)[0].steps)]

    assert steps == [Step.READ, Step.DELIVERED, Step.DELIVERED]
