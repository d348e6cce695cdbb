"""Look up the unknown."""

import sqlalchemy as sa
from alembic import op

from brasa.store import types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("executions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("look_up_at", types.Instant(), nullable=True))
        batch_op.create_index(
            "ix_executions_look_up",
            ["look_up_at"],
            unique=False,
            sqlite_where=sa.text("look_up_at is not null"),
            postgresql_where=sa.text("look_up_at is not null"),
        )


def downgrade() -> None:
    with op.batch_alter_table("executions", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_executions_look_up",
            sqlite_where=sa.text("look_up_at is not null"),
            postgresql_where=sa.text("look_up_at is not null"),
        )
        batch_op.drop_column("look_up_at")
