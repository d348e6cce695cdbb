"""Sessions: what each is, did on each day, and how healthy it is."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from brasa.store.tables.base import count, metadata, organization, partial
from brasa.store.types import BigId, Instant, Json

sessions = Table(
    "sessions",
    metadata,
    Column("id", BigId, primary_key=True),
    organization(),
    Column("name", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("address", String, nullable=False, server_default=""),
    Column("settings", Json, nullable=False),
    Column("enabled", Boolean, nullable=False, server_default=text("true")),
    Column("connected", Boolean, nullable=False, server_default=text("true")),
    Column("daily_cap", Integer),
    Column("state", String, nullable=False, server_default="healthy"),
    Column("state_reason", String, nullable=False, server_default=""),
    Column("state_since", Instant, nullable=False),
    Column("held_until", Instant),
    # When it last left quarantine: probation is counted from here.
    Column("released_at", Instant),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("organization_id", "name"),
)

session_changes = Table(
    "session_changes",
    metadata,
    Column("id", BigId, primary_key=True),
    organization(),
    Column("session_id", ForeignKey("sessions.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("from_state", String, nullable=False),
    Column("to_state", String, nullable=False),
    Column("reason", String, nullable=False),
    Index("ix_session_changes_session", "session_id", "id"),
)

session_days = Table(
    "session_days",
    metadata,
    Column("session_id", ForeignKey("sessions.id"), primary_key=True),
    # The organization's local day.
    Column("day", Date, primary_key=True),
    organization(),
    # `attempted` is what the daily cap is held against: counted before the provider is called.
    count("attempted"),
    count("sent_internal"),
    count("sent_external"),
    count("finished_internal"),
    count("finished_external"),
    count("delivered_internal"),
    count("delivered_external"),
    count("opted_out"),
    # The largest plan of the day, before the session's state reduced it; null until it is measured.
    Column("cap", Integer),
)

session_health = Table(
    "session_health",
    metadata,
    Column("session_id", ForeignKey("sessions.id"), primary_key=True),
    organization(),
    # Set with every counted outcome, cleared when measured: a tick looks at nothing else.
    Column("changed", Boolean, nullable=False, server_default=text("true")),
    # The last 50 finished sends, oldest first: "1" arrived or accepted, "0" failed.
    Column("outcomes", String(50), nullable=False, server_default=""),
    Column("score", Float),
    Column("health", Json),
    Column("measured_at", Instant),
    partial("ix_session_health_changed", "session_id", where="changed"),
)

health_points = Table(
    "health_points",
    metadata,
    Column("session_id", ForeignKey("sessions.id"), primary_key=True),
    Column("hour", Instant, primary_key=True),
    organization(),
    Column("state", String, nullable=False),
    Column("health", Json, nullable=False),
)
