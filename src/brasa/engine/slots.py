"""Turn a campaign's open seats into slots for the next moments. Computes; writes nothing."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from random import Random

import structlog

from brasa.actions.planning import Slot
from brasa.channels.base import Limits
from brasa.domain.localtime import ONE_DAY, day_start
from brasa.domain.pacing import normal_interval, plan_slots
from brasa.domain.seat import Seat
from brasa.errors import BrasaError
from brasa.store.campaigns import Campaign

log = structlog.get_logger()

# Room for a day's slots below the next day's: slot numbers are date * this + count.
SLOTS_PER_DAY = 1_000_000
# The limits of a channel with the given settings (JSON).
LimitsOf = Callable[[str, str], Limits]


class SlotPlanner:
    """Gives seats their next send times, evenly and within the provider's limits."""

    def __init__(self, limits: LimitsOf, rng: Random) -> None:
        self._limits_of = limits
        self._rng = rng

    def plan(
        self, campaign: Campaign, seats: Sequence[Seat], now: datetime, until: datetime
    ) -> tuple[list[Slot], list[tuple[Seat, datetime]]]:
        """Slots in [now, until) and today; for each seat that moved, where it goes on."""
        slots: list[Slot] = []
        moved: list[tuple[Seat, datetime]] = []
        day = campaign.schedule.local_day(now)
        # What a seat may still do tomorrow, and which numbers of its conversation are free, only
        # tomorrow's counts tell.
        until = min(until, day_start(campaign.day(now) + ONE_DAY, campaign.day_zone))
        for seat in seats:
            if seat.block is not None:
                continue
            try:
                times, next_at = self._times(campaign, seat, day, now, until)
            except BrasaError as error:  # one session's settings are not the others' trouble
                log.warning("session_not_planned", session=seat.session_id, why=str(error))
                continue
            if times:
                slots.extend(self._kinds(campaign, seat, seats, times))
            if next_at is not None and next_at != seat.next_slot_at:
                moved.append((seat, next_at))
        return slots, moved

    def _times(
        self, campaign: Campaign, seat: Seat, day: date, now: datetime, until: datetime
    ) -> tuple[list[datetime], datetime | None]:
        limits = self._limits_of(seat.channel, seat.settings)
        return plan_slots(
            seat.next_slot_at,
            now,
            until,
            seat.left,
            normal_interval(campaign.schedule, day, seat.quota),
            min_gap=max(limits.min_gap, 1 / limits.messages_per_second),
            misfire=campaign.definition.misfire,
            schedule=campaign.schedule,
            rng=self._rng,
        )

    def _kinds(
        self, campaign: Campaign, seat: Seat, seats: Sequence[Seat], times: Sequence[datetime]
    ) -> list[Slot]:
        """Share the times between the conversation and the contacts."""
        peers = [s for s in seats if s.session_id != seat.session_id and s.enabled and s.connected]
        talked, slots = seat.internal, []
        for at in times:
            if peers and self._is_conversation(campaign, seat, talked):
                number = seat.day(at).toordinal() * SLOTS_PER_DAY + talked
                slots.append(Slot(seat, at, self._rng.choice(peers).session_id, number))
                talked += 1
            elif campaign.definition.external is not None:
                slots.append(Slot(seat, at))
        return slots

    def _is_conversation(self, campaign: Campaign, seat: Seat, talked: int) -> bool:
        internal = campaign.definition.internal
        if internal is None:
            return False
        if campaign.definition.external is None:
            return internal.per_day is None or talked < internal.per_day
        per_day = internal.per_day or 0
        # Spread over the day: as often as its share of the quota.
        return talked < per_day and self._rng.random() < per_day / max(seat.quota, per_day, 1)
