"""The catalogue's tables. What a row says in full is a model's JSON; what is searched or compared has a column."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware UTC time on every database (SQLite forgets the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.astimezone(UTC) if value is not None and value.tzinfo is not None else value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def _request(primary: bool = False) -> Column[Any]:
    return Column("request", ForeignKey("requests.id"), nullable=False, primary_key=primary)


requests = Table(
    "requests",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("thread", String(32), nullable=False, index=True),
    Column("state", String(16), nullable=False, index=True),
    Column("title", Text, nullable=False, default=""),
    Column("asked_by", Text, nullable=False),
    Column("project", Text),
    Column("body", JSON, nullable=False),
    Column("created", Moment, nullable=False, index=True),
    Column("started", Moment),
    Column("finished", Moment),
    Column("workspace", Text),
    Column("flow_run", String(36), index=True),
    Column("failure", JSON),
    Column("summary", Text, nullable=False, default=""),
    # Who works on it: one holder at a time, told apart by the epoch.
    Column("epoch", Integer, nullable=False, default=0),
    Column("holder", Text),
    Column("lease_until", Moment),
    Column("takeovers", Integer, nullable=False, default=0),
    # Number of the last event; events are numbered under this row's lock.
    Column("position", Integer, nullable=False, default=0),
)

briefs = Table(
    "briefs",
    metadata,
    _request(primary=True),
    Column("version", Integer, primary_key=True),
    Column("body", JSON, nullable=False),
    Column("created", Moment, nullable=False),
)

plans = Table(
    "plans",
    metadata,
    _request(primary=True),
    Column("version", Integer, primary_key=True),
    Column("brief_version", Integer, nullable=False),
    Column("body", JSON, nullable=False),
    Column("created", Moment, nullable=False),
)

steps = Table(
    "steps",
    metadata,
    _request(primary=True),
    Column("step", String(64), primary_key=True),
    Column("executor", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("identity", String(64)),
    Column("plan_version", Integer, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("task_run", String(36)),
    Column("outcome", JSON),
    Column("estimate_seconds", Float, nullable=False, default=0.0),
    Column("seconds", Float, nullable=False, default=0.0),
    Column("cost", Float, nullable=False, default=0.0),
    Column("started", Moment),
    Column("finished", Moment, index=True),
    Index("ix_steps_executor_state", "executor", "state"),
)

intents = Table(
    "intents",
    metadata,
    Column("id", String(32), primary_key=True),
    _request(),
    Column("step", String(64), nullable=False),
    Column("key", String(64), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("opened", Moment, nullable=False),
    Column("closed", Moment),
    Column("state", String(16)),
    Index("ix_intents_request_step", "request", "step"),
)

events = Table(
    "events",
    metadata,
    _request(primary=True),
    Column("position", Integer, primary_key=True),
    Column("kind", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("step", String(64)),
    Column("facts", JSON, nullable=False),
    Column("at", Moment, nullable=False),
)

approvals = Table(
    "approvals",
    metadata,
    Column("id", String(32), primary_key=True),
    _request(),
    Column("step", String(64)),
    Column("kind", String(16), nullable=False),
    Column("question", Text, nullable=False),
    Column("shown", JSON, nullable=False),
    Column("shown_hash", String(64), nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("answer", JSON),
    Column("flow_run", String(36)),
    # Asked again about the very same thing, because it was withdrawn or refined in between.
    Column("round", Integer, nullable=False, default=1),
    # What the rule wants of an answer: who may give it, how many, by when.
    Column("terms", JSON, nullable=False),
    Column("task_run", String(36)),
    Column("created", Moment, nullable=False),
    Column("expires", Moment),
    Column("remind", Moment),
    Column("decided", Moment),
    UniqueConstraint("request", "step", "kind", "shown_hash", "round"),
    Index("ix_approvals_flow_run", "flow_run"),
)

# Only ever appended: triggers refuse to change or remove a row.
decisions = Table(
    "decisions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("approval", ForeignKey("approvals.id"), nullable=False, index=True),
    Column("who", Text),
    Column("door", String(16), nullable=False),
    Column("answer", String(16), nullable=False),
    Column("because", Text),
    Column("shown_hash", String(64), nullable=False),
    Column("given", JSON, nullable=False),
    Column("at", Moment, nullable=False),
)

assets = Table(
    "assets",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("project", Text, nullable=False),
    Column("kind", String(32), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("created", Moment, nullable=False),
    UniqueConstraint("project", "kind", "name"),
)

versions = Table(
    "versions",
    metadata,
    Column("asset", ForeignKey("assets.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    _request(),
    Column("step", String(64), nullable=False),
    Column("executor", String(64), nullable=False),
    Column("brief_version", Integer, nullable=False),
    Column("plan_version", Integer, nullable=False),
    Column("mime", Text, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("bytes", Integer, nullable=False),
    Column("url", Text),
    Column("cost", Float, nullable=False, default=0.0),
    Column("key", String(64), nullable=False, unique=True),
    Column("created", Moment, nullable=False),
    # Kept for good, whatever the retention; and when its bytes were given up (what it was, and from what, stays known).
    Column("pinned", Moment),
    Column("pinned_by", Text),
    Column("removed", Moment),
    Index("ix_versions_request", "request"),
)

lineage = Table(
    "lineage",
    metadata,
    Column("asset", String(32), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("source_kind", String(16), primary_key=True),
    Column("source", String(128), primary_key=True),
    Column("source_version", Integer, nullable=False, default=0),
    Index("ix_lineage_source_kind_source", "source_kind", "source"),
)

# A delivered request that is done again: when is kept by Prefect, what by us.
repetitions = Table(
    "repetitions",
    metadata,
    _request(primary=True),
    Column("schedule", JSON, nullable=False),
    Column("brief_version", Integer, nullable=False),
    Column("plan_version", Integer, nullable=False),
    # File name → column → what it held when it was delivered.
    Column("shapes", JSON, nullable=False),
    Column("created", Moment, nullable=False),
    Column("ended", Moment),
)

apps = Table(
    "apps",
    metadata,
    Column("name", String(96), primary_key=True),
    Column("title", Text, nullable=False),
    _request(),
    Column("asset", String(32)),
    Column("version", Integer),
    Column("host", String(16), nullable=False),
    Column("port", Integer, nullable=False),
    Column("url", Text, nullable=False),
    Column("data", Text),
    Column("definition", JSON, nullable=False),
    Column("wanted", Boolean, nullable=False, default=True),
    Column("created", Moment, nullable=False),
)

ledger = Table(
    "ledger",
    metadata,
    Column("id", String(32), primary_key=True),
    _request(),
    Column("step", String(64)),
    Column("executor", String(64)),
    Column("project", Text),
    Column("what", String(32), nullable=False),
    Column("amount", Float, nullable=False),
    Column("cost", Float, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)

# What a request, a day or a project may cost: ``request:<id>``, ``day``, ``project:<path>``.
budgets = Table(
    "budgets",
    metadata,
    Column("scope", String(512), primary_key=True),
    Column("amount", Float, nullable=False),
    Column("who", Text),
    Column("at", Moment, nullable=False),
)

# More than the budget, allowed by a person; of a day only for that day.
extras = Table(
    "extras",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("scope", String(512), nullable=False, index=True),
    Column("approval", ForeignKey("approvals.id"), nullable=False),
    Column("amount", Float, nullable=False),
    Column("at", Moment, nullable=False),
)

# What steps that run now may cost at most; settled by the ledger when they end.
reservations = Table(
    "reservations",
    metadata,
    _request(primary=True),
    Column("step", String(64), primary_key=True),
    Column("project", Text),
    Column("amount", Float, nullable=False),
    Column("at", Moment, nullable=False),
)

grants = Table(
    "grants",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("rule", String(128), nullable=False),
    Column("executor", String(64), nullable=False, index=True),
    Column("effects", JSON, nullable=False),
    Column("project", Text),
    Column("approval", ForeignKey("approvals.id"), nullable=False),
    Column("who", Text, nullable=False),
    Column("because", Text),
    Column("uses", Integer, nullable=False, default=0),
    Column("created", Moment, nullable=False),
    Column("revoked", Moment),
    Column("revoked_by", Text),
)

projects = Table(
    "projects",
    metadata,
    Column("path", String(1024), primary_key=True),
    Column("name", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("created", Moment, nullable=False),
    Column("revoked", Moment),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(32), primary_key=True),
    _request(),
    Column("kind", String(32), nullable=False),
    Column("key", String(160), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("created", Moment, nullable=False),
    Column("sent", Moment, index=True),
    Column("attempts", Integer, nullable=False, default=0),
    Column("error", Text),
)

switches = Table(
    "switches",
    metadata,
    # ``halt``, ``pause:request:<id>``, ``pause:executor:<name>``
    Column("name", String(96), primary_key=True),
    Column("on", Boolean, nullable=False),
    Column("who", Text),
    Column("at", Moment, nullable=False),
)
