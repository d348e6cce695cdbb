"""Every table. Each row of a tenant's data carries its organization.

Indexes follow two rules: what the engine asks each tick is answered by a partial index over what
is still open, so its cost does not grow with history; what a page asks is answered newest first
below its organization.
"""

from brasa.store.tables.base import metadata
from brasa.store.tables.campaigns import (
    campaign_days,
    campaign_lists,
    campaign_logs,
    campaign_sessions,
    campaigns,
    throughput,
)
from brasa.store.tables.executions import executions
from brasa.store.tables.nodes import leases, nodes, outbox
from brasa.store.tables.people import contacts, list_members, lists, suppressions
from brasa.store.tables.sessions import (
    health_points,
    session_changes,
    session_days,
    session_health,
    sessions,
)
from brasa.store.tables.tenants import access_tokens, organizations, recent_recipients

__all__ = [
    "access_tokens",
    "campaign_days",
    "campaign_lists",
    "campaign_logs",
    "campaign_sessions",
    "campaigns",
    "contacts",
    "executions",
    "health_points",
    "leases",
    "list_members",
    "lists",
    "metadata",
    "nodes",
    "organizations",
    "outbox",
    "recent_recipients",
    "session_changes",
    "session_days",
    "session_health",
    "sessions",
    "suppressions",
    "throughput",
]
