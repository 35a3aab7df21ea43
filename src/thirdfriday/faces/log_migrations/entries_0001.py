"""Creates the table of entries, to which rows are only ever added."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table and the index that a log is read by."""
    op.create_table(
        "log_entry",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("log", sa.String(200), nullable=False),
        sa.Column("entered_at", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("program_id", sa.String(20)),
        sa.Column("on_date", sa.Date),
        sa.Column("signal", sa.String(20)),
        sa.Column("interview_on", sa.Date),
        sa.Column("note", sa.Text, nullable=False, server_default=""),
        sa.Column("undoes", sa.Integer, sa.ForeignKey("log_entry.number")),
        sqlite_autoincrement=True,
    )
    op.create_index("log_entry_by_log", "log_entry", ["log", "number"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_index("log_entry_by_log", "log_entry")
    op.drop_table("log_entry")
