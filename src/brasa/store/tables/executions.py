"""Executions: one row for each message, whatever became of it."""

from sqlalchemy import Column, Computed, ForeignKey, Integer, String, Table, Text

from brasa.store.tables.base import count, metadata, organization, partial
from brasa.store.types import BigId, Instant

# An execution begins to be sent, and then has an outcome. Indexes know of the second only, so that
# PostgreSQL writes no entry for the first (a HOT update): they stand on these columns, which the
# database computes, and never on `state`, `executed_at` or a column of the lease. Only a new try of
# what is listed for the last one takes an entry away.
STANDING = "case state when 'sending' then 'scheduled' else state end"
LISTED_AT = "case when state = 'sending' then null else executed_at end"

executions = Table(
    "executions",
    metadata,
    Column("id", BigId, primary_key=True),
    organization(),
    Column("campaign_id", ForeignKey("campaigns.id"), nullable=False),
    Column("type", String, nullable=False),
    Column("state", String, nullable=False),
    Column("step", Integer, nullable=False, server_default="0"),
    Column("slot", BigId),
    Column("session_id", ForeignKey("sessions.id")),
    Column("to_session_id", ForeignKey("sessions.id")),
    Column("contact_id", ForeignKey("contacts.id")),
    count("attempt"),
    Column("scheduled_at", Instant),
    Column("lease_owner", String),
    Column("lease_until", Instant),
    Column("content", Text),
    Column("executed_at", Instant),
    # When a receipt should have come; after that it counts as not delivered.
    Column("receipt_due_at", Instant),
    # When the provider is asked what became of an unknown one; null: not any more.
    Column("look_up_at", Instant),
    Column("delivered_at", Instant),
    Column("read_at", Instant),
    # Set once the outcome counts in health: delivered, failed, or no receipt in time.
    Column("finished_at", Instant),
    Column("provider_id", String),
    Column("error_code", String),
    Column("error_message", String),
    # The state, but that what is being sent is still scheduled.
    Column("standing", String, Computed(STANDING, persisted=True)),
    # When it was tried last, unless it is being sent.
    Column("listed_at", Instant, Computed(LISTED_AT, persisted=True)),
    partial(
        "uq_executions_recipient",
        "campaign_id",
        "step",
        "contact_id",
        where="contact_id is not null",
        unique=True,
    ),
    partial(
        "uq_executions_slot",
        "campaign_id",
        "session_id",
        "slot",
        where="slot is not null",
        unique=True,
    ),
    partial("ix_executions_pending", "campaign_id", "id", where="standing = 'pending'"),
    # With the id, so that a worker's look ends after what it takes, however many share a moment.
    # What is being sent is here too, and found by its state.
    partial(
        "ix_executions_due", "session_id", "scheduled_at", "id", where="standing = 'scheduled'"
    ),
    partial(
        "ix_executions_silent",
        "receipt_due_at",
        where="standing = 'sent' and finished_at is null",
    ),
    partial("ix_executions_look_up", "look_up_at", where="look_up_at is not null"),
    partial("ix_executions_receipt", "session_id", "provider_id", where="provider_id is not null"),
    partial(
        "ix_executions_trouble",
        "campaign_id",
        "standing",
        "id",
        # Not for its order: with it the index alone tells how many there are of each.
        "error_code",
        where="standing in ('failed', 'unknown', 'skipped')",
    ),
    partial(
        "ix_executions_troubled",
        "organization_id",
        "standing",
        "id",
        where="standing in ('failed', 'unknown', 'skipped')",
    ),
    partial("ix_executions_campaign", "campaign_id", "listed_at", where="listed_at is not null"),
    partial("ix_executions_recent", "organization_id", "listed_at", where="listed_at is not null"),
    # Room in a page for the version that is being sent.
    postgresql_with={"fillfactor": 85},
)
