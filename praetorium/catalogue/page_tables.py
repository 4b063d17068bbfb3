"""What the page keeps: people and their keys, sessions, one-time links, preferences; and the indexes it reads by."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, String, Table, Text

from praetorium.catalogue.tables import (
    Moment,
    approvals,
    decisions,
    ledger,
    metadata,
    requests,
    steps,
    versions,
)

people = Table(
    "people",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("created", Moment, nullable=False),
    Column("revoked", Moment),
)

# Secrets are kept as SHA-256: they are 256 random bits, so there is nothing to guess and nothing to salt.
keys = Table(
    "keys",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", ForeignKey("people.name"), nullable=False, index=True),
    Column("label", Text, nullable=False, default=""),
    Column("secret", String(64), nullable=False, unique=True),
    Column("created", Moment, nullable=False),
    Column("expires", Moment),
    Column("used", Moment),
    Column("revoked", Moment),
)

sessions = Table(
    "sessions",
    metadata,
    Column("secret", String(64), primary_key=True),
    Column("person", String(64), nullable=False),
    # Empty: a session without an account, for the one person of this machine.
    Column("key", String(32)),
    Column("created", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
    Column("expires", Moment, nullable=False, index=True),
)

# ``enter``: opens a session once; ``approval``: shows one approval to one person and takes one answer.
links = Table(
    "links",
    metadata,
    Column("secret", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("subject", String(64), nullable=False, default=""),
    Column("person", String(64), nullable=False),
    Column("created", Moment, nullable=False),
    Column("expires", Moment, nullable=False, index=True),
    Column("used", Moment),
)

preferences = Table(
    "preferences",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("name", String(32), primary_key=True),
    Column("value", JSON, nullable=False),
    Column("at", Moment, nullable=False),
)

# The same call of a webhook, made again, is the same request.
hook_calls = Table(
    "hook_calls",
    metadata,
    Column("hook", String(64), primary_key=True),
    Column("key", String(128), primary_key=True),
    Column("request", String(32)),
    Column("at", Moment, nullable=False),
)

# What lists are read by, page by page.
INDEXES = (
    Index("ix_requests_asked_by_created", requests.c.asked_by, requests.c.created),
    Index("ix_requests_state_created", requests.c.state, requests.c.created),
    Index("ix_requests_thread_created", requests.c.thread, requests.c.created),
    Index("ix_requests_finished", requests.c.finished),
    Index("ix_versions_created", versions.c.created),
    Index("ix_ledger_request", ledger.c.request),
    Index("ix_steps_executor_finished", steps.c.executor, steps.c.finished),
    Index("ix_approvals_state_created", approvals.c.state, approvals.c.created),
    Index("ix_approvals_request_created", approvals.c.request, approvals.c.created),
    Index("ix_decisions_at", decisions.c.at),
)
