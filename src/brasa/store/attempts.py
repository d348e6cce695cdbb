"""All that one try of an execution needs, read for a whole batch at once."""

from collections.abc import Collection, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.domain.session import SessionState
from brasa.store.batch import among, among_values
from brasa.store.campaigns import Campaign, named
from brasa.store.moving import Moving
from brasa.store.statement import Statement
from brasa.store.tables import contacts, organizations, sessions

_decode = msgspec.json.Decoder().decode


class Account(msgspec.Struct, frozen=True):
    """A session as a sender, or as the recipient of an internal message; `settings` is JSON."""

    id: int
    name: str
    channel: str
    address: str
    settings: str
    state: SessionState
    usable: bool
    daily_cap: int | None
    recipient_cap: int | None


class Recipient(msgspec.Struct, frozen=True, gc=False):
    """A contact as a recipient."""

    id: int
    name: str
    address: str
    phone: str | None
    zone: str | None
    variables: dict[str, Any]
    consents: bool


class Attempt(msgspec.Struct, frozen=True, gc=False):
    """One try of one execution: who writes what to whom; exactly one of `contact`, `peer`.

    `shown` is what the dashboards' events about it have in common, once that is known.
    """

    moving: Moving
    campaign: Campaign
    sender: Account
    contact: Recipient | None
    peer: Account | None
    content: str = ""
    shown: bytes = b""

    @property
    def address(self) -> str:
        """Where the message goes."""
        if self.contact is not None:
            return self.contact.address
        return self.peer.address or self.peer.name if self.peer else ""


async def attempts_of(connection: AsyncConnection, rows: Sequence[Moving]) -> list[Attempt]:
    """The attempts for these executions, in the same order."""
    campaigns = await named(connection, {row.campaign_id for row in rows})
    campaign_by_id = {campaign.id: campaign for campaign in campaigns}
    accounts = await _accounts(
        connection,
        {row.session_id for row in rows} | {r.to_session_id for r in rows if r.to_session_id},
    )
    recipients = await _recipients(connection, {r.contact_id for r in rows if r.contact_id})
    return [
        Attempt(
            row,
            campaign_by_id[row.campaign_id],
            accounts[row.session_id],
            recipients[row.contact_id] if row.contact_id else None,
            accounts[row.to_session_id] if row.to_session_id else None,
        )
        for row in rows
    ]


async def _accounts(connection: AsyncConnection, ids: Collection[int]) -> dict[int, Account]:
    rows = await _ACCOUNTS.run(connection, among_values(connection, ids))
    return {
        id_: Account(
            id_, name, channel, address, settings, SessionState(state), bool(usable), *caps
        )
        for id_, name, channel, address, settings, state, usable, *caps in rows
    }


def _select_accounts(dialect: str) -> Select[*tuple[Any, ...]]:
    return (
        select(
            sessions.c.id,
            sessions.c.name,
            sessions.c.channel,
            sessions.c.address,
            sessions.c.settings,
            sessions.c.state,
            and_(sessions.c.enabled, sessions.c.connected),
            sessions.c.daily_cap,
            organizations.c.recipient_cap,
        )
        .join(organizations, organizations.c.id == sessions.c.organization_id)
        .where(among(dialect, sessions.c.id))
    )


_ACCOUNTS = Statement(_select_accounts)


async def _recipients(connection: AsyncConnection, ids: Collection[int]) -> dict[int, Recipient]:
    if not ids:
        return {}
    rows = await _RECIPIENTS.run(connection, among_values(connection, ids))
    return {
        id_: Recipient(
            id_, name, address, phone, zone, _decode(text) if text else {}, consented is not None
        )
        for id_, name, address, phone, zone, text, consented in rows
    }


def _select_recipients(dialect: str) -> Select[*tuple[Any, ...]]:
    return select(
        contacts.c.id,
        contacts.c.name,
        contacts.c.address,
        contacts.c.phone,
        contacts.c.timezone,
        contacts.c.variables,
        contacts.c.consent_at,
    ).where(among(dialect, contacts.c.id))


_RECIPIENTS = Statement(_select_recipients)


def local_zone(attempt: Attempt) -> ZoneInfo:
    """The recipient's clock where it is known, else the campaign's."""
    if attempt.contact is not None and attempt.contact.zone:
        return ZoneInfo(attempt.contact.zone)
    return attempt.campaign.zone
