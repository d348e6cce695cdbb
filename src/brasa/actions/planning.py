"""Write down what a tick has decided."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from brasa.actions.announce import campaign_log
from brasa.actions.campaigns import announce_status
from brasa.actions.decision import Decision
from brasa.actions.retold import tell_tried
from brasa.actions.unit import Unit, Work
from brasa.domain.campaign import CampaignStatus
from brasa.domain.execution import ExecutionState as State
from brasa.domain.execution import ExecutionType
from brasa.domain.seat import Seat
from brasa.store import campaigns, logs, scheduling, seats
from brasa.store.campaigns import Campaign
from brasa.store.ledger import Ledger
from brasa.store.logs import Line


class Slot(msgspec.Struct, frozen=True):
    """A send time for a seat. `peer_id` and `number` make it a message of the conversation."""

    seat: Seat
    at: datetime
    peer_id: int | None = None
    number: int = 0

    @property
    def key(self) -> tuple[int, int, int]:
        """What makes a slot of the conversation the same for every planner."""
        return self.seat.campaign_id, self.seat.session_id, self.number


class TickLine(msgspec.Struct, frozen=True):
    """A line that every tick says; stored only when it is not the one stored last."""

    line: Line
    is_news: bool
    session_name: str | None = None


class Plan(msgspec.Struct, frozen=True):
    """What a tick decided for one campaign. `next_slots` are (seat, when) that have moved."""

    campaign: Campaign
    decision: Decision
    slots: Sequence[Slot]
    next_slots: Sequence[tuple[Seat, datetime]]
    lines: Sequence[TickLine]


class Planning:
    """The planner's writes."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def write(self, plans: Sequence[Plan], now: datetime) -> int:
        """Store the plans of some campaigns in one transaction; how many slots got a row."""
        async with self._work.unit() as unit:
            unchanged = await campaigns.lock_unchanged(
                unit.connection, {plan.campaign.id: plan.campaign.version for plan in plans}
            )
            # Who was paused, stopped or edited since it was read is planned anew next time.
            plans = [plan for plan in plans if plan.campaign.id in unchanged]
            for plan in plans:
                if plan.decision.differs(plan.campaign) or _check_moved(plan):
                    await self._decide(unit, plan, now)
            slots = [slot for plan in plans for slot in plan.slots]
            written = await _write_slots(unit, slots, now)
            moved = [move for plan in plans for move in plan.next_slots]
            await seats.move_next_slots(unit.connection, moved)
            await _write_lines(unit, plans)
        return written

    async def _decide(self, unit: Unit, plan: Plan, now: datetime) -> None:
        campaign, decision = plan.campaign, plan.decision
        stopped = decision.status is CampaignStatus.STOPPED
        await campaigns.change(
            unit.connection,
            campaign.organization_id,
            campaign.id,
            status=decision.status,
            reason=decision.reason,
            next_execution_at=decision.next_execution_at,
            next_check_at=decision.next_check_at,
            **({"finished_at": now} if stopped else {}),
        )
        if decision.differs(campaign):
            await announce_status(unit, campaign.organization_id, campaign.id, now)


def _check_moved(plan: Plan) -> bool:
    return plan.decision.next_check_at != plan.campaign.next_check_at


async def _write_slots(unit: Unit, slots: Sequence[Slot], now: datetime) -> int:
    ledger = Ledger()
    planned = [slot for slot in slots if slot.peer_id is not None]
    written = await scheduling.open_slots(unit.connection, [_row(slot) for slot in planned])
    conversation = [
        s for s in planned if (s.seat.campaign_id, s.seat.session_id, s.number) in written
    ]
    to_contacts = await _give_recipients(unit, [s for s in slots if s.peer_id is None], now)
    for slot in [*conversation, *to_contacts]:
        seat = slot.seat
        ledger.campaign_day(
            seat.organization_id,
            seat.campaign_id,
            seat.session_id,
            seat.day(slot.at),
            open=1,
            internal=1 if slot.peer_id is not None else 0,
        )
    await ledger.write(unit.connection)
    return len(conversation) + len(to_contacts)


async def _give_recipients(unit: Unit, slots: Sequence[Slot], now: datetime) -> list[Slot]:
    """Give each slot the next recipient of its campaign; the slots that found one."""
    if not slots:
        return []
    by_campaign: dict[int, list[Slot]] = {}
    for slot in sorted(slots, key=lambda slot: slot.at):
        by_campaign.setdefault(slot.seat.campaign_id, []).append(slot)
    found = await scheduling.pending_ids(
        unit.connection, [(campaign, len(wanted)) for campaign, wanted in by_campaign.items()]
    )
    given = {
        id_: slot
        for campaign, wanted in by_campaign.items()
        for id_, slot in zip(found[campaign], wanted, strict=False)
    }
    moved = await scheduling.give_times(
        unit.connection, [(id_, slot.seat.session_id, slot.at) for id_, slot in given.items()]
    )
    again = ((given[id_].seat.organization_id, id_, tries) for id_, tries in moved)
    await tell_tried(unit, again, now)
    return [given[id_] for id_, _ in moved]


def _row(slot: Slot) -> dict[str, Any]:
    seat = slot.seat
    return {
        "organization_id": seat.organization_id,
        "campaign_id": seat.campaign_id,
        "type": ExecutionType.INTERNAL,
        "state": State.SCHEDULED,
        "slot": slot.number,
        "session_id": seat.session_id,
        "to_session_id": slot.peer_id,
        "scheduled_at": slot.at,
    }


async def _write_lines(unit: Unit, plans: Sequence[Plan]) -> None:
    said = [(plan.campaign, tick_line) for plan in plans for tick_line in plan.lines]
    news = [(campaign, tick_line) for campaign, tick_line in said if tick_line.is_news]
    ids = await logs.append(unit.connection, [tick_line.line for _, tick_line in news])
    log_ids = {id(tick_line): log_id for (_, tick_line), log_id in zip(news, ids, strict=True)}
    await seats.remember_lines(unit.connection, [tick_line.line for _, tick_line in news])
    for campaign, tick_line in said:
        event = campaign_log(
            campaign, tick_line.line, log_ids.get(id(tick_line)), tick_line.session_name
        )
        unit.say(campaign.organization_id, event)
