"""The tick: look at what is due, decide, write slots, say what was done."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from brasa.actions.decision import Decision, decide
from brasa.actions.planning import Plan, Planning, TickLine
from brasa.domain.campaign import CampaignStatus, StatusReason
from brasa.domain.seat import Block, Seat
from brasa.engine.service import Counts
from brasa.engine.slots import SlotPlanner
from brasa.i18n import translate
from brasa.store import campaigns
from brasa.store.campaigns import Campaign
from brasa.store.chunks import chunked
from brasa.store.database import Database
from brasa.store.logs import Line
from brasa.store.seats import seats_of
from brasa.store.statuses import Counts as Progress
from brasa.store.statuses import counts_of

log = structlog.get_logger()

# Campaigns a transaction: enough to be quick, few enough not to keep other writers waiting.
AT_ONCE = 200
# A tick plans a little past the next one, so that a late one leaves no hole.
MARGIN = 1.2


class Planner:
    """Plans every campaign that is due, for one tick and a little more."""

    name = "plan"

    def __init__(
        self, database: Database, planning: Planning, slots: SlotPlanner, tick: float
    ) -> None:
        self._database = database
        self._planning = planning
        self._slots = slots
        self._ahead = timedelta(seconds=tick * MARGIN)

    async def run_once(self, now: datetime) -> Counts:
        """Plan what is due; returns campaigns looked at and slots written."""
        async with self._database.read() as connection:
            due = await campaigns.due(connection, now)
        if due:
            log.info(f"📊 Processando {len(due)} campanhas ativas", line=True)
        slots = 0
        for some in chunked(due, AT_ONCE):
            slots += await self._plan(some, now)
        return {"campaigns": len(due), "slots": slots}

    async def _plan(self, some: Sequence[Campaign], now: datetime) -> int:
        async with self._database.read() as connection:
            seats = await seats_of(connection, some, now)
            counts = await counts_of(connection, [campaign.id for campaign in some])
        plans = []
        for campaign in some:
            try:
                progress = counts.get(campaign.id, Progress())
                plans.append(self._plan_one(campaign, seats[campaign.id], progress, now))
            except Exception:  # one campaign's trouble is not the others'
                log.exception("campaign_not_planned", campaign=campaign.id)
        return await self._planning.write(plans, now)

    def _plan_one(
        self, campaign: Campaign, seats: Sequence[Seat], progress: Progress, now: datetime
    ) -> Plan:
        exhausted = is_exhausted(campaign, progress)
        decision = decide(campaign, seats, now, exhausted=exhausted)
        if decision.status is not CampaignStatus.ACTIVE:
            return Plan(campaign, decision, [], [], _lines(campaign, decision, seats, now))
        slots, moved = self._slots.plan(campaign, seats, now, now + self._ahead)
        return Plan(campaign, decision, slots, moved, _lines(campaign, decision, seats, now))


def is_exhausted(campaign: Campaign, progress: Progress) -> bool:
    """Whether a campaign that writes to contacts only has dealt with every one of them."""
    if campaign.definition.internal is not None or campaign.enrolling:
        return False
    done = progress.sent + progress.failed + progress.unknown + progress.skipped
    return done + campaign.skipped >= campaign.total


def _lines(
    campaign: Campaign, decision: Decision, seats: Sequence[Seat], now: datetime
) -> list[TickLine]:
    """The seed's lines: who reached the target, and how many sessions are left."""
    if decision.status is CampaignStatus.WAITING and decision.reason not in (
        StatusReason.TARGET_REACHED,
        StatusReason.CAP_REACHED,
        StatusReason.NO_SESSION,
    ):
        return []
    lines, active = [], 0
    for seat in seats:
        block = seat.block
        if block is None:
            active += 1
        elif block is Block.TARGET:
            lines.append(_target_line(campaign, seat, now))
    text = "Processamento concluído: {n} sessões ativas"
    message = translate(text, campaign.language, n=active)
    return [*lines, _line(campaign, "tick_done", message, now)]


def _target_line(campaign: Campaign, seat: Seat, now: datetime) -> TickLine:
    text = "Meta diária atingida: {sent}/{target}"
    message = translate(text, campaign.language, sent=seat.sent, target=seat.target)
    return _line(campaign, "target_reached", message, now, seat)


def _line(
    campaign: Campaign, code: str, message: str, now: datetime, seat: Seat | None = None
) -> TickLine:
    line = Line(
        organization_id=campaign.organization_id,
        campaign_id=campaign.id,
        session_id=seat.session_id if seat else None,
        level="info",
        code=code,
        message=message,
        at=now,
    )
    last = seat.tick_line if seat else campaign.tick_line
    return TickLine(line, message != last, seat.name if seat else None)
