"""Organizations, who may ask for them, and how many they have reached."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table

from brasa.store.tables.base import count, metadata, organization
from brasa.store.types import BigId, Instant

organizations = Table(
    "organizations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("timezone", String, nullable=False),
    Column("language", String, nullable=False),
    # Unique recipients in any rolling 24 hours; null means no cap. `recipients_24h` counts them
    # and is kept with `recent_recipients` in the transaction that takes a message to a provider.
    Column("recipient_cap", Integer),
    count("recipients_24h"),
    # The local day that was opened last: rows for its counts made, ramps moved on.
    Column("today", Date),
    Column("created_at", Instant, nullable=False),
)

recent_recipients = Table(
    "recent_recipients",
    metadata,
    Column("organization_id", ForeignKey("organizations.id"), primary_key=True),
    Column("contact_id", BigId, primary_key=True, autoincrement=False),
    Column("last_sent_at", Instant, nullable=False),
    Index("ix_recent_recipients_age", "organization_id", "last_sent_at"),
)

access_tokens = Table(
    "access_tokens",
    metadata,
    Column("id", Integer, primary_key=True),
    organization(),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("digest", String, nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)
