"""What the cluster has to do while it is being broken: one organization writes to everybody, and a
small one has more recipients than it may reach in a day.
"""

from datetime import datetime, time

import msgspec
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.actions.campaigns import Campaigns
from brasa.actions.spool import SpoolBus
from brasa.actions.unit import Work
from brasa.clock import SystemClock
from brasa.domain.campaign import CampaignDefinition, External, Retry, Template, Window
from brasa.store.database import Database
from brasa.store.migrate import migrate
from brasa.store.tables import (
    campaign_lists,
    campaign_sessions,
    campaigns,
    contacts,
    list_members,
    lists,
    organizations,
    sessions,
)

DAY = 86_400
AT_ONCE = 2_000


class House(msgspec.Struct, frozen=True):
    """An organization with one campaign (of the same id), its sessions and its contacts.

    `capped` sessions may send `daily_cap` messages a day and not one more; the organization may
    write to `recipient_cap` contacts in a day. `rate` is messages a second, of all sessions.
    """

    id: int
    sessions: range
    contacts: range
    rate: float
    capped: int = 0
    daily_cap: int = 0
    recipient_cap: int | None = None

    def session_name(self, number: int) -> str:
        """What the provider is told as sender."""
        return f"Atendimento {number}"


def houses(n_sessions: int, n_contacts: int, rate: float) -> tuple[House, House]:
    """The one that counts, and the one that must stop at its cap."""
    large = House(1, range(1, n_sessions + 1), range(1, n_contacts + 1), rate, 2, 200)
    small = House(
        2,
        range(n_sessions + 1, n_sessions + 3),
        range(n_contacts + 1, n_contacts + 301),
        10.0,
        recipient_cap=200,
    )
    return large, small


async def prepare(url: str, provider: str, of: tuple[House, ...]) -> None:
    """Everything in a fresh database, and the campaigns started."""
    database = Database(url)
    await migrate(database)
    work = Work(database, SpoolBus(database, SystemClock()), SystemClock())
    for house in of:
        async with database.write() as connection:
            now = work.clock.now()
            await _people(connection, house, provider, now)
            await _campaign(connection, house, now)
        await Campaigns(work).start(house.id, house.id)
    await database.close()


async def _people(connection: AsyncConnection, house: House, provider: str, now: datetime) -> None:
    await connection.execute(
        insert(organizations).values(
            id=house.id,
            name=f"Chaos {house.id}",
            timezone="UTC",
            language="pt-BR",
            recipient_cap=house.recipient_cap,
            created_at=now,
        )
    )
    settings = {
        "url": f"{provider}/messages",
        "body": {"to": "to", "from": "sender", "text": "body", "key": "execution_id"},
        "limits": {"messages_per_second": 1000.0, "has_receipts": False},
        "timeout": 3.0,
        "connect_timeout": 2.0,
    }
    rows = [
        {
            "id": number,
            "organization_id": house.id,
            "name": house.session_name(number),
            "channel": "http",
            "settings": settings,
            "daily_cap": house.daily_cap if place < house.capped else None,
            "state_since": now,
            "created_at": now,
        }
        for place, number in enumerate(house.sessions)
    ]
    await connection.execute(insert(sessions), rows)
    await connection.execute(
        insert(lists).values(id=house.id, organization_id=house.id, name="todos", created_at=now)
    )
    for first in range(0, len(house.contacts), AT_ONCE):
        await _contacts(connection, house, house.contacts[first : first + AT_ONCE], now)


async def _contacts(connection: AsyncConnection, house: House, ids: range, now: datetime) -> None:
    people = [
        {
            "id": id_,
            "organization_id": house.id,
            "kind": "phone",
            "address": f"+551190{id_:07}",
            "phone": f"+551190{id_:07}",
            "name": f"C{id_}",
            "consent_source": "chaos",
            "consent_at": now,
            "created_at": now,
            "updated_at": now,
        }
        for id_ in ids
    ]
    await connection.execute(insert(contacts), people)
    members = [{"list_id": house.id, "contact_id": i, "organization_id": house.id} for i in ids]
    await connection.execute(insert(list_members), members)


async def _campaign(connection: AsyncConnection, house: House, now: datetime) -> None:
    definition = CampaignDefinition(
        name="chaos",
        daily_target=int(house.rate * DAY / len(house.sessions)),
        sessions=tuple(map(house.session_name, house.sessions)),
        external=External(("todos",), (Template("Olá {{ nome }}"),)),
        windows=(Window(time(0), time(0)),),
        timezone="UTC",
        retry=Retry(max_attempts=1000, backoff=0.5),
    )
    mine = {"organization_id": house.id, "campaign_id": house.id}
    await connection.execute(
        insert(campaigns).values(
            id=house.id,
            organization_id=house.id,
            name="chaos",
            definition=definition,
            status="waiting",
            reason="not_started",
            created_at=now,
            updated_at=now,
        )
    )
    seats = [{**mine, "session_id": number, "position": number} for number in house.sessions]
    await connection.execute(insert(campaign_sessions), seats)
    await connection.execute(insert(campaign_lists).values(**mine, list_id=house.id))
