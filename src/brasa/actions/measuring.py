"""Judge sessions, write scores and states down, and tell about both."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from brasa.actions.announce import campaign_log, notify
from brasa.actions.unit import Unit, Work
from brasa.domain import words
from brasa.domain.campaign import CampaignStatus
from brasa.domain.condition import Hold, StateReason, Verdict, next_state
from brasa.domain.events import Level, NotificationType
from brasa.domain.health import Health, HealthSettings, score
from brasa.domain.session import SessionState
from brasa.i18n import number, translate
from brasa.store import day_plans, logs, measuring, states
from brasa.store.healths import bot_health
from brasa.store.subjects import Subject, subjects

_CHANGE = "{session} agora está {state}: {reason} (nota {score})"
# What is not among these is a provider's own code, which is shown as it is.
REASON_NAMES: dict[str, str] = {
    StateReason.SCORE: "pela saúde",
    StateReason.FAILURE_SHARE: "muitas falhas entre os últimos envios",
    StateReason.QUARANTINE: "a quarentena ainda não terminou",
    StateReason.PROBATION: "em recuperação depois da quarentena",
    StateReason.RELEASED: "liberada por um operador",
}
_LEVELS: dict[SessionState, tuple[Level, NotificationType]] = {
    SessionState.HEALTHY: ("success", "success"),
    SessionState.WATCH: ("info", "info"),
    SessionState.THROTTLED: ("warning", "warning"),
    SessionState.QUARANTINED: ("error", "error"),
    SessionState.HELD: ("error", "error"),
}


class Measuring:
    """The measurer's writes."""

    def __init__(self, work: Work, settings: HealthSettings) -> None:
        self._work = work
        self._settings = settings

    async def mark_ripe(self, now: datetime) -> None:
        """Have sessions judged whose hold or quarantine may be over."""
        async with self._work.unit() as unit:
            await measuring.mark_ripe(unit.connection, now)

    async def measure(self, most: int, now: datetime, after: int = 0) -> list[int]:
        """Judge sessions above `after` that have changed, at most `most`; which ones, in order."""

        async def measure(unit: Unit) -> tuple[list[int], list[Subject]]:
            ids = await measuring.take_changed(unit.connection, most, after)
            if not ids:
                return [], []
            found = await subjects(unit.connection, ids, now, self._settings.window_days)
            judged = [self._judge(subject, now) for subject in found]
            measured = [(s, health, verdict.state) for s, health, verdict in judged]
            await measuring.store_health(unit.connection, measured, now)
            for subject, health, verdict in judged:
                await self._tell(unit, subject, health, verdict, now)
            return ids, found

        ids, found = await self._work.transact(measure)
        await self._remember_plans(found)
        return ids

    async def _remember_plans(self, subjects: Sequence[Subject]) -> None:
        """Put what the day asks on record, for the days that look back on it.

        In a transaction of its own: workers lock a session's day before its health.
        """
        plans = [(s.id, s.day, s.plan) for s in subjects if s.plan > s.planned]
        if plans:
            await self._work.transact(lambda unit: day_plans.raise_plans(unit.connection, plans))

    def _judge(self, subject: Subject, now: datetime) -> tuple[Subject, Health, Verdict]:
        health = score(subject.tally, self._settings)
        hold = None
        if subject.state is SessionState.HELD:
            hold = Hold(subject.state_reason, subject.held_until)
        verdict = next_state(
            subject.state,
            health.score,
            subject.recent,
            now,
            subject.state_since,
            hold=hold,
            released_at=subject.released_at,
        )
        return subject, health, verdict

    async def _tell(
        self, unit: Unit, subject: Subject, health: Health, verdict: Verdict, now: datetime
    ) -> None:
        if verdict.state is not subject.state:
            released = {"released_at": now} if subject.state is SessionState.QUARANTINED else {}
            await states.change_state(
                unit.connection,
                subject.organization_id,
                subject.id,
                subject.state,
                verdict.state,
                verdict.reason,
                now,
                **released,
            )
            await tell_state(unit, subject, verdict, health.score, now)
        elif health.score == subject.score:
            return
        tell_health(unit, subject, health, verdict.state, now)


def tell_health(
    unit: Unit, subject: Subject, health: Health, state: SessionState, now: datetime
) -> None:
    """A score is said once for each campaign that the session is in."""
    for campaign in subject.campaigns:
        event = bot_health(
            subject.organization_id, campaign.id, subject.id, subject.name, health, state, now
        )
        unit.say(subject.organization_id, event)


async def tell_state(
    unit: Unit, subject: Subject, verdict: Verdict, points: float, now: datetime
) -> None:
    """A change of state is a line in each of the session's campaigns and a notification."""
    level, kind = _LEVELS[verdict.state]
    values: dict[str, Any] = {
        "session": subject.name,
        "state": translate(words.STATE[verdict.state], subject.language),
        "reason": translate(_why(subject, verdict), subject.language),
        "score": number(points, subject.language, 1),
    }
    # A campaign that is over is not written to any more, unless the session has no other.
    told = [c for c in subject.campaigns if c.status is not CampaignStatus.STOPPED]
    told = told or list(subject.campaigns)
    lines = [
        logs.Line(
            organization_id=subject.organization_id,
            campaign_id=campaign.id,
            session_id=subject.id,
            level=level,
            code=f"session_{verdict.state.value}",
            message=translate(_CHANGE, subject.language, **values),
            at=now,
        )
        for campaign in told
    ]
    ids: Sequence[int] = await logs.append(unit.connection, lines)
    for campaign, line, log_id in zip(told, lines, ids, strict=True):
        unit.say(subject.organization_id, campaign_log(campaign, line, log_id, subject.name))
    notify(
        unit,
        subject.organization_id,
        kind,
        f"session_{verdict.state.value}",
        _CHANGE,
        subject.language,
        now,
        {"sessionId": str(subject.id), "reason": verdict.reason},
        **values,
    )


def _why(subject: Subject, verdict: Verdict) -> str:
    back = subject.state is SessionState.HELD and verdict.state is SessionState.HEALTHY
    if back and verdict.reason == StateReason.SCORE:
        return "a retenção terminou"
    return REASON_NAMES.get(verdict.reason, verdict.reason)
