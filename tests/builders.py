"""Rows for tests, made quickly and with sensible defaults.

    make = Builders(database)
    organization = await make.organization()
    session = await make.session(organization)
    campaign = await make.campaign(organization, [session])
    await make.executions(campaign, session, 3, state="failed", error_code="131026")

Everything returns ids. Times default to `NOW`.
"""

import secrets
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Table, func, insert, select, update

from brasa.domain.access import Role
from brasa.domain.campaign import CampaignDefinition, External, Template
from brasa.store.database import Database
from brasa.store.migrate import migrate
from brasa.store.tables import (
    access_tokens,
    campaign_days,
    campaign_lists,
    campaign_logs,
    campaign_sessions,
    campaigns,
    contacts,
    executions,
    list_members,
    lists,
    organizations,
    sessions,
)
from brasa.store.tokens import digest

NOW = datetime(2026, 11, 10, 15, 0, tzinfo=UTC)
TODAY = date(2026, 11, 10)
SECOND = timedelta(seconds=1)
Ids = list[int]  # below, `list` is a list of contacts

_COUNTED = {
    "sent": ("sent",),
    "delivered": ("sent", "delivered"),
    "read": ("sent", "delivered", "read"),
    "failed": ("failed",),
    "unknown": ("unknown",),
    "skipped": ("skipped",),
}
_NEVER_EXECUTED = ("pending", "scheduled", "skipped")


def store_at(path: Path | str) -> Database:
    """The SQLite store in the file at `path`."""
    return Database(f"sqlite+aiosqlite:///{path}")


async def empty_store(folder: Path) -> Database:
    """A migrated SQLite store, `brasa.db` in `folder`."""
    database = store_at(folder / "brasa.db")
    await migrate(database)
    return database


