"""Contacts: known by (kind, address) within an organization."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Select, String, Text, bindparam, func, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from brasa.store.batch import Columns, batch_table, batch_values
from brasa.store.bulk import insert_many
from brasa.store.tables import contacts
from brasa.store.upsert import Insert, insert_on

PHONE = "phone"


class StoredContact(msgspec.Struct, frozen=True, gc=False):
    """What is known of a contact; `consent_at` None means that it may not be written to.

    `variables` is JSON text with sorted names, so that equal ones are equal texts.
    """

    address: str
    name: str = ""
    timezone: str | None = None
    variables: str | None = None
    consent_source: str | None = None
    consent_at: datetime | None = None


_COLUMNS = (
    contacts.c.address,
    contacts.c.name,
    contacts.c.timezone,
    # As the text it is: comparing needs no decoding.
    type_coerce(contacts.c.variables, Text).label("variables"),
    contacts.c.consent_source,
    contacts.c.consent_at,
)
_encode = msgspec.json.Encoder(order="sorted").encode


PHONES: Columns = {"phone": String()}


async def by_phone(
    connection: AsyncConnection, organization_id: int, phones: Iterable[str]
) -> dict[str, StoredContact]:
    """Those of `phones` (E.164) that are known."""
    rows = await connection.execute(
        _by_phone(connection.dialect.name), _those(connection, organization_id, phones)
    )
    return {row.address: _stored(row) for row in rows}


async def ids_by_phone(
    connection: AsyncConnection, organization_id: int, phones: Iterable[str]
) -> dict[str, int]:
    """The ids of those of `phones` (E.164) that are known."""
    rows = await connection.execute(
        _by_phone(connection.dialect.name), _those(connection, organization_id, phones)
    )
    return {row.address: row.id for row in rows}


async def save_phones(
    connection: AsyncConnection,
    organization_id: int,
    found: Sequence[StoredContact],
    at: datetime,
) -> None:
    """Insert the contacts, or set them to what is given where the phone is known."""
    rows = [_values(organization_id, one, at) for one in found]
    await insert_many(connection, _save(connection.dialect.name), rows)


@cache
def _by_phone(dialect: str) -> Select[*tuple[Any, ...]]:
    batch = batch_table(dialect, PHONES)
    # IN, not a join: it is answered by the index on the address, whatever the planner guesses.
    return select(contacts.c.id, *_COLUMNS).where(
        contacts.c.organization_id == bindparam("organization"),
        contacts.c.kind == PHONE,
        contacts.c.address.in_(select(batch.c.phone)),
    )


def _those(
    connection: AsyncConnection, organization_id: int, phones: Iterable[str]
) -> dict[str, Any]:
    values = batch_values(connection, PHONES, [(phone,) for phone in phones])
    return values | {"organization": organization_id}


@cache
def _save(dialect: str) -> Insert:
    statement = insert_on(dialect, contacts)
    told = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["organization_id", "kind", "address"],
        set_={
            "name": told.name,
            "timezone": told.timezone,
            "variables": told.variables,
            "consent_source": told.consent_source,
            "consent_at": told.consent_at,
            "updated_at": told.updated_at,
        },
    )


async def count(connection: AsyncConnection, organization_id: int) -> int:
    """How many contacts the organization has."""
    statement = select(func.count()).where(contacts.c.organization_id == organization_id)
    return int((await connection.execute(statement)).scalar_one())


def encode_variables(variables: dict[str, str]) -> str | None:
    """The stored form of template variables."""
    return _encode(variables).decode() if variables else None


def decode_variables(variables: str | None) -> dict[str, str]:
    """The template variables of a stored contact."""
    return msgspec.json.decode(variables, type=dict[str, str]) if variables else {}


def _stored(row: Any) -> StoredContact:
    return StoredContact(
        row.address,
        row.name,
        row.timezone,
        row.variables,
        row.consent_source,
        row.consent_at,
    )


def _values(organization_id: int, contact: StoredContact, at: datetime) -> dict[str, object]:
    return {
        "organization_id": organization_id,
        "kind": PHONE,
        "address": contact.address,
        "phone": contact.address,
        "name": contact.name,
        "timezone": contact.timezone,
        "variables": msgspec.Raw(contact.variables.encode()) if contact.variables else None,
        "consent_source": contact.consent_source,
        "consent_at": contact.consent_at,
        "created_at": at,
        "updated_at": at,
    }
