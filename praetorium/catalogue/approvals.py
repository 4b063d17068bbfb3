"""Approvals and the audit of decisions. What waits for a person is a row here; its answer is kept for ever."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field as Setting
from sqlalchemy import Connection, select, update

from praetorium.catalogue.database import Database
from praetorium.catalogue.requests import hold
from praetorium.catalogue.tables import approvals
from praetorium.errors import UnknownError
from praetorium.models import Model, new_id, now


class ApprovalState(StrEnum):
    WAITING = "waiting"
    ALLOWED = "allowed"
    DENIED = "denied"
    REFINED = "refined"
    EDITED = "edited"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Approval(Model):
    """A question to a person, with what it was asked about."""

    id: str = Setting(default_factory=lambda: new_id("apr"))
    request: str
    step: str | None = None
    kind: str = "step"
    """``step``: may this be done; ``question``: something the reading left open; ``budget``: may it cost more."""
    question: str
    shown: dict[str, Any] = Setting(default_factory=dict)
    """The evidence: effects, parameters, estimate, why it asks."""
    state: ApprovalState = ApprovalState.WAITING
    answer: dict[str, Any] | None = None
    flow_run: str | None = None
    created: datetime = Setting(default_factory=now)
    expires: datetime | None = None
    decided: datetime | None = None

    @property
    def shown_hash(self) -> str:
        """What the answer is bound to: if what was shown changes, it is asked again."""
        return hashlib.sha256(json.dumps(self.shown, sort_keys=True, default=str).encode()).hexdigest()


class Approvals:
    def __init__(self, database: Database) -> None:
        self._db = database

    def ask(self, connection: Connection, approval: Approval) -> Approval:
        """Store the question, or give the one already stored about the very same thing."""
        hold(connection, approval.request)
        same = (
            approvals.c.request == approval.request,
            approvals.c.step.is_not_distinct_from(approval.step),
            approvals.c.kind == approval.kind,
            approvals.c.shown_hash == approval.shown_hash,
        )
        known = connection.execute(select(approvals).where(*same)).first()
        if known is not None:
            return _approval(known)
        connection.execute(approvals.insert().values(**approval.model_dump(), shown_hash=approval.shown_hash))
        return approval

    def get(self, id: str) -> Approval:
        with self._db.read() as connection:
            row = connection.execute(select(approvals).where(approvals.c.id == id)).first()
            if row is None:
                raise UnknownError("approval", id, connection.scalars(select(approvals.c.id).limit(20)))
        return _approval(row)

    def waiting(self, request: str | None = None) -> list[Approval]:
        """What waits for a person, oldest first."""
        query = select(approvals).where(approvals.c.state == ApprovalState.WAITING).order_by(approvals.c.created)
        query = query.where(approvals.c.request == request) if request else query
        with self._db.read() as connection:
            return [_approval(row) for row in connection.execute(query)]

    def of(self, request: str) -> list[Approval]:
        query = select(approvals).where(approvals.c.request == request).order_by(approvals.c.created)
        with self._db.read() as connection:
            return [_approval(row) for row in connection.execute(query)]

    def withdraw(self, connection: Connection, request: str) -> None:
        """Close what still waits: the request has ended another way."""
        connection.execute(
            update(approvals)
            .where(approvals.c.request == request, approvals.c.state == ApprovalState.WAITING)
            .values(state=ApprovalState.WITHDRAWN, decided=now())
        )


def _approval(row: Any) -> Approval:
    known = Approval.model_fields
    return Approval.model_validate({key: value for key, value in row._mapping.items() if key in known})