class Builders:
    """Makes rows in one store."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._numbers = count(1)

    async def organization(
        self,
        name: str = "",
        timezone: str = "America/Sao_Paulo",
        language: str = "pt-BR",
        **columns: Any,
    ) -> int:
        return await self._add(
            organizations,
            name=name or f"Organização {next(self._numbers)}",
            timezone=timezone,
            language=language,
            created_at=NOW,
            **columns,
        )

    async def token(self, organization: int, role: Role = Role.ADMIN) -> str:
        token = secrets.token_urlsafe(32)
        await self._add(
            access_tokens,
            organization_id=organization,
            name=f"token {next(self._numbers)}",
            role=role.value,
            digest=digest(token),
            created_at=NOW,
        )
        return token

    async def session(self, organization: int, name: str = "", **columns: Any) -> int:
        defaults: dict[str, Any] = {"channel": "simulator", "settings": {}, "state_since": NOW}
        return await self._add(
            sessions,
            organization_id=organization,
            name=name or f"Atendimento {next(self._numbers)}",
            created_at=NOW,
            **defaults | columns,
        )

    async def campaign(
        self,
        organization: int,
        members: Sequence[int] = (),
        name: str = "",
        definition: CampaignDefinition | None = None,
        **columns: Any,
    ) -> int:
        name = name or f"campanha {next(self._numbers)}"
        definition = definition or CampaignDefinition(
            name=name,
            daily_target=120,
            sessions=tuple(str(member) for member in members),
            external=External(lists=("clientes",), templates=(Template("Olá {{ name }}"),)),
        )
        defaults = {"status": "active", "reason": "running"}
        campaign = await self._add(
            campaigns,
            organization_id=organization,
            name=name,
            definition=msgspec.to_builtins(definition),
            created_at=NOW,
            updated_at=NOW,
            **defaults | columns,
        )
        for position, member in enumerate(members):
            await self._insert(
                campaign_sessions,
                organization_id=organization,
                campaign_id=campaign,
                session_id=member,
                position=position,
            )
        return campaign

    async def list(self, organization: int, number: int = 0, **columns: Any) -> int:
        """A list of `number` new contacts who agreed to be written to."""
        name = f"lista {next(self._numbers)}"
        list_id = await self._add(lists, organization_id=organization, name=name, created_at=NOW)
        if number:
            people = await self.contacts(organization, number, **columns)
            await self.members(organization, list_id, people)
        return list_id

    async def members(self, organization: int, list_id: int, people: Sequence[int]) -> None:
        rows = [
            {"organization_id": organization, "list_id": list_id, "contact_id": person}
            for person in people
        ]
        async with self.database.write() as connection:
            await connection.execute(insert(list_members), rows)

    async def walk(self, campaign: int, list_id: int) -> None:
        """Have a campaign write to a list; nobody of it has a row yet."""
        await self._insert(
            campaign_lists,
            organization_id=await self._organization_of(campaign),
            campaign_id=campaign,
            list_id=list_id,
        )

    async def contacts(self, organization: int, number: int, **columns: Any) -> Ids:
        rows = []
        for _ in range(number):
            index = next(self._numbers)
            rows.append(
                {
                    "organization_id": organization,
                    "kind": "phone",
                    "address": f"+55119{index:08d}",
                    "phone": f"+55119{index:08d}",
                    "name": f"Pessoa {index}",
                    "consent_at": NOW,
                    "created_at": NOW,
                    "updated_at": NOW,
                }
                | columns
            )
        async with self.database.write() as connection:
            found = await connection.execute(insert(contacts).returning(contacts.c.id), rows)
            return [*found.scalars()]

    async def executions(
        self,
        campaign: int,
        session: int,
        number: int = 1,
        state: str = "sent",
        start: datetime = NOW,
        **columns: Any,
    ) -> Ids:
        """External executions one second apart, counted in their seat and campaign."""
        organization = await self._organization_of(campaign)
        people = await self.contacts(organization, number)
        rows = [
            {
                "organization_id": organization,
                "campaign_id": campaign,
                "type": "external",
                "state": state,
                "session_id": None if state == "pending" else session,
                "contact_id": person,
                "content": "Olá",
                "scheduled_at": None if state == "pending" else start + index * SECOND,
                "executed_at": None if state in _NEVER_EXECUTED else start + index * SECOND,
            }
            | columns
            for index, person in enumerate(people)
        ]
        async with self.database.write() as connection:
            found = await connection.execute(insert(executions).returning(executions.c.id), rows)
            counts = {n: campaign_sessions.c[n] + number for n in _COUNTED.get(state, ())}
            seat = (
                campaign_sessions.c.campaign_id == campaign,
                campaign_sessions.c.session_id == session,
            )
            if counts:
                await connection.execute(update(campaign_sessions).where(*seat).values(counts))
            await connection.execute(
                update(campaigns)
                .where(campaigns.c.id == campaign)
                .values(total=campaigns.c.total + number)
            )
            return [*found.scalars()]

    async def sent_today(self, campaign: int, session: int, number: int, day: date = TODAY) -> None:
        """Have a seat look as if it had sent so many today, here or by another source."""
        await self._insert(
            campaign_days,
            organization_id=await self._organization_of(campaign),
            campaign_id=campaign,
            session_id=session,
            day=day,
            sent=number,
        )

    async def logs(self, campaign: int, number: int = 1, **columns: Any) -> None:
        organization = await self._organization_of(campaign)
        first = await self._count(campaign_logs)
        rows = [
            {
                "organization_id": organization,
                "campaign_id": campaign,
                "session_id": None,
                "level": "info",
                "code": "tick",
                "message": f"linha {first + index}",
                "at": NOW + (first + index) * SECOND,
            }
            | columns
            for index in range(number)
        ]
        async with self.database.write() as connection:
            await connection.execute(insert(campaign_logs), rows)

    async def _organization_of(self, campaign: int) -> int:
        statement = select(campaigns.c.organization_id).where(campaigns.c.id == campaign)
        async with self.database.read() as connection:
            return int((await connection.execute(statement)).scalar_one())

    async def _count(self, table: Table) -> int:
        async with self.database.read() as connection:
            return (await connection.execute(select(func.count()).select_from(table))).scalar_one()

    async def _add(self, table: Table, **values: Any) -> int:
        async with self.database.write() as connection:
            found = await connection.execute(insert(table).values(values).returning(table.c.id))
            return int(found.scalar_one())

    async def _insert(self, table: Table, **values: Any) -> None:
        async with self.database.write() as connection:
            await connection.execute(insert(table).values(values))
