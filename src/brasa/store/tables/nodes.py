"""What the processes of one store leave for each other."""

from sqlalchemy import Column, String, Table, Text

from brasa.store.tables.base import metadata, organization
from brasa.store.types import BigId, Instant, Json

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
    organization(),
    Column("event", String, nullable=False),
    Column("payload", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)
