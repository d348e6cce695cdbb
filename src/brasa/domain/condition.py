"""What the score does: the state of a session, and how much it may send in it.

Drawn in docs/state-machines.md. In order of rank: a provider's hold, a quarantine that still
lasts, the score, the share of recent failures.
"""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from brasa.domain.health import EXCELLENT_FROM, FAIR_FROM, GOOD_FROM
from brasa.domain.session import MUTE, SessionState

QUARANTINE = timedelta(hours=24)
PROBATION = timedelta(hours=24)
RECENT = 50
FAILURE_SHARE = 0.10


class StateReason(StrEnum):
    """Why a session is in its state, where no provider says so itself."""

    SCORE = "score"
    FAILURE_SHARE = "failure_share"
    QUARANTINE = "quarantine"
    PROBATION = "probation"
    RELEASED = "released_by_operator"


class Recent(msgspec.Struct, frozen=True):
    """The outcomes of a session's last finished sends; `finished` is at most `RECENT`."""

    failed: int = 0
    finished: int = 0

    @property
    def fails_too_often(self) -> bool:
        """Judged on a full sample only: one failure of five sends is no share, it is noise, and
        the prior of the score already weighs the first few."""
        return self.finished >= RECENT and self.failed >= FAILURE_SHARE * self.finished


class Hold(msgspec.Struct, frozen=True):
    """A provider's word: no sends, for this reason, until then (None: until an operator)."""

    reason: str
    until: datetime | None = None

    def is_active(self, now: datetime) -> bool:
        """Whether the hold still stands."""
        return self.until is None or now < self.until


class Verdict(msgspec.Struct, frozen=True):
    """The state a session is to be in, and a machine-readable reason."""

    state: SessionState
    reason: str


def next_state(
    current: SessionState,
    score: float,
    recent: Recent,
    now: datetime,
    since: datetime,
    *,
    hold: Hold | None = None,
    released_at: datetime | None = None,
) -> Verdict:
    """The state of a session in `current` since `since`.

    An operator ends a hold by removing it and a quarantine by `release`; `released_at` is when a
    quarantine last ended. For `PROBATION` after that a poor score throttles instead of putting the
    session back: the score looks a week back, so without it a release would last one tick and the
    session could never show that it has recovered.
    """
    if hold is not None and hold.is_active(now):
        return Verdict(SessionState.HELD, hold.reason)
    if current is SessionState.QUARANTINED:
        if now - since < QUARANTINE:
            return Verdict(SessionState.QUARANTINED, StateReason.QUARANTINE)
        return release(score, recent)
    on_probation = released_at is not None and now - released_at < PROBATION
    return release(score, recent) if on_probation else _judge(score, recent)


def release(score: float, recent: Recent) -> Verdict:
    """The state in which a session leaves quarantine, by an operator or after its time."""
    verdict = _judge(score, recent)
    if verdict.state is SessionState.QUARANTINED:
        return Verdict(SessionState.THROTTLED, StateReason.PROBATION)
    return verdict


def allowed_cap(state: SessionState, cap: int) -> int:
    """How many of `cap` messages a day the state allows: all, half (at least one), or none."""
    if state in MUTE:
        return 0
    return min(cap, max(1, cap // 2)) if state is SessionState.THROTTLED else cap


def _judge(score: float, recent: Recent) -> Verdict:
    by_score = _state_of(score)
    if recent.fails_too_often and by_score in (SessionState.HEALTHY, SessionState.WATCH):
        return Verdict(SessionState.THROTTLED, StateReason.FAILURE_SHARE)
    return Verdict(by_score, StateReason.SCORE)


def _state_of(score: float) -> SessionState:
    if score >= EXCELLENT_FROM:
        return SessionState.HEALTHY
    if score >= GOOD_FROM:
        return SessionState.WATCH
    return SessionState.THROTTLED if score >= FAIR_FROM else SessionState.QUARANTINED
