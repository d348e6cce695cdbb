"""Attempts that are not made: put off, skipped with a reason, or given back to the planner."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from brasa.actions import outcomes
from brasa.actions.announce import execution_log
from brasa.actions.retold import tell_moved
from brasa.actions.unit import Unit, Work
from brasa.domain.execution import ExecutionState as State
from brasa.i18n import translate
from brasa.store import refusals, returns
from brasa.store.attempts import Attempt
from brasa.store.ledger import Ledger

REASONS = {
    "opted_out": "O contato pediu para não receber mensagens",
    "no_consent": "O contato não tem consentimento registrado",
    "cap": "O limite de envios foi atingido",
    "cancelled": "A campanha foi interrompida",
    "session_unavailable": "A sessão não pode enviar agora",
    "closed": "O horário de envio terminou",
    "template_variable_missing": "Falta uma variável do modelo",
}


class PutOff(msgspec.Struct, frozen=True):
    """Not now: at `until`."""

    until: datetime


class Skip(msgspec.Struct, frozen=True):
    """Not at all, for this reason."""

    code: str
    message: str | None = None


class GiveBack(msgspec.Struct, frozen=True):
    """Not by this session at this time: the planner decides again."""

    code: str


Refusal = PutOff | Skip | GiveBack


class Refusing:
    """What a worker does with due executions that it may not send."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def refuse(self, refused: Iterable[tuple[Attempt, Refusal]]) -> None:
        """Write each refusal down, move the counters, tell the dashboards what was skipped."""
        put_off: list[tuple[Attempt, PutOff]] = []
        skipped: list[tuple[Attempt, Skip]] = []
        given_back: list[tuple[Attempt, GiveBack]] = []
        for attempt, refusal in refused:
            match refusal:
                case PutOff():
                    put_off.append((attempt, refusal))
                case Skip():
                    skipped.append((attempt, refusal))
                case GiveBack():
                    given_back.append((attempt, refusal))
        async with self._work.unit() as unit:
            ledger = Ledger()
            await self._put_off(unit, ledger, put_off)
            await self._skip(unit, ledger, skipped)
            await self._give_back(unit, ledger, given_back)
            await ledger.write(unit.connection)

    async def explain(self, attempts: Sequence[Attempt]) -> None:
        """Refuse attempts that the point of no return did not admit, each for its reason."""
        async with self._work.database.read() as connection:
            reasons = await refusals.why(connection, [a.moving.id for a in attempts])
        await self.refuse([(a, _explained(reasons.get(a.moving.id, "cap"))) for a in attempts])

    async def _put_off(
        self, unit: Unit, ledger: Ledger, refused: Sequence[tuple[Attempt, PutOff]]
    ) -> None:
        if not refused:
            return
        times = [(attempt.moving, refusal.until) for attempt, refusal in refused]
        moved = await returns.put_off(unit.connection, times)
        for attempt, refusal in refused:
            if attempt.moving.id in moved:
                outcomes.move_open(ledger, attempt, attempt.moving.scheduled_at, -1)
                outcomes.move_open(ledger, attempt, refusal.until, 1)
        later = (row for row, _ in times if row.id in moved)
        await tell_moved(unit, later, self._work.clock.now())

    async def _skip(
        self, unit: Unit, ledger: Ledger, refused: Sequence[tuple[Attempt, Skip]]
    ) -> None:
        if not refused:
            return
        now = self._work.clock.now()
        reasons = {
            attempt.moving.id: (refusal.code, _message(attempt, refusal))
            for attempt, refusal in refused
        }
        moved = await returns.skip(
            unit.connection,
            [(attempt.moving, *reasons[attempt.moving.id]) for attempt, _ in refused],
            now,
        )
        for attempt, _ in refused:
            if attempt.moving.id in moved:
                self._say_skipped(unit, ledger, attempt, reasons[attempt.moving.id], now)

    async def _give_back(
        self, unit: Unit, ledger: Ledger, refused: Sequence[tuple[Attempt, GiveBack]]
    ) -> None:
        now = self._work.clock.now()
        by_reason: dict[tuple[str, str], dict[int, Attempt]] = {}
        for attempt, refusal in refused:
            reason = refusal.code, translate(REASONS[refusal.code], attempt.campaign.language)
            by_reason.setdefault(reason, {})[attempt.moving.id] = attempt
        for reason, attempts in by_reason.items():
            waiting = [attempt.moving for attempt in attempts.values()]
            moved = await returns.give_back_these(unit.connection, waiting, now, *reason)
            for row in moved:
                attempt = attempts[row.id]
                if attempt.contact is None:
                    self._say_skipped(unit, ledger, attempt, reason, now)
                else:
                    outcomes.move_open(ledger, attempt, attempt.moving.scheduled_at, -1)
            waiting_on = (row for row in moved if row.contact_id is not None)
            await tell_moved(unit, waiting_on, now)

    def _say_skipped(
        self, unit: Unit, ledger: Ledger, attempt: Attempt, reason: tuple[str, str], now: datetime
    ) -> None:
        moving = attempt.moving
        outcomes.move_open(ledger, attempt, moving.scheduled_at, -1)
        ledger.total(moving.campaign_id, moving.session_id, skipped=1)
        unit.tell(execution_log(attempt, State.SKIPPED, now, now, reason))


def _explained(code: str) -> Refusal:
    if code == "stopped":
        return Skip("cancelled")
    return Skip(code) if code in ("opted_out", "no_consent") else GiveBack(code)


def _message(attempt: Attempt, refusal: Skip) -> str:
    return refusal.message or translate(REASONS[refusal.code], attempt.campaign.language)
