"""People, keys, sessions, links, preferences, webhook calls; indexes for reading page by page"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from praetorium.catalogue.tables import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_INDEXES = (
    ("requests", "asked_by", "created"),
    ("requests", "state", "created"),
    ("requests", "thread", "created"),
    ("requests", "finished"),
    ("versions", "created"),
    ("ledger", "request"),
    ("steps", "executor", "finished"),
    ("approvals", "state", "created"),
    ("approvals", "request", "created"),
    ("decisions", "at"),
)


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("created", Moment(timezone=True), nullable=False),
        sa.Column("revoked", Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_people")),
    )
    op.create_table(
        "keys",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("created", Moment(timezone=True), nullable=False),
        sa.Column("expires", Moment(timezone=True), nullable=True),
        sa.Column("used", Moment(timezone=True), nullable=True),
        sa.Column("revoked", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.name"], name=op.f("fk_keys_person_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keys")),
        sa.UniqueConstraint("secret", name=op.f("uq_keys_secret")),
    )
    op.create_index(op.f("ix_keys_person"), "keys", ["person"])
    op.create_table(
        "sessions",
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=True),
        sa.Column("created", Moment(timezone=True), nullable=False),
        sa.Column("seen", Moment(timezone=True), nullable=False),
        sa.Column("expires", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("secret", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_expires"), "sessions", ["expires"])
    op.create_table(
        "links",
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("created", Moment(timezone=True), nullable=False),
        sa.Column("expires", Moment(timezone=True), nullable=False),
        sa.Column("used", Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("secret", name=op.f("pk_links")),
    )
    op.create_index(op.f("ix_links_expires"), "links", ["expires"])
    op.create_table(
        "preferences",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", "name", name=op.f("pk_preferences")),
    )
    op.create_table(
        "hook_calls",
        sa.Column("hook", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("request", sa.String(length=32), nullable=True),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hook", "key", name=op.f("pk_hook_calls")),
    )
    for table, *columns in _INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def downgrade() -> None:
    for table, *columns in reversed(_INDEXES):
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table)
    for table in ("hook_calls", "preferences", "links", "sessions", "keys", "people"):
        op.drop_table(table)
