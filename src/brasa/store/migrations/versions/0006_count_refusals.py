"""Count the tries that a provider refused for now apart from all that were begun."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What waits for its next try begins its patience anew.
    op.add_column(
        "executions", sa.Column("refusals", sa.Integer(), server_default="0", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("executions", "refusals")
