"""Claim an execution by sending it: no lease is written before."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE executions SET state = 'scheduled', lease_owner = NULL, lease_until = NULL"
        " WHERE state = 'leased'"
    )
    _index_again("ix_executions_lease", ["lease_until"], "state = 'sending'")
    _index_again("ix_executions_due", ["session_id", "scheduled_at", "id"], "state = 'scheduled'")


def downgrade() -> None:
    _index_again("ix_executions_lease", ["lease_until"], "state in ('leased', 'sending')")
    _index_again("ix_executions_due", ["session_id", "scheduled_at"], "state = 'scheduled'")


def _index_again(name: str, columns: Sequence[str], where: str) -> None:
    op.drop_index(name, table_name="executions")
    op.create_index(
        name,
        "executions",
        list(columns),
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )
