"""Campaigns, their places for sessions and lists, and what they have counted and said."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from brasa.store.tables.base import count, metadata, organization, partial
from brasa.store.types import BigId, Instant, Json

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", BigId, primary_key=True),
    organization(),
    Column("name", String, nullable=False),
    Column("definition", Json, nullable=False),
    # Grows with every change that a person makes: engines drop what they had parsed.
    Column("version", Integer, nullable=False, server_default="1"),
    Column("status", String, nullable=False),
    Column("reason", String, nullable=False),
    # What a person wrote when pausing or stopping it.
    Column("note", String, nullable=False, server_default=""),
    Column("resume_at", Instant),
    Column("next_execution_at", Instant),
    # When a waiting or paused campaign must be looked at again; null: only when somebody acts.
    Column("next_check_at", Instant),
    # Recipients that got a row so far, and those skipped before a session was chosen for them.
    count("total"),
    count("skipped"),
    # What was last stored of the tick's closing line: the same text is not stored twice.
    Column("tick_line", String, nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("started_at", Instant),
    Column("finished_at", Instant),
    UniqueConstraint("organization_id", "name"),
    partial("ix_campaigns_active", "id", where="status = 'active'"),
    partial("ix_campaigns_check", "next_check_at", where="next_check_at is not null"),
)

campaign_lists = Table(
    "campaign_lists",
    metadata,
    Column("campaign_id", ForeignKey("campaigns.id"), primary_key=True),
    Column("list_id", ForeignKey("lists.id"), primary_key=True),
    organization(),
    # How far the walk over the list's members has come (contact id); null when it is complete.
    # A walk only inserts what is missing, so it may start again at any time.
    Column("enrolled_after", BigId, server_default="0"),
    partial("ix_campaign_lists_open", "campaign_id", where="enrolled_after is not null"),
)

campaign_sessions = Table(
    "campaign_sessions",
    metadata,
    Column("campaign_id", ForeignKey("campaigns.id"), primary_key=True),
    Column("session_id", ForeignKey("sessions.id"), primary_key=True),
    organization(),
    Column("position", Integer, nullable=False),
    Column("next_slot_at", Instant),
    count("ramp_step"),
    # Cumulative, each counted once: sent includes delivered, delivered includes read.
    count("sent"),
    count("delivered"),
    count("read"),
    count("failed"),
    count("unknown"),
    count("skipped"),
    Column("tick_line", String, nullable=False, server_default=""),
    Index("ix_campaign_sessions_session", "session_id"),
)

campaign_days = Table(
    "campaign_days",
    metadata,
    Column("campaign_id", ForeignKey("campaigns.id"), primary_key=True),
    Column("session_id", ForeignKey("sessions.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    organization(),
    # `open` have a time and no outcome yet; `sent` were accepted, here or by another source;
    # `internal` numbers the slots of the conversation; `attempted` went to a provider.
    count("open"),
    count("internal"),
    count("attempted"),
    count("sent"),
)

campaign_logs = Table(
    "campaign_logs",
    metadata,
    Column("id", BigId, primary_key=True),
    organization(),
    Column("campaign_id", ForeignKey("campaigns.id"), nullable=False),
    Column("session_id", ForeignKey("sessions.id")),
    Column("level", String, nullable=False),
    Column("code", String, nullable=False),
    Column("message", Text, nullable=False),
    Column("data", Json),
    Column("at", Instant, nullable=False),
    Index("ix_campaign_logs_organization", "organization_id", "id"),
    Index("ix_campaign_logs_campaign", "campaign_id", "id"),
    Index("ix_campaign_logs_age", "at"),
    Index("ix_campaign_logs_time", "organization_id", "at"),
)

throughput = Table(
    "throughput",
    metadata,
    Column("campaign_id", ForeignKey("campaigns.id"), primary_key=True),
    Column("session_id", ForeignKey("sessions.id"), primary_key=True),
    # Length of the bucket in seconds (60 or 3600) and its beginning.
    Column("seconds", Integer, primary_key=True),
    Column("at", Instant, primary_key=True),
    organization(),
    count("sent"),
    count("delivered"),
    count("failed"),
    Index("ix_throughput_organization", "organization_id", "seconds", "at"),
)
