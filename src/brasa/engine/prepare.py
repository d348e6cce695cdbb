"""The last look before an attempt: may it be made now, and what does it say?"""

from datetime import datetime
from functools import lru_cache
from random import Random

from brasa.actions.refusing import GiveBack, PutOff, Refusal, Skip
from brasa.domain.campaign import CampaignStatus, Template, Zone
from brasa.domain.intervals import Interval
from brasa.domain.localtime import ONE_DAY
from brasa.domain.refusals import told
from brasa.domain.schedule import Schedule, quiet_around
from brasa.domain.session import MUTE
from brasa.domain.template import choose, compile_template, render
from brasa.errors import BrasaError
from brasa.store.attempts import Attempt, local_zone


def refusal(attempt: Attempt, now: datetime, rng: Random) -> Refusal | None:
    """Why the attempt may not be made now; None when it may."""
    campaign, contact = attempt.campaign, attempt.contact
    if campaign.status is CampaignStatus.STOPPED:
        return Skip("cancelled")
    if campaign.status is not CampaignStatus.ACTIVE:
        return GiveBack("cancelled")
    if not attempt.sender.usable or attempt.sender.state in MUTE:
        return GiveBack("session_unavailable")
    if contact is not None and not contact.consents:
        return Skip("no_consent")
    if not _is_open(campaign.schedule, now):
        return GiveBack("closed")
    quiet = campaign.definition.quiet_hours
    if contact is not None and quiet is not None and quiet.zone is Zone.CONTACT:
        hours = quiet_around(quiet, local_zone(attempt), now)
        if hours is not None:
            return PutOff(_after(hours, campaign.schedule, rng))
    return None


def _after(quiet: Interval, schedule: Schedule, rng: Random) -> datetime:
    """A time after quiet hours for one of the many that were put off in them.

    They are spread over as long as they were planned for, in as far as it is open and not quiet
    again: the end of quiet hours then doubles the pace at most.
    """
    begun, ended = quiet
    room = min(ended - begun, ONE_DAY - (ended - begun))
    closes = schedule.closes_at(ended)
    if closes is not None:
        room = min(room, closes - ended)
    return ended + room * rng.random()


@lru_cache(maxsize=64)
def _is_open(schedule: Schedule, now: datetime) -> bool:
    """The same for a whole batch."""
    return schedule.is_open(now)


def write_content(attempt: Attempt) -> str:
    """The message: a variant drawn for this attempt, filled in.

    The draw depends on the execution and the attempt alone, so it can be repeated.
    Raises BrasaError when a variable is missing or the text is too long.
    """
    templates = _templates(attempt)
    if len(templates) == 1:  # seeding a generator costs more than all the rest
        template = templates[0]
    else:
        template = choose(templates, Random(f"{attempt.moving.id}:{attempt.moving.attempt}"))
    return render(compile_template(template.body), _values(attempt))


def unwritable(attempt: Attempt, error: BrasaError) -> Skip:
    """The refusal for a message that cannot be written."""
    return Skip(error.code, told(error, attempt.campaign.language))


def _templates(attempt: Attempt) -> tuple[Template, ...]:
    definition = attempt.campaign.definition
    side = definition.external if attempt.contact is not None else definition.internal
    return side.templates if side is not None else ()


def _values(attempt: Attempt) -> dict[str, object]:
    sender, contact, peer = attempt.sender.name, attempt.contact, attempt.peer
    if contact is not None:
        return {
            "sessao": sender,
            "session": sender,
            "nome": contact.name,
            "name": contact.name,
            "telefone": contact.phone or "",
            **contact.variables,
        }
    values: dict[str, object] = {"sessao": sender, "session": sender}
    if peer is not None:
        values |= {"nome": peer.name, "name": peer.name}
    return values
