"""Claim an execution by sending it: no lease is written before."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_SENDING = "state = 'sending'"
_IN_HAND = "state in ('leased', 'sending')"


def upgrade() -> None:
    op.execute(
        "UPDATE executions SET state = 'scheduled', lease_owner = NULL, lease_until = NULL"
        " WHERE state = 'leased'"
    )
    _index_again(_SENDING)


def downgrade() -> None:
    _index_again(_IN_HAND)


def _index_again(where: str) -> None:
    op.drop_index("ix_executions_lease", table_name="executions")
    op.create_index(
        "ix_executions_lease",
        "executions",
        ["lease_until"],
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )
