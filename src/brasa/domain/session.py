"""A session: one messaging account on one channel. Drawn in docs/state-machines.md."""

from enum import StrEnum


class SessionState(StrEnum):
    """What health and the provider allow a session to do.

    `healthy` may ramp up, `watch` holds its volume, `throttled` sends half its cap,
    `quarantined` and `held` send nothing: the first by its score, the second by the provider.
    """

    HEALTHY = "healthy"
    WATCH = "watch"
    THROTTLED = "throttled"
    QUARANTINED = "quarantined"
    HELD = "held"


MUTE = frozenset({SessionState.QUARANTINED, SessionState.HELD})
