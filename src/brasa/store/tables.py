"""Every table. Each row of a tenant's data carries its organization.

Indexes follow two rules: what the engine asks each tick is answered by a partial index over what
is still open, so its cost does not grow with history; what a page asks is answered newest first
below its organization.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Computed,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from brasa.store.types import BigId, Instant, Json

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0")


def _organization() -> Column[int]:
    return Column("organization_id", ForeignKey("organizations.id"), nullable=False)


def _partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


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
    _count("recipients_24h"),
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
    _organization(),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("digest", String, nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", BigId, primary_key=True),
    _organization(),
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
    _organization(),
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
    _organization(),
    # `attempted` is what the daily cap is held against: counted before the provider is called.
    _count("attempted"),
    _count("sent_internal"),
    _count("sent_external"),
    _count("finished_internal"),
    _count("finished_external"),
    _count("delivered_internal"),
    _count("delivered_external"),
    _count("opted_out"),
    # The largest plan of the day, before the session's state reduced it; null until it is measured.
    Column("cap", Integer),
)

session_health = Table(
    "session_health",
    metadata,
    Column("session_id", ForeignKey("sessions.id"), primary_key=True),
    _organization(),
    # Set with every counted outcome, cleared when measured: a tick looks at nothing else.
    Column("changed", Boolean, nullable=False, server_default=text("true")),
    # The last 50 finished sends, oldest first: "1" arrived or accepted, "0" failed.
    Column("outcomes", String(50), nullable=False, server_default=""),
    Column("score", Float),
    Column("health", Json),
    Column("measured_at", Instant),
    _partial("ix_session_health_changed", "session_id", where="changed"),
)

health_points = Table(
    "health_points",
    metadata,
    Column("session_id", ForeignKey("sessions.id"), primary_key=True),
    Column("hour", Instant, primary_key=True),
    _organization(),
    Column("state", String, nullable=False),
    Column("health", Json, nullable=False),
)

lists = Table(
    "lists",
    metadata,
    Column("id", BigId, primary_key=True),
    _organization(),
    Column("name", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("organization_id", "name"),
)

contacts = Table(
    "contacts",
    metadata,
    Column("id", BigId, primary_key=True),
    _organization(),
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
    _organization(),
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

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", BigId, primary_key=True),
    _organization(),
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
    _count("total"),
    _count("skipped"),
    # What was last stored of the tick's closing line: the same text is not stored twice.
    Column("tick_line", String, nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("started_at", Instant),
    Column("finished_at", Instant),
    UniqueConstraint("organization_id", "name"),
    _partial("ix_campaigns_active", "id", where="status = 'active'"),
    _partial("ix_campaigns_check", "next_check_at", where="next_check_at is not null"),
)

campaign_lists = Table(
    "campaign_lists",
    metadata,
    Column("campaign_id", ForeignKey("campaigns.id"), primary_key=True),
    Column("list_id", ForeignKey("lists.id"), primary_key=True),
    _organization(),
    # How far the walk over the list's members has come (contact id); null when it is complete.
    # A walk only inserts what is missing, so it may start again at any time.
    Column("enrolled_after", BigId, server_default="0"),
    _partial("ix_campaign_lists_open", "campaign_id", where="enrolled_after is not null"),
)

campaign_sessions = Table(
    "campaign_sessions",
    metadata,
    Column("campaign_id", ForeignKey("campaigns.id"), primary_key=True),
    Column("session_id", ForeignKey("sessions.id"), primary_key=True),
    _organization(),
    Column("position", Integer, nullable=False),
    Column("next_slot_at", Instant),
    _count("ramp_step"),
    # Cumulative, each counted once: sent includes delivered, delivered includes read.
    _count("sent"),
    _count("delivered"),
    _count("read"),
    _count("failed"),
    _count("unknown"),
    _count("skipped"),
    Column("tick_line", String, nullable=False, server_default=""),
    Index("ix_campaign_sessions_session", "session_id"),
)

campaign_days = Table(
    "campaign_days",
    metadata,
    Column("campaign_id", ForeignKey("campaigns.id"), primary_key=True),
    Column("session_id", ForeignKey("sessions.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    _organization(),
    # `open` have a time and no outcome yet; `sent` were accepted, here or by another source;
    # `internal` numbers the slots of the conversation; `attempted` went to a provider.
    _count("open"),
    _count("internal"),
    _count("attempted"),
    _count("sent"),
)

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
    _organization(),
    Column("campaign_id", ForeignKey("campaigns.id"), nullable=False),
    Column("type", String, nullable=False),
    Column("state", String, nullable=False),
    Column("step", Integer, nullable=False, server_default="0"),
    Column("slot", BigId),
    Column("session_id", ForeignKey("sessions.id")),
    Column("to_session_id", ForeignKey("sessions.id")),
    Column("contact_id", ForeignKey("contacts.id")),
    _count("attempt"),
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
    _partial(
        "uq_executions_recipient",
        "campaign_id",
        "step",
        "contact_id",
        where="contact_id is not null",
        unique=True,
    ),
    _partial(
        "uq_executions_slot",
        "campaign_id",
        "session_id",
        "slot",
        where="slot is not null",
        unique=True,
    ),
    _partial("ix_executions_pending", "campaign_id", "id", where="standing = 'pending'"),
    # With the id, so that a worker's look ends after what it takes, however many share a moment.
    # What is being sent is here too, and found by its state.
    _partial(
        "ix_executions_due", "session_id", "scheduled_at", "id", where="standing = 'scheduled'"
    ),
    _partial(
        "ix_executions_silent",
        "receipt_due_at",
        where="standing = 'sent' and finished_at is null",
    ),
    _partial("ix_executions_look_up", "look_up_at", where="look_up_at is not null"),
    _partial("ix_executions_receipt", "session_id", "provider_id", where="provider_id is not null"),
    _partial(
        "ix_executions_trouble",
        "campaign_id",
        "standing",
        "id",
        # Not for its order: with it the index alone tells how many there are of each.
        "error_code",
        where="standing in ('failed', 'unknown', 'skipped')",
    ),
    _partial(
        "ix_executions_troubled",
        "organization_id",
        "standing",
        "id",
        where="standing in ('failed', 'unknown', 'skipped')",
    ),
    _partial("ix_executions_campaign", "campaign_id", "listed_at", where="listed_at is not null"),
    _partial("ix_executions_recent", "organization_id", "listed_at", where="listed_at is not null"),
    # Room in a page for the version that is being sent.
    postgresql_with={"fillfactor": 85},
)

campaign_logs = Table(
    "campaign_logs",
    metadata,
    Column("id", BigId, primary_key=True),
    _organization(),
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
    _organization(),
    _count("sent"),
    _count("delivered"),
    _count("failed"),
    Index("ix_throughput_organization", "organization_id", "seconds", "at"),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String, primary_key=True),
    Column("owner", String, nullable=False),
    # Grows with every change of owner, so that a sleeper cannot act on an old lease.
    Column("fence", BigId, nullable=False),
    Column("until", Instant, nullable=False),
)

nodes = Table(
    "nodes",
    metadata,
    Column("id", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("host", String, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("info", Json, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    # Events of a process that serves no dashboards (a command), for one that does.
    Column("id", BigId, primary_key=True),
    _organization(),
    Column("event", String, nullable=False),
    Column("payload", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)
