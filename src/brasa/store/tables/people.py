"""Contacts, the lists they are on, and who asked not to be written to."""

from sqlalchemy import Column, ForeignKey, String, Table, UniqueConstraint

from brasa.store.tables.base import metadata, organization
from brasa.store.types import BigId, Instant, Json

lists = Table(
    "lists",
    metadata,
    Column("id", BigId, primary_key=True),
    organization(),
    Column("name", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("organization_id", "name"),
)

contacts = Table(
    "contacts",
    metadata,
    Column("id", BigId, primary_key=True),
    organization(),
    # A contact is known by (kind, address); a phone number is only one kind of address.
    Column("kind", String, nullable=False),
    Column("address", String, nullable=False),
    Column("phone", String),
    Column("name", String, nullable=False, server_default=""),
    Column("timezone", String),
    Column("variables", Json),
    Column("consent_source", String),
    Column("consent_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("organization_id", "kind", "address"),
)

list_members = Table(
    "list_members",
    metadata,
    Column("list_id", ForeignKey("lists.id"), primary_key=True),
    Column("contact_id", ForeignKey("contacts.id"), primary_key=True),
    organization(),
)

suppressions = Table(
    "suppressions",
    metadata,
    Column("organization_id", ForeignKey("organizations.id"), primary_key=True),
    Column("kind", String, primary_key=True),
    Column("address", String, primary_key=True),
    Column("reason", String, nullable=False),
    Column("created_at", Instant, nullable=False),
)
