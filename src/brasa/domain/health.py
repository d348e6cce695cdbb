"""The health of a session: a Gaussian score of how far it is from ideal.

    sigma = d = sqrt(sum of z_i^2)        score = 100 * exp(-d^2 / 2)

`d` is a Mahalanobis distance with a diagonal covariance (Hotelling's T^2 is its square). Each
factor exp(-z^2 / 2) is a desirability of Harrington (1965, "The desirability function") with
exponent 2, and the score is their product, as Derringer & Suich (1980, "Simultaneous optimization
of several response variables") combine them. Deviations are one-sided: better than ideal is never
punished.
"""

from enum import StrEnum
from math import exp, sqrt

import msgspec


class Evidence(StrEnum):
    """What the delivery and opt-out figures stand on."""

    NONE = "none"
    INTERNAL = "internal"
    LOW = "low"
    GOOD = "good"


class Band(StrEnum):
    """The colour of a score on a dashboard."""

    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


EXCELLENT_FROM, GOOD_FROM, FAIR_FROM = 80.0, 60.0, 40.0


class HealthSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ideals (mu) and spreads (sigma) of the three components; rates are 0..1.

    `delivery_spread` is calibrated: a delivery rate of 58.7 % with plenty of evidence scores 60.65.
    `volume_spread` is a share of the planned cap. `prior` is the number of imagined executions at
    the ideal that every session starts with, so that one early failure proves nothing.
    """

    window_days: int = 7
    prior: float = 20.0
    delivery_ideal: float = 0.95
    delivery_spread: float = 0.363
    opt_out_ideal: float = 0.005
    opt_out_spread: float = 0.02
    volume_spread: float = 0.25
    good_evidence: int = 30


class Tally(msgspec.Struct, frozen=True):
    """What a session did within the window. Counts only, so the order of executions is lost.

    `messages` are all that it sent, internal and external. `days_enabled` are the days of the
    window on which it was enabled. `cap` is the largest plan of a day of the window, before the
    session's state halves or stops it: were it the reduced one, a throttled session would look as
    if it sent too much and sink by itself. 0 means that nothing was planned.
    """

    external_finished: int = 0
    external_delivered: int = 0
    internal_finished: int = 0
    internal_delivered: int = 0
    opted_out: int = 0
    messages: int = 0
    days_enabled: int = 0
    cap: int = 0


class Component(msgspec.Struct, frozen=True):
    """One factor: `observed` lies `z` spreads on the bad side of `ideal` (0 = on the good side)."""

    z: float
    observed: float
    ideal: float
    spread: float


class Health(msgspec.Struct, frozen=True):
    """`score` is 0..100 in two decimals (as the wire shows it, so that band and figure agree).

    `sigma` is d, `delivery_rate` the observed percentage without the prior, `messages_per_day`
    a mean over the days enabled.
    """

    score: float
    sigma: float
    delivery_rate: float
    messages_per_day: float
    evidence: Evidence
    band: Band
    delivery: Component
    opt_out: Component
    volume: Component


DEFAULTS = HealthSettings()


def score(tally: Tally, settings: HealthSettings = DEFAULTS) -> Health:
    """The health of a session from what it did within the window."""
    finished, delivered, evidence = _judged(tally, settings)
    per_day = tally.messages / max(tally.days_enabled, 1)
    delivery = _delivery(finished, delivered, settings)
    opt_out = _opt_out(finished, tally.opted_out, settings)
    volume = _volume(per_day, tally.cap, settings)
    squares = delivery.z**2 + opt_out.z**2 + volume.z**2
    points = gaussian(squares)
    return Health(
        score=points,
        sigma=sqrt(squares),
        delivery_rate=100 * (delivered / finished if finished else settings.delivery_ideal),
        messages_per_day=per_day,
        evidence=evidence,
        band=band(points),
        delivery=delivery,
        opt_out=opt_out,
        volume=volume,
    )


def gaussian(squares: float) -> float:
    """100 * exp(-d^2 / 2) in two decimals, for `squares` = d^2."""
    return round(100 * exp(-squares / 2), 2)


def band(points: float) -> Band:
    """The colour of a score of 0..100."""
    if points >= EXCELLENT_FROM:
        return Band.EXCELLENT
    if points >= GOOD_FROM:
        return Band.GOOD
    return Band.FAIR if points >= FAIR_FROM else Band.POOR


def _judged(tally: Tally, settings: HealthSettings) -> tuple[int, int, Evidence]:
    """(finished, delivered, evidence). Our own accounts nearly always get what we send them, so
    internal executions count only where there is no external one."""
    if tally.external_finished:
        good = tally.external_finished >= settings.good_evidence
        delivered = min(tally.external_delivered, tally.external_finished)
        return tally.external_finished, delivered, Evidence.GOOD if good else Evidence.LOW
    if tally.internal_finished:
        delivered = min(tally.internal_delivered, tally.internal_finished)
        return tally.internal_finished, delivered, Evidence.INTERNAL
    return 0, 0, Evidence.NONE


def _delivery(finished: int, delivered: int, settings: HealthSettings) -> Component:
    ideal, spread, prior = settings.delivery_ideal, settings.delivery_spread, settings.prior
    # Without anything observed the shrunk rate is the ideal; computing it could miss by a bit.
    observed = (delivered + ideal * prior) / (finished + prior) if finished else ideal
    return Component(max(0.0, (ideal - observed) / spread), observed, ideal, spread)


def _opt_out(finished: int, opted_out: int, settings: HealthSettings) -> Component:
    ideal, spread, prior = settings.opt_out_ideal, settings.opt_out_spread, settings.prior
    seen = finished or opted_out
    observed = (opted_out + ideal * prior) / (finished + prior) if seen else ideal
    return Component(max(0.0, (observed - ideal) / spread), observed, ideal, spread)


def _volume(per_day: float, cap: int, settings: HealthSettings) -> Component:
    spread = settings.volume_spread * cap
    if spread <= 0:  # nothing planned: there is no ideal to be over
        return Component(0.0, per_day, float(cap), spread)
    return Component(max(0.0, (per_day - cap) / spread), per_day, float(cap), spread)
