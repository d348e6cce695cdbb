"""Decides what happens to a message: a pure function of seed, session and idempotency key.

Every draw comes from one hash of the three, so a run can be repeated whatever its timing, and
what happened can be told again after a restart.
"""

import hashlib
import struct
from enum import StrEnum
from math import exp
from statistics import NormalDist

import msgspec

from brasa.channels.simulator.failures import UNDELIVERABLE
from brasa.channels.simulator.model import Delay, Model

_DRAWS = struct.Struct("<16I")
_NORMAL = NormalDist()


class Step(StrEnum):
    """What may follow once a message was taken."""

    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    REPLY = "reply"


class Fate(msgspec.Struct, frozen=True, gc=False):
    """The whole story of one message.

    `wait` is the seconds until the sender knows. `failure` is the code it is refused with;
    `timed_out` leaves the sender in the dark. If `taken`, `steps` follow, each some seconds after.
    """

    wait: float
    failure: str | None = None
    timed_out: bool = False
    taken: bool = True
    steps: tuple[tuple[float, Step], ...] = ()


def decide(model: Model, seed: int, session_id: str, idempotency_key: str) -> Fate:
    """The fate of the message with this key, sent by this session, under `model`."""
    draws = _draws(seed, session_id, idempotency_key)
    wait = _seconds(model.latency, draws[0])
    if draws[1] < model.timeout:
        taken = draws[2] < model.timeout_taken
        # Without latency nothing waits, a timeout neither: the model of a benchmark.
        wait = model.timeout_after if model.latency.median else 0.0
        return Fate(wait, None, True, taken, _steps(model, draws) if taken else ())
    if draws[3] >= model.acceptance:
        return Fate(wait, _pick(model.failures, draws[4]), taken=False)
    return Fate(wait, steps=_steps(model, draws))


def _draws(seed: int, session_id: str, idempotency_key: str) -> tuple[float, ...]:
    """Sixteen independent numbers, uniform in (0, 1), both ends excluded."""
    text = f"{seed}\0{session_id}\0{idempotency_key}".encode()
    digest = hashlib.blake2b(text, digest_size=64).digest()
    return tuple([(number + 0.5) * 2.0**-32 for number in _DRAWS.unpack(digest)])


def _seconds(delay: Delay, draw: float) -> float:
    if not delay.median or not delay.sigma:
        return delay.median
    return delay.median * exp(delay.sigma * _NORMAL.inv_cdf(draw))


def _pick(weights: dict[str, float], draw: float) -> str:
    left = draw * sum(weights.values())
    for code, weight in weights.items():
        left -= weight
        if left < 0:
            return code
    return UNDELIVERABLE


def _steps(model: Model, draws: tuple[float, ...]) -> tuple[tuple[float, Step], ...]:
    delivered = _seconds(model.delivery_delay, draws[6])
    if draws[5] >= model.delivery:
        return () if draws[7] < model.silence else ((delivered, Step.FAILED),)
    steps = [(delivered, Step.DELIVERED)]
    if draws[8] < model.read:
        read = delivered + _seconds(model.read_delay, draws[9])
        steps.append((read, Step.READ))
        if draws[10] < model.out_of_order:
            steps = [(read, Step.DELIVERED), (delivered, Step.READ)]
    if draws[11] < model.duplicate:
        steps.append(steps[0])
    if draws[12] < model.opt_out:
        steps.append((delivered + _seconds(model.opt_out_delay, draws[13]), Step.REPLY))
    return tuple(steps)
