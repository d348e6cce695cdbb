"""Open an organization's new day: counts begin at nothing and ramps move on."""

from datetime import date, datetime

from brasa.actions.unit import Unit, Work
from brasa.domain.campaign import CampaignStatus
from brasa.domain.ramp import next_step, planned
from brasa.domain.seat import Seat
from brasa.store import new_day
from brasa.store.campaigns import Campaign, some
from brasa.store.seats import seats_of


class NewDay:
    """The writes of midnight."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def unopened(self, now: datetime) -> list[tuple[int, date]]:
        """Organizations for which a new day has begun."""
        async with self._work.database.read() as connection:
            return await new_day.unopened(connection, now)

    async def open(self, organization_id: int, day: date, now: datetime) -> bool:
        """Open the day once, whoever asks; False when it was open."""
        async with self._work.unit() as unit:
            before = await new_day.last_opened(unit.connection, organization_id)
            if not await new_day.open_day(unit.connection, organization_id, day):
                return False
            await _move_ramps(unit, organization_id, before, day, now)
            return True


async def _move_ramps(
    unit: Unit, organization_id: int, since: date | None, day: date, now: datetime
) -> None:
    """Steps move by what was sent since they moved last: no day proves two of them."""
    ramped = {
        campaign.id: campaign
        for campaign in await some(unit.connection, organization_id)
        if campaign.definition.ramp is not None and campaign.status is not CampaignStatus.STOPPED
    }
    if not ramped:
        return
    seats = {
        (seat.campaign_id, seat.session_id): seat
        for found in (await seats_of(unit.connection, list(ramped.values()), now)).values()
        for seat in found
    }
    steps = []
    last_days = await new_day.last_days(unit.connection, organization_id, list(ramped), since, day)
    for last in last_days:
        seat = seats.get((last.campaign_id, last.session_id))
        if seat is not None:
            step = _step(ramped[last.campaign_id], seat, last.sent)
            steps.append((last.campaign_id, last.session_id, step))
    await new_day.set_steps(unit.connection, steps)


def _step(campaign: Campaign, seat: Seat, sent: int) -> int:
    ramp = campaign.definition.ramp
    if ramp is None:
        return seat.ramp_step
    asked = min(campaign.definition.daily_target, planned(ramp, seat.ramp_step) or 0)
    return next_step(ramp, seat.ramp_step, seat.state, sent, asked)
