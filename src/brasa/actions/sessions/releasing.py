"""What a person does to a session that may not send: let it go."""

from brasa.actions.measuring import tell_health, tell_state
from brasa.actions.unit import Work
from brasa.domain import words
from brasa.domain.condition import StateReason, Verdict, release
from brasa.domain.health import HealthSettings, score
from brasa.domain.session import MUTE
from brasa.errors import Conflict, NotFound
from brasa.i18n import Text
from brasa.store import measuring, states
from brasa.store.subjects import subjects


class Releasing:
    """Ends what holds sessions."""

    def __init__(self, work: Work, settings: HealthSettings) -> None:
        self._work = work
        self._settings = settings

    async def release(self, organization_id: int, session_id: int) -> None:
        """End a quarantine or a provider's hold; the score decides what the session may do.

        Raises NotFound; Conflict with code `invalid_transition` when nothing holds it.
        """
        now = self._work.clock.now()
        async with self._work.unit() as unit:
            found = await subjects(unit.connection, [session_id], now, self._settings.window_days)
            subject = found[0] if found else None
            if subject is None or subject.organization_id != organization_id:
                raise NotFound("A sessão {id} não existe", id=session_id)
            health = score(subject.tally, self._settings)
            verdict = release(health.score, subject.recent)
            moved = subject.state in MUTE and await states.change_state(
                unit.connection,
                organization_id,
                session_id,
                subject.state,
                verdict.state,
                StateReason.RELEASED,
                now,
                held_until=None,
                released_at=now,
            )
            if not moved:
                raise Conflict(
                    Text(
                        "A sessão {name} não está retida nem em quarentena: está {state}",
                        name=subject.name,
                        state=words.STATE[subject.state],
                    ),
                    code="invalid_transition",
                )
            await measuring.store_health(unit.connection, [(subject, health, verdict.state)], now)
            released = Verdict(verdict.state, StateReason.RELEASED)
            await tell_state(unit, subject, released, health.score, now)
            tell_health(unit, subject, health, verdict.state, now)
