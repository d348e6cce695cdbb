"""The warm-up of a session: from day to day a step larger, as long as it is well."""

from brasa.domain.campaign import Ramp
from brasa.domain.session import SessionState

# A step of which less was sent proves nothing about the next one.
PROVEN_SHARE = 0.8


def planned(ramp: Ramp | None, step: int) -> int | None:
    """Messages a day at a step; the last step is kept, None means that no ramp limits."""
    if ramp is None or not ramp.steps:
        return None
    return ramp.steps[min(max(step, 0), len(ramp.steps) - 1)]


def next_step(
    ramp: Ramp, step: int, state: SessionState, sent_yesterday: int, planned_yesterday: int
) -> int:
    """The step of a new day.

    One up when healthy and yesterday's step was sent to at least `PROVEN_SHARE`; the lowest after
    quarantine; else the same. A step beyond a ramp that has become shorter is its last one.
    """
    if state is SessionState.QUARANTINED:
        return 0
    last = max(len(ramp.steps) - 1, 0)
    proven = planned_yesterday > 0 and sent_yesterday >= PROVEN_SHARE * planned_yesterday
    grown = step + 1 if state is SessionState.HEALTHY and proven else step
    return min(max(grown, 0), last)
