"""The hard limits, held at the last moment before a provider is called."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from brasa.store import days, recipients
from brasa.store.attempts import Attempt
from brasa.store.database import Connection


async def within_caps(
    connection: Connection, attempts: Sequence[Attempt], now: datetime
) -> list[Attempt]:
    """Those of the attempts that exceed no cap, in order; places in the 24 h cap are taken."""
    return await _within_recipient_cap(
        connection, await _within_daily_caps(connection, attempts, now), now
    )


async def _within_daily_caps(
    connection: Connection, attempts: Sequence[Attempt], now: datetime
) -> list[Attempt]:
    capped = [a for a in attempts if _is_capped(a)]
    if not capped:
        return list(attempts)
    by_session = await days.session_attempts(
        connection, {(a.sender.id, a.campaign.day(now)) for a in capped}
    )
    by_seat = await days.seat_attempts(
        connection, {(a.campaign.id, a.sender.id, a.campaign.day(now)) for a in capped}
    )
    allowed = []
    for attempt in attempts:
        day = attempt.campaign.day(now)
        session, seat = (attempt.sender.id, day), (attempt.campaign.id, attempt.sender.id, day)
        if _below(by_session.get(session, 0), attempt.sender.daily_cap) and _below(
            by_seat.get(seat, 0), attempt.campaign.definition.session_cap
        ):
            allowed.append(attempt)
            by_session[session] = by_session.get(session, 0) + 1
            by_seat[seat] = by_seat.get(seat, 0) + 1
    return allowed


async def _within_recipient_cap(
    connection: Connection, attempts: Sequence[Attempt], now: datetime
) -> list[Attempt]:
    wanted: dict[int, list[int]] = {}
    for attempt in attempts:
        if attempt.contact is not None and attempt.sender.recipient_cap is not None:
            wanted.setdefault(attempt.moving.organization_id, []).append(attempt.contact.id)
    if not wanted:
        return list(attempts)
    granted = {
        organization: await recipients.reserve(connection, organization, contacts, now)
        for organization, contacts in sorted(wanted.items())
    }
    return [
        a
        for a in attempts
        if a.contact is None
        or a.sender.recipient_cap is None
        or a.contact.id in granted[a.moving.organization_id]
    ]


def are_capped(attempts: Iterable[Attempt]) -> bool:
    """Whether any of the attempts counts against a cap."""
    return any(_is_capped(a) or a.sender.recipient_cap is not None for a in attempts)


def _is_capped(attempt: Attempt) -> bool:
    definition = attempt.campaign.definition
    return attempt.sender.daily_cap is not None or definition.session_cap is not None


def _below(count: int, cap: int | None) -> bool:
    return cap is None or count < cap
