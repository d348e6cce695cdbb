"""What a person does to a campaign: start, pause, resume, stop."""

from datetime import datetime
from typing import Any

from brasa.actions.announce import campaign_log
from brasa.actions.decision import decide
from brasa.actions.retold import tell_moved
from brasa.actions.unit import Unit, Work
from brasa.domain import words
from brasa.domain.campaign import (
    ALLOWED_ACTIONS,
    CampaignAction,
    CampaignStatus,
    StatusReason,
)
from brasa.domain.events import CampaignStatusData
from brasa.errors import Conflict, FieldProblem, InvalidInput
from brasa.i18n import Text, translate
from brasa.store import campaigns, logs, returns
from brasa.store.campaigns import Campaign
from brasa.store.ledger import Ledger
from brasa.store.moving import Moving
from brasa.store.seats import seats_of
from brasa.store.statuses import campaign_statuses

_A, _R = CampaignAction, StatusReason

_DONE = {
    _A.START: "Campanha iniciada",
    _A.PAUSE: "Campanha pausada",
    _A.RESUME: "Campanha retomada",
    _A.STOP: "Campanha encerrada",
}
_CANCELLED = ("cancelled", "A campanha foi interrompida")
# A stop skips this many at once; the rest of a large campaign is skipped in the background.
SKIPPED_AT_ONCE = 5_000


class Campaigns:
    """Operator actions. Each returns the campaign's new status, already announced."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def start(
        self, organization_id: int, campaign_id: int, note: str = ""
    ) -> CampaignStatusData:
        """Enable a campaign that waits to be started, or a paused one."""
        return await self._act(organization_id, campaign_id, _A.START, note)

    async def resume(
        self, organization_id: int, campaign_id: int, note: str = ""
    ) -> CampaignStatusData:
        """Go on exactly where a paused campaign stopped."""
        return await self._act(organization_id, campaign_id, _A.RESUME, note)

    async def pause(
        self,
        organization_id: int,
        campaign_id: int,
        note: str = "",
        resume_at: datetime | None = None,
    ) -> CampaignStatusData:
        """Send nothing more, until `resume_at` or until somebody resumes it."""
        if resume_at is not None and resume_at <= self._work.clock.now():
            problem = FieldProblem("resumeAt", "já passou", "um instante no futuro")
            raise InvalidInput(problems=[problem])
        return await self._act(organization_id, campaign_id, _A.PAUSE, note, resume_at)

    async def stop(
        self, organization_id: int, campaign_id: int, note: str = ""
    ) -> CampaignStatusData:
        """End a campaign for good; whoever was not reached is skipped."""
        return await self._act(organization_id, campaign_id, _A.STOP, note)

    async def _act(
        self,
        organization_id: int,
        campaign_id: int,
        action: CampaignAction,
        note: str,
        resume_at: datetime | None = None,
    ) -> CampaignStatusData:
        now = self._work.clock.now()
        async with self._work.unit() as unit:
            campaign = await campaigns.find(
                unit.connection, organization_id, campaign_id, lock=True
            )
            require_allowed(campaign, action)
            values = await self._next(unit, campaign, action, resume_at, now)
            await campaigns.change(
                unit.connection,
                organization_id,
                campaign_id,
                note=note,
                updated_at=now,
                version=campaign.version + 1,
                **values,
            )
            if action in (_A.PAUSE, _A.STOP):
                await _withdraw(unit, campaign, action, now)
            await _log(unit, campaign, action, note, now)
            return await announce_status(unit, organization_id, campaign_id, now)

    async def _next(
        self,
        unit: Unit,
        campaign: Campaign,
        action: CampaignAction,
        resume_at: datetime | None,
        now: datetime,
    ) -> dict[str, Any]:
        if action is _A.PAUSE:
            reason = StatusReason.PAUSED_UNTIL if resume_at else StatusReason.PAUSED_BY_OPERATOR
            return _values(CampaignStatus.PAUSED, reason, resume_at=resume_at, check=resume_at)
        if action is _A.STOP:
            return _values(
                CampaignStatus.STOPPED,
                StatusReason.STOPPED_BY_OPERATOR,
                # The maintainer looks once more, for what is too much to skip at once.
                check=now,
                finished_at=now,
            )
        seats = (await seats_of(unit.connection, [campaign], now))[campaign.id]
        decision = decide(campaign, seats, now, exhausted=False)
        return _values(
            decision.status,
            decision.reason,
            next_execution_at=decision.next_execution_at,
            check=decision.next_check_at,
            started_at=now,
        )


async def announce_status(
    unit: Unit, organization_id: int, campaign_id: int, now: datetime
) -> CampaignStatusData:
    """Say the campaign's status as the open transaction leaves it."""
    [status] = await campaign_statuses(unit.connection, organization_id, [campaign_id], now)
    unit.say(organization_id, status)
    return status


