"""Screens are paired, have several boards, are told things and say how they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pairings",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_pairings"),
        sa.UniqueConstraint("code", name="uq_pairings_code"),
    )
    _screens()


def _screens() -> None:
    """SQLite takes a new table for another column that must be filled; PostgreSQL changes the one there is."""
    with op.batch_alter_table("screens") as screens:
        screens.add_column(sa.Column("boards", sa.JSON(), nullable=True))
        screens.add_column(sa.Column("report", sa.JSON(), nullable=True))
        screens.add_column(sa.Column("message", sa.Text(), nullable=True))
        screens.add_column(sa.Column("message_until", sa.BigInteger(), nullable=True))
        screens.add_column(sa.Column("reload_at", sa.BigInteger(), nullable=True))
    stored = sa.table("screens", sa.column("id"), sa.column("board"), sa.column("boards", sa.JSON()))
    connection = op.get_bind()
    for id_, board in connection.execute(sa.select(stored.c.id, stored.c.board)).all():
        connection.execute(sa.update(stored).where(stored.c.id == id_).values(boards=[board]))
    with op.batch_alter_table("screens") as screens:
        screens.alter_column("boards", existing_type=sa.JSON(), nullable=False)
        screens.drop_column("board")
