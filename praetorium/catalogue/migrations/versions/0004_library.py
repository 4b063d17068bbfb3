"""Requests on a schedule; versions that are pinned, or whose bytes were given up"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from praetorium.catalogue.tables import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "repetitions",
        sa.Column("request", sa.String(length=32), nullable=False),
        sa.Column("schedule", sa.JSON(), nullable=False),
        sa.Column("brief_version", sa.Integer(), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("shapes", sa.JSON(), nullable=False),
        sa.Column("created", Moment(timezone=True), nullable=False),
        sa.Column("ended", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["request"], ["requests.id"], name=op.f("fk_repetitions_request_requests")),
        sa.PrimaryKeyConstraint("request", name=op.f("pk_repetitions")),
    )
    op.add_column("versions", sa.Column("pinned", Moment(timezone=True), nullable=True))
    op.add_column("versions", sa.Column("pinned_by", sa.Text(), nullable=True))
    op.add_column("versions", sa.Column("removed", Moment(timezone=True), nullable=True))
    op.create_index(op.f("ix_lineage_source_kind_source"), "lineage", ["source_kind", "source"])


def downgrade() -> None:
    op.drop_index(op.f("ix_lineage_source_kind_source"), "lineage")
    for column in ("removed", "pinned_by", "pinned"):
        op.drop_column("versions", column)
    op.drop_table("repetitions")
