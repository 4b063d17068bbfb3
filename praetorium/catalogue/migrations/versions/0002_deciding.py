"""Budgets, standing approvals, registered projects; decisions that can only be appended"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from praetorium.catalogue.tables import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SQLITE = """
CREATE TRIGGER decisions_{what} BEFORE {WHAT} ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are only ever appended'); END
"""
_POSTGRES = (
    """
CREATE FUNCTION decisions_stay() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'decisions are only ever appended'; END $$ LANGUAGE plpgsql
""",
    """
CREATE TRIGGER decisions_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON decisions
FOR EACH STATEMENT EXECUTE FUNCTION decisions_stay()
""",
)


def upgrade() -> None:
    op.create_table(
        "budgets",
        sa.Column("scope", sa.String(length=512), nullable=False),
        sa.Column("amount", sa.Float(), nullable=False),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_budgets")),
    )
    op.create_table(
        "extras",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=512), nullable=False),
        sa.Column("approval", sa.String(length=32), nullable=False),
        sa.Column("amount", sa.Float(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["approval"], ["approvals.id"], name=op.f("fk_extras_approval_approvals")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extras")),
    )
    op.create_index(op.f("ix_extras_scope"), "extras", ["scope"])
    op.create_table(
        "reservations",
        sa.Column("request", sa.String(length=32), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("project", sa.Text(), nullable=True),
        sa.Column("amount", sa.Float(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["request"], ["requests.id"], name=op.f("fk_reservations_request_requests")),
        sa.PrimaryKeyConstraint("request", "step", name=op.f("pk_reservations")),
    )
    op.create_table(
        "grants",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("rule", sa.String(length=128), nullable=False),
        sa.Column("executor", sa.String(length=64), nullable=False),
        sa.Column("effects", sa.JSON(), nullable=False),
        sa.Column("project", sa.Text(), nullable=True),
        sa.Column("approval", sa.String(length=32), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("created", Moment(timezone=True), nullable=False),
        sa.Column("revoked", Moment(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["approval"], ["approvals.id"], name=op.f("fk_grants_approval_approvals")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
    )
    op.create_index(op.f("ix_grants_executor"), "grants", ["executor"])
    op.create_table(
        "projects",
        sa.Column("path", sa.String(length=1024), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("created", Moment(timezone=True), nullable=False),
        sa.Column("revoked", Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_projects")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for what in ("update", "delete"):
            op.execute(_SQLITE.format(what=what, WHAT=what.upper()))
    else:
        for statement in _POSTGRES:
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for what in ("update", "delete"):
            op.execute(f"DROP TRIGGER decisions_{what}")
    else:
        op.execute("DROP TRIGGER decisions_stay ON decisions")
        op.execute("DROP FUNCTION decisions_stay()")
    for table in ("projects", "grants", "reservations", "extras", "budgets"):
        op.drop_table(table)
