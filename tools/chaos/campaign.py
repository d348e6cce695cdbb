"""What the cluster has to do while it is being broken."""

from datetime import time

from sqlalchemy import insert

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
ORGANIZATION = CAMPAIGN = 1
# These sessions may send this many messages a day and not one more.
CAPPED, CAP = 2, 200
AT_ONCE = 2_000


async def prepare(
    url: str, provider: str, *, n_sessions: int, n_contacts: int, rate: float
) -> None:
    """An organization, its sessions, its contacts, and a campaign that writes to all of them.

    `rate` is messages a second, of all sessions together.
    """
    database = Database(url)
    await migrate(database)
    work = Work(database, SpoolBus(database, SystemClock()), SystemClock())
    await _write(database, work, provider, n_sessions, n_contacts, rate)
    await Campaigns(work).start(ORGANIZATION, CAMPAIGN)
    await database.close()


async def _write(
    database: Database, work: Work, provider: str, n_sessions: int, n_contacts: int, rate: float
) -> None:
    now = work.clock.now()
    names = [f"Atendimento {number}" for number in range(1, n_sessions + 1)]
    settings = {
        "url": f"{provider}/messages",
        "body": {"to": "to", "from": "sender", "text": "body", "key": "execution_id"},
        "limits": {"messages_per_second": 1000.0, "has_receipts": False},
        "timeout": 3.0,
        "connect_timeout": 2.0,
    }
    definition = CampaignDefinition(
        name="chaos",
        daily_target=int(rate * DAY / n_sessions),
        sessions=tuple(names),
        external=External(("todos",), (Template("Olá {{ nome }}"),)),
        windows=(Window(time(0), time(0)),),
        timezone="UTC",
        retry=Retry(max_attempts=1000, backoff=0.5),
    )
    async with database.write() as connection:
        await connection.execute(
            insert(organizations).values(
                id=1, name="Chaos", timezone="UTC", language="pt-BR", created_at=now
            )
        )
        rows = [
            {
                "id": number,
                "organization_id": 1,
                "name": name,
                "channel": "http",
                "settings": settings,
                "daily_cap": CAP if number <= CAPPED else None,
                "state_since": now,
                "created_at": now,
            }
            for number, name in enumerate(names, 1)
        ]
        await connection.execute(insert(sessions), rows)
        await connection.execute(
            insert(lists).values(id=1, organization_id=1, name="todos", created_at=now)
        )
        for first in range(1, n_contacts + 1, AT_ONCE):
            ids = range(first, min(first + AT_ONCE, n_contacts + 1))
            people = [
                {
                    "id": id_,
                    "organization_id": 1,
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
            members = [{"list_id": 1, "contact_id": i, "organization_id": 1} for i in ids]
            await connection.execute(insert(list_members), members)
        await connection.execute(
            insert(campaigns).values(
                id=1,
                organization_id=1,
                name="chaos",
                definition=definition,
                status="waiting",
                reason="not_started",
                created_at=now,
                updated_at=now,
            )
        )
        seats = [
            {"campaign_id": 1, "session_id": row["id"], "organization_id": 1, "position": row["id"]}
            for row in rows
        ]
        await connection.execute(insert(campaign_sessions), seats)
        await connection.execute(
            insert(campaign_lists).values(campaign_id=1, list_id=1, organization_id=1)
        )
