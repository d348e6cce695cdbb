"""The Gaussian score: its vectors, its calibration and its laws."""

from dataclasses import dataclass

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brasa.domain.health import (
    Band,
    Evidence,
    HealthSettings,
    Tally,
    band,
    gaussian,
    score,
)

counts = st.integers(0, 10_000)


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    external, internal = draw(counts), draw(counts)
    return Tally(
        external_finished=external,
        external_delivered=draw(st.integers(0, external)),
        internal_finished=internal,
        internal_delivered=draw(st.integers(0, internal)),
        opted_out=draw(st.integers(0, 50)),
        messages=draw(counts),
        days_enabled=draw(st.integers(0, 7)),
        cap=draw(st.integers(0, 500)),
    )


@pytest.mark.parametrize(
    ("distance", "points"), [(0, 100.0), (0.2, 98.02), (1, 60.65), (2, 13.53), (3, 1.11)]
)
def test_the_score_follows_the_gaussian_curve(distance: float, points: float) -> None:
    assert gaussian(distance**2) == points


def test_the_delivery_rate_of_the_seed_scores_what_the_seed_observed() -> None:
    health = score(Tally(external_finished=10_000_000, external_delivered=5_870_000))

    assert health.score == 60.65
    assert health.sigma == pytest.approx(1, abs=1e-4)
    assert health.delivery_rate == pytest.approx(58.7)


def test_a_volume_a_twentieth_above_the_cap_scores_the_other_figure_of_the_seed() -> None:
    health = score(Tally(messages=7 * 126, days_enabled=7, cap=120))

    assert (health.score, health.messages_per_day) == (98.02, 126)


def test_the_rates_are_shrunk_toward_the_ideal_by_twenty_imagined_executions() -> None:
    health = score(Tally(external_finished=10, external_delivered=3, opted_out=2))

    assert health.delivery.observed == pytest.approx((3 + 19) / 30)
    assert health.delivery.z == pytest.approx((0.95 - 22 / 30) / 0.363)
    assert health.opt_out.observed == pytest.approx((2 + 0.1) / 30)
    assert health.opt_out.z == pytest.approx((0.07 - 0.005) / 0.02)
    assert health.delivery_rate == 30


def test_a_session_that_sent_nothing_is_ideal_without_evidence() -> None:
    health = score(Tally(days_enabled=7, cap=120))

    assert (health.score, health.sigma) == (100, 0)
    assert (health.evidence, health.delivery_rate) == (Evidence.NONE, 95)


@pytest.mark.parametrize(
    ("external", "internal", "evidence"),
    [
        (0, 0, Evidence.NONE),
        (0, 500, Evidence.INTERNAL),
        (1, 500, Evidence.LOW),
        (29, 0, Evidence.LOW),
        (30, 0, Evidence.GOOD),
    ],
)
def test_evidence_says_what_the_score_stands_on(
    external: int, internal: int, evidence: Evidence
) -> None:
    assert score(Tally(external_finished=external, internal_finished=internal)).evidence is evidence


def test_our_own_accounts_do_not_hide_that_contacts_get_nothing() -> None:
    alone = Tally(external_finished=100, external_delivered=40)
    hidden = msgspec.structs.replace(alone, internal_finished=5000, internal_delivered=5000)

    assert score(hidden).score == score(alone).score


def test_internal_executions_are_judged_where_there_is_nothing_else() -> None:
    assert score(Tally(internal_finished=100, internal_delivered=40)).score < 60


@pytest.mark.parametrize("cap", [0, -1])
def test_without_a_plan_no_volume_is_too_much(cap: int) -> None:
    assert score(Tally(messages=1000, days_enabled=1, cap=cap)).volume.z == 0


def test_messages_of_a_session_never_enabled_count_as_one_day() -> None:
    assert score(Tally(messages=12, days_enabled=0, cap=20)).messages_per_day == 12


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (100, Band.EXCELLENT),
        (80, Band.EXCELLENT),
        (79.99, Band.GOOD),
        (60, Band.GOOD),
        (59.99, Band.FAIR),
        (40, Band.FAIR),
        (39.99, Band.POOR),
        (0, Band.POOR),
    ],
)
def test_bands_begin_at_80_60_and_40(points: float, expected: Band) -> None:
    assert band(points) is expected


def test_the_ideals_are_settings() -> None:
    strict = HealthSettings(delivery_ideal=0.99, delivery_spread=0.1)
    tally = Tally(external_finished=1000, external_delivered=900)

    assert score(tally, strict).score < score(tally).score


@given(tallies())
def test_a_score_lies_between_0_and_100_and_agrees_with_its_band(tally: Tally) -> None:
    health = score(tally)

    assert 0 <= health.score <= 100
    assert 0 <= health.delivery_rate <= 100
    assert health.sigma >= 0
    assert health.band is band(health.score)


@given(tallies(), st.integers(1, 100))
def test_a_failure_in_place_of_a_delivery_never_raises_the_score(tally: Tally, more: int) -> None:
    worse = msgspec.structs.replace(
        tally,
        external_delivered=max(0, tally.external_delivered - more),
        internal_delivered=max(0, tally.internal_delivered - more),
    )

    assert score(worse).score <= score(tally).score


@given(tallies(), st.integers(1, 100))
def test_more_failures_on_top_never_raise_the_score(tally: Tally, more: int) -> None:
    quiet = msgspec.structs.replace(tally, opted_out=0, external_finished=tally.external_finished)
    worse = msgspec.structs.replace(
        quiet,
        external_finished=quiet.external_finished + more if quiet.external_finished else 0,
        internal_finished=quiet.internal_finished + more,
    )

    assert score(worse).score <= score(quiet).score


@given(tallies(), st.integers(1, 100))
def test_more_opt_outs_never_raise_the_score(tally: Tally, more: int) -> None:
    worse = msgspec.structs.replace(tally, opted_out=tally.opted_out + more)

    assert score(worse).score <= score(tally).score


@given(tallies(), st.integers(1, 1000))
def test_more_volume_never_raises_the_score(tally: Tally, more: int) -> None:
    worse = msgspec.structs.replace(tally, messages=tally.messages + more)

    assert score(worse).score <= score(tally).score


@given(st.integers(1, 10_000), st.integers(0, 500))
def test_better_than_ideal_is_never_punished(finished: int, cap: int) -> None:
    perfect = Tally(
        external_finished=finished,
        external_delivered=finished,
        messages=cap,
        days_enabled=1,
        cap=cap,
    )

    assert score(perfect).score == 100


@dataclass(frozen=True)
class Ended:
    """One finished execution, as the counters see it."""

    delivered: bool
    opted_out: bool


def count(executions: list[Ended]) -> Tally:
    return Tally(
        external_finished=len(executions),
        external_delivered=sum(e.delivered for e in executions),
        opted_out=sum(e.opted_out for e in executions),
    )


@given(st.data())
def test_the_order_of_executions_does_not_matter(data: st.DataObject) -> None:
    executions = data.draw(st.lists(st.builds(Ended, st.booleans(), st.booleans()), max_size=30))
    shuffled = data.draw(st.permutations(executions))

    assert score(count(executions)) == score(count(shuffled))
