"""Begin to send without writing to any index."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COLUMNS = (
    "standing VARCHAR GENERATED ALWAYS AS"
    " (case state when 'sending' then 'scheduled' else state end)",
    "listed_at BIGINT GENERATED ALWAYS AS"
    " (case when state in ('pending', 'scheduled', 'sending') then null else executed_at end)",
)

UNIQUE = ("pk_executions", "uq_executions_recipient")
TROUBLE = "in ('failed', 'unknown', 'skipped')"
# Each index by what it was and what it is.
CHANGED = {
    "ix_executions_pending": (
        (["campaign_id", "id"], "state = 'pending'"),
        (["campaign_id", "id"], "standing = 'pending'"),
    ),
    "ix_executions_due": (
        (["session_id", "scheduled_at", "id"], "state = 'scheduled'"),
        (["session_id", "scheduled_at", "id"], "standing = 'scheduled'"),
    ),
    "ix_executions_silent": (
        (["receipt_due_at"], "state = 'sent' and finished_at is null"),
        (["receipt_due_at"], "standing = 'sent' and finished_at is null"),
    ),
    "ix_executions_trouble": (
        (["campaign_id", "state", "id", "error_code"], f"state {TROUBLE}"),
        (["campaign_id", "standing", "id", "error_code"], f"standing {TROUBLE}"),
    ),
    "ix_executions_troubled": (
        (["organization_id", "state", "id"], f"state {TROUBLE}"),
        (["organization_id", "standing", "id"], f"standing {TROUBLE}"),
    ),
    "ix_executions_campaign": (
        (["campaign_id", "executed_at"], "executed_at is not null"),
        (["campaign_id", "listed_at"], "listed_at is not null"),
    ),
    "ix_executions_recent": (
        (["organization_id", "executed_at"], "executed_at is not null"),
        (["organization_id", "listed_at"], "listed_at is not null"),
    ),
}


def upgrade() -> None:
    for name in ("ix_executions_lease", *CHANGED):
        op.drop_index(name, table_name="executions")
    if op.get_bind().dialect.name == "sqlite":
        # It adds no stored column to a table that is there: it computes them when it reads.
        for column in COLUMNS:
            op.execute(f"ALTER TABLE executions ADD COLUMN {column}")
    else:
        _write_again()
    for name, (_, (columns, where)) in CHANGED.items():
        _index(name, columns, where)


def downgrade() -> None:
    for name in CHANGED:
        op.drop_index(name, table_name="executions")
    op.drop_column("executions", "listed_at")
    op.drop_column("executions", "standing")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("ALTER TABLE executions RESET (fillfactor)")
        for name in UNIQUE:
            op.execute(f"ALTER INDEX {name} RESET (fillfactor)")
    for name, ((columns, where), _) in CHANGED.items():
        _index(name, columns, where)
    _index("ix_executions_lease", ["lease_until"], "state = 'sending'")


def _write_again() -> None:
    """Add the columns, all at once: each would have the table and its indexes written again.

    There is room then in pages of the table for the version that is being sent, in unique indexes
    for the one with an outcome.
    """
    op.execute("ALTER TABLE executions SET (fillfactor = 85)")
    for name in UNIQUE:
        op.execute(f"ALTER INDEX {name} SET (fillfactor = 60)")
    added = ", ".join(f"ADD COLUMN {column} STORED" for column in COLUMNS)
    op.execute(f"ALTER TABLE executions {added}")


def _index(name: str, columns: Sequence[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(
        name,
        "executions",
        list(columns),
        sqlite_where=condition,
        postgresql_where=condition,
    )
