"""Put right what time has undone: interrupted sends, missed slots, receipts that never came."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from brasa.actions import outcomes
from brasa.actions.announce import campaign_log, execution_log
from brasa.actions.campaigns import SKIPPED_AT_ONCE, count_withdrawn
from brasa.actions.unit import Unit, Work
from brasa.actions.verdict import LOOK_UP_AFTER
from brasa.domain.execution import ExecutionState as State
from brasa.i18n import everywhere, translate
from brasa.store import campaigns, logs, receipts, returns
from brasa.store.attempts import Attempt, attempts_of
from brasa.store.ledger import Ledger
from brasa.store.moving import Moving

LOST = "Não se sabe se a mensagem chegou ao provedor: o envio foi interrompido"
MISSED = "O horário planejado passou sem que fosse possível enviar"
# A slot this late was missed while nobody worked; it is planned anew and never fired late.
MISSED_AFTER = timedelta(seconds=60)
# How long news of a lost one is waited for: which channel had it is not asked here.
RECEIPT_WITHIN = timedelta(days=1)


class Upkeep:
    """The maintainer's writes; each returns how much it found."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def lose_sending(self, now: datetime) -> int:
        """sending and over: unknown, shown as such, and never sent again by itself."""
        async with self._work.unit() as unit:
            rows = await returns.lose_expired(
                unit.connection,
                now,
                "interrupted",
                everywhere(LOST),
                receipt_due_at=now + RECEIPT_WITHIN,
                look_up_at=now + LOOK_UP_AFTER,
            )
            attempts = await attempts_of(unit.connection, rows) if rows else []
            ledger = Ledger()
            for attempt in attempts:
                moving = attempt.moving
                outcomes.move_open(ledger, attempt, moving.scheduled_at, -1)
                ledger.total(moving.campaign_id, moving.session_id, unknown=1)
                error = ("interrupted", translate(LOST, attempt.campaign.language))
                unit.tell(execution_log(attempt, State.UNKNOWN, now, now, error))
            await ledger.write(unit.connection)
            await _log_lost(unit, attempts, now)
            return len(rows)

    async def plan_missed_again(self, now: datetime) -> int:
        """scheduled long ago: given back to the planner, which goes on at the normal pace."""
        async with self._work.unit() as unit:
            rows = await returns.give_back_missed(
                unit.connection, now - MISSED_AFTER, now, "missed", everywhere(MISSED)
            )
            await _count_given_back(unit, rows, now)
            return len(rows)

    async def finish_silent(self, now: datetime, most: int) -> int:
        """sent, and no receipt in time: counted as not delivered, until one comes after all."""
        async with self._work.unit() as unit:
            rows = await receipts.finish_silent(unit.connection, now, most)
            attempts = await attempts_of(unit.connection, rows) if rows else []
            ledger = Ledger()
            for attempt in attempts:
                outcomes.count_finished(ledger, attempt, now, delivered=False)
                ledger.outcome(
                    attempt.moving.organization_id, attempt.moving.session_id, arrived=True
                )
            await ledger.write(unit.connection)
            return len(rows)

    async def skip_stopped(self, now: datetime) -> int:
        """What a stopped campaign still has planned, some at a time."""
        async with self._work.unit() as unit:
            skipped = 0
            for campaign in await campaigns.stopped_with_rest(unit.connection):
                reason = ("cancelled", translate("A campanha foi interrompida", campaign.language))
                rows = await returns.skip_rest(
                    unit.connection, campaign.id, SKIPPED_AT_ONCE, now, *reason
                )
                await count_withdrawn(unit, campaign, rows, now, skipping=True)
                skipped += len(rows)
                if len(rows) < SKIPPED_AT_ONCE:
                    await campaigns.change(
                        unit.connection, campaign.organization_id, campaign.id, next_check_at=None
                    )
            return skipped


async def _count_given_back(unit: Unit, rows: Sequence[Moving], now: datetime) -> None:
    by_campaign: dict[int, list[Moving]] = {}
    for row in rows:
        by_campaign.setdefault(row.campaign_id, []).append(row)
    for campaign in await campaigns.some(unit.connection, None, by_campaign):
        await count_withdrawn(unit, campaign, by_campaign[campaign.id], now, skipping=False)


async def _log_lost(unit: Unit, attempts: Sequence[Attempt], now: datetime) -> None:
    by_campaign: dict[int, list[Attempt]] = {}
    for attempt in attempts:
        by_campaign.setdefault(attempt.campaign.id, []).append(attempt)
    for lost in by_campaign.values():
        campaign = lost[0].campaign
        line = logs.Line(
            organization_id=campaign.organization_id,
            campaign_id=campaign.id,
            level="warning",
            code="executions_unknown",
            message=translate(
                "{n} envios interrompidos ficaram sem confirmação", campaign.language, n=len(lost)
            ),
            data={"executionIds": [str(attempt.moving.id) for attempt in lost[:50]]},
            at=now,
        )
        [log_id] = await logs.append(unit.connection, [line])
        unit.say(campaign.organization_id, campaign_log(campaign, line, log_id))