def require_allowed(campaign: Campaign, action: CampaignAction) -> None:
    """Raise Conflict with code `invalid_transition` when the campaign does not accept it now."""
    allowed = ALLOWED_ACTIONS[campaign.status]
    if campaign.status is CampaignStatus.WAITING and campaign.reason is not _R.NOT_STARTED:
        allowed = allowed - {_A.START}
    if action not in allowed:
        instead = words.one_of([words.DONE[one] for one in CampaignAction if one in allowed])
        refusal = Text(
            "A campanha “{name}” está {status}: não pode ser {done}",
            name=campaign.name,
            status=words.STATUS[campaign.status],
            done=words.DONE[action],
        )
        raise Conflict(
            Text("{refusal}, só {instead}", refusal=refusal, instead=instead)
            if instead
            else refusal,
            code="invalid_transition",
        )


def _values(
    status: CampaignStatus,
    reason: StatusReason,
    *,
    check: datetime | None = None,
    next_execution_at: datetime | None = None,
    resume_at: datetime | None = None,
    **more: Any,
) -> dict[str, Any]:
    return {
        "status": status,
        "reason": reason,
        "next_check_at": check,
        "next_execution_at": next_execution_at,
        "resume_at": resume_at,
        **more,
    }


async def _withdraw(unit: Unit, campaign: Campaign, action: CampaignAction, now: datetime) -> None:
    """Take back what was planned: a pause for later, a stop for good."""
    code, text = _CANCELLED
    message = translate(text, campaign.language)
    if action is _A.PAUSE:
        rows = await returns.give_back_campaign(unit.connection, campaign.id, now, code, message)
    else:
        rows = await returns.skip_rest(
            unit.connection, campaign.id, SKIPPED_AT_ONCE, now, code, message
        )
    await count_withdrawn(unit, campaign, rows, now, skipping=action is _A.STOP)


async def count_withdrawn(
    unit: Unit, campaign: Campaign, rows: list[Moving], now: datetime, *, skipping: bool
) -> None:
    """Move the counters for executions that were given back or skipped in bulk, and tell of those
    that dashboards know."""
    ledger, without_session = Ledger(), 0
    for row in rows:
        if row.session_id is not None and row.scheduled_at is not None:
            ledger.campaign_day(
                row.organization_id,
                row.campaign_id,
                row.session_id,
                campaign.day(row.scheduled_at),
                open=-1,
            )
        if not (skipping or row.contact_id is None):
            continue
        if row.session_id is None:
            without_session += 1
        else:
            ledger.total(row.campaign_id, row.session_id, skipped=1)
    await ledger.write(unit.connection)
    if without_session:
        await campaigns.change(
            unit.connection,
            campaign.organization_id,
            campaign.id,
            skipped=campaign.skipped + without_session,
        )
    await tell_moved(unit, rows, now)


async def _log(
    unit: Unit, campaign: Campaign, action: CampaignAction, note: str, now: datetime
) -> None:
    message = translate(_DONE[action], campaign.language)
    line = logs.Line(
        organization_id=campaign.organization_id,
        campaign_id=campaign.id,
        level="success" if action in (_A.START, _A.RESUME) else "warning",
        code=f"campaign_{action.value}",
        message=f"{message}: {note}" if note else message,
        at=now,
    )
    [log_id] = await logs.append(unit.connection, [line])
    unit.say(campaign.organization_id, campaign_log(campaign, line, log_id))
