"""Which edition answered a turn, and answers that an operator took back."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this version."""
    op.add_column("turns", sa.Column("edition", sa.String(length=40), nullable=False, server_default=""))
    op.create_table(
        "withdrawals",
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
