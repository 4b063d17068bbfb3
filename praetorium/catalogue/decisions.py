"""Decisions: the audit of who answered what, through which door, on which evidence. Rows are only ever appended."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field as Setting
from sqlalchemy import Connection, select

from praetorium.catalogue.database import Database
from praetorium.catalogue.tables import approvals, decisions
from praetorium.models import Door, Model, new_id, now


class Answer(StrEnum):
    """What can be answered; the last two happen without a person saying so."""

    ALLOW = "allow"
    DENY = "deny"
    REFINE = "refine"
    EDIT = "edit"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"


class Decision(Model):
    """One answer to one approval."""

    id: str = Setting(default_factory=lambda: new_id("dec"))
    approval: str
    who: str | None
    """None: through the Prefect UI, which knows no names, or by time."""
    door: Door
    answer: Answer
    because: str | None = None
    shown_hash: str
    """What was shown when it was answered."""
    given: dict[str, Any] = Setting(default_factory=dict)
    """What came with the answer: words, parameters, a choice, an amount."""
    at: datetime = Setting(default_factory=now)


class Decisions:
    def __init__(self, database: Database) -> None:
        self._db = database

    def append(self, connection: Connection, decision: Decision) -> None:
        """Keep it, for ever."""
        connection.execute(decisions.insert().values(**decision.model_dump()))

    def of(self, approval: str) -> list[Decision]:
        """All answers to an approval, in order."""
        with self._db.read() as connection:
            return self.within(connection, approval)

    def within(self, connection: Connection, approval: str) -> list[Decision]:
        """The same, as this transaction sees them."""
        query = select(decisions).where(decisions.c.approval == approval).order_by(decisions.c.at, decisions.c.id)
        return [Decision.model_validate(dict(row._mapping)) for row in connection.execute(query)]

    def find(self, request: str | None = None, limit: int = 200) -> list[Decision]:
        """Newest first."""
        query = select(decisions).order_by(decisions.c.at.desc(), decisions.c.id.desc()).limit(limit)
        if request is not None:
            query = query.join(approvals, approvals.c.id == decisions.c.approval).where(approvals.c.request == request)
        with self._db.read() as connection:
            return [Decision.model_validate(dict(row._mapping)) for row in connection.execute(query)]
