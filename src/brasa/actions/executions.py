"""What a person does to executions in trouble: retry the failed, resolve the unknown."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from brasa.actions.announce import campaign_log, execution_log
from brasa.actions.campaigns import announce_status
from brasa.actions.progress import count_news
from brasa.actions.unit import Unit, Work
from brasa.domain.campaign import CampaignStatus
from brasa.domain.execution import ExecutionState as State
from brasa.errors import Conflict
from brasa.i18n import translate
from brasa.store import campaigns, logs, resolving
from brasa.store.attempts import attempts_of
from brasa.store.campaigns import Campaign
from brasa.store.ledger import Ledger
from brasa.store.receipts import News, Reported, apply_news, reported

# So many in one transaction: others get to write in between.
AT_ONCE = 1_000
# Moves some executions of a campaign; how many.
Act = Callable[[Unit, Campaign, Sequence[int]], Awaitable[int]]


class Resolution(StrEnum):
    """What an operator knows, or decides, about executions that nobody else knows about."""

    SENT = "sent"
    FAILED = "failed"
    RETRY = "retry"


_TEXTS = {
    "retried": "Falhas de volta à fila: {n}",
    Resolution.SENT: "Sem resposta, dadas como enviadas: {n}",
    Resolution.FAILED: "Sem resposta, dadas como falhas: {n}",
    Resolution.RETRY: "Sem resposta, de volta à fila: {n}",
}


class Executions:
    """Operator actions on executions; each is done in batches and says what it did."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def retry_failed(
        self, organization_id: int, campaign_id: int, codes: Collection[str] | None = None
    ) -> int:
        """Queue the failed recipients again, all or those with these error codes; how many.

        Raises NotFound; Conflict with code `invalid_transition` for a stopped campaign.
        """

        async def retry(unit: Unit, campaign: Campaign, ids: Sequence[int]) -> int:
            require_not_stopped(campaign)
            return await self._put_back(unit, campaign, ids, State.FAILED, "retried")

        return await self._in_batches(
            organization_id, campaign_id, State.FAILED, retry, codes=codes, external=True
        )

    async def resolve_unknown(
        self,
        organization_id: int,
        campaign_id: int,
        resolution: Resolution,
        execution_ids: Collection[int] | None = None,
    ) -> int:
        """Settle unknown executions, all or those named; how many. RETRY sends again whoever may
        have the message already: the operator takes that risk, and it is for contacts only.

        Raises NotFound; Conflict with code `invalid_transition` to retry in a stopped campaign.
        """
        retry = resolution is Resolution.RETRY

        async def resolve(unit: Unit, campaign: Campaign, ids: Sequence[int]) -> int:
            if not retry:
                return await self._settle(unit, campaign, ids, resolution)
            require_not_stopped(campaign)
            return await self._put_back(unit, campaign, ids, State.UNKNOWN, resolution)

        return await self._in_batches(
            organization_id, campaign_id, State.UNKNOWN, resolve, ids=execution_ids, external=retry
        )

    async def _in_batches(
        self, organization_id: int, campaign_id: int, state: State, act: Act, **chosen: Any
    ) -> int:
        """Do `act` to the campaign's executions in `state`, some a transaction; how many it moved.

        `chosen` says which of them, as `resolving.ids_in` takes it.
        """
        done = after = 0
        while True:
            async with self._work.unit() as unit:
                connection = unit.connection
                campaign = await campaigns.find(connection, organization_id, campaign_id, lock=True)
                ids = await resolving.ids_in(
                    connection, campaign, state, AT_ONCE, after=after, **chosen
                )
                done += await act(unit, campaign, ids)
            if len(ids) < AT_ONCE:
                return done
            after = ids[-1]

    async def _put_back(
        self, unit: Unit, campaign: Campaign, ids: Sequence[int], leaving: State, key: str
    ) -> int:
        if not ids:
            return 0
        rows = await resolving.put_back(unit.connection, ids, leaving)
        ledger = Ledger()
        for row in rows:
            ledger.total(row.campaign_id, row.session_id, **{leaving.value: -1})
        await ledger.write(unit.connection)
        await self._tell(unit, campaign, key, len(rows))
        return len(rows)

    async def _settle(
        self, unit: Unit, campaign: Campaign, ids: Sequence[int], resolution: Resolution
    ) -> int:
        if not ids:
            return 0
        now = self._work.clock.now()
        rows = {row.moving.id: row for row in await reported(unit.connection, [], ids)}
        news = [_news(row, resolution, campaign.language, now) for row in rows.values()]
        moved = await apply_news(unit.connection, news)
        settled = [item for item in news if item.id in moved]
        attempts = await attempts_of(unit.connection, [rows[item.id].moving for item in settled])
        ledger = Ledger()
        for item, attempt in zip(settled, attempts, strict=True):
            row = rows[item.id]
            count_news(ledger, attempt, row, item, now)
            told = msgspec.structs.replace(attempt, content=row.content)
            unit.tell(execution_log(told, item.state, now, row.executed_at, item.error))
        await ledger.write(unit.connection)
        await self._tell(unit, campaign, resolution, len(settled))
        return len(settled)

    async def _tell(self, unit: Unit, campaign: Campaign, key: str, count: int) -> None:
        """Log what was done, and have a waiting campaign looked at again."""
        if count == 0:
            return
        now = self._work.clock.now()
        line = logs.Line(
            organization_id=campaign.organization_id,
            campaign_id=campaign.id,
            level="info",
            code="executions_retried" if key in ("retried", "retry") else "executions_resolved",
            message=translate(_TEXTS[key], campaign.language, n=count),
            data={"count": count},
            at=now,
        )
        [log_id] = await logs.append(unit.connection, [line])
        unit.say(campaign.organization_id, campaign_log(campaign, line, log_id))
        if campaign.status is CampaignStatus.WAITING and campaign.next_check_at is None:
            await campaigns.change(
                unit.connection, campaign.organization_id, campaign.id, next_check_at=now
            )
        await announce_status(unit, campaign.organization_id, campaign.id, now)


def require_not_stopped(campaign: Campaign) -> None:
    """Raise Conflict with code `invalid_transition` when the campaign sends no more."""
    if campaign.status is CampaignStatus.STOPPED:
        raise Conflict(
            "A campanha “{name}” foi encerrada e não envia mais",
            code="invalid_transition",
            name=campaign.name,
        )


def _news(row: Reported, resolution: Resolution, language: str, now: datetime) -> News:
    failed = resolution is Resolution.FAILED
    message = translate("Dada como falha por um operador", language)
    return News(
        id=row.moving.id,
        leaving=State.UNKNOWN,
        state=State.FAILED if failed else State.SENT,
        delivered_at=row.delivered_at,
        read_at=None,
        finished_at=now if failed else row.finished_at,
        error_code="resolved_by_operator" if failed else None,
        error_message=message if failed else None,
        provider_id=row.provider_id,
    )
