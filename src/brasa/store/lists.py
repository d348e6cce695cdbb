"""Lists of contacts, and the campaigns that draw from them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache

import msgspec
from sqlalchemy import Integer, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.batch import batch_table, batch_values
from brasa.store.contacts import PHONE, PHONES
from brasa.store.tables import campaign_lists, contacts, list_members, lists
from brasa.store.types import BigId
from brasa.store.upsert import Insert, insert_into, insert_on


class ListName(msgspec.Struct, frozen=True):
    """A list."""

    list_id: int
    name: str


class ListCount(msgspec.Struct, frozen=True):
    """A list with its members, and those of them who agreed to be written to."""

    list_id: int
    name: str
    members: int
    consented: int


async def ensure(connection: AsyncConnection, organization_id: int, name: str, at: datetime) -> int:
    """The id of the list called `name`, made now if there is none."""
    statement = insert_into(connection, lists).values(
        organization_id=organization_id, name=name, created_at=at
    )
    await connection.execute(statement.on_conflict_do_nothing())
    return (await ids(connection, organization_id, [name]))[name]


async def ids(
    connection: AsyncConnection, organization_id: int, names: Iterable[str]
) -> dict[str, int]:
    """The ids of those of `names` that exist."""
    statement = select(lists.c.name, lists.c.id).where(
        lists.c.organization_id == organization_id, lists.c.name.in_(list(names))
    )
    return {row.name: row.id for row in await connection.execute(statement)}


async def all_of_them(connection: AsyncConnection, organization_id: int) -> list[ListName]:
    """Every list of the organization, by name, without counting."""
    statement = (
        select(lists.c.id, lists.c.name)
        .where(lists.c.organization_id == organization_id)
        .order_by(lists.c.name)
    )
    return [ListName(*row) for row in await connection.execute(statement)]


async def add_phones(
    connection: AsyncConnection, organization_id: int, list_id: int, phones: Sequence[str]
) -> None:
    """Make the contacts with these phones members; those who are stay so."""
    values = batch_values(connection, PHONES, [(phone,) for phone in phones])
    await connection.execute(
        _add_phones(connection.dialect.name),
        values | {"organization": organization_id, "list": list_id},
    )


@cache
def _add_phones(dialect: str) -> Insert:
    batch = batch_table(dialect, PHONES)
    organization, of_list = bindparam("organization", type_=Integer), bindparam("list", type_=BigId)
    members = select(of_list, contacts.c.id, organization).where(
        contacts.c.organization_id == organization,
        contacts.c.kind == PHONE,
        contacts.c.address.in_(select(batch.c.phone)),
    )
    statement = insert_on(dialect, list_members).from_select(
        ["list_id", "contact_id", "organization_id"], members
    )
    return statement.on_conflict_do_nothing()


async def counts(connection: AsyncConnection, organization_id: int) -> list[ListCount]:
    """Every list of the organization by name, with its members counted."""
    statement = (
        select(
            lists.c.id,
            lists.c.name,
            func.count(list_members.c.contact_id),
            func.count(contacts.c.consent_at),
        )
        .outerjoin(list_members, list_members.c.list_id == lists.c.id)
        .outerjoin(contacts, contacts.c.id == list_members.c.contact_id)
        .where(lists.c.organization_id == organization_id)
        .group_by(lists.c.id, lists.c.name)
        .order_by(lists.c.name)
    )
    return [ListCount(*row) for row in await connection.execute(statement)]


async def member_count(connection: AsyncConnection, list_id: int) -> int:
    """How many members a list has."""
    statement = select(func.count()).where(list_members.c.list_id == list_id)
    return int((await connection.execute(statement)).scalar_one())


async def enroll_again(connection: AsyncConnection, list_id: int) -> None:
    """Let every campaign that draws from the list walk over it again and find who is new."""
    await connection.execute(
        update(campaign_lists).where(campaign_lists.c.list_id == list_id).values(enrolled_after=0)
    )
