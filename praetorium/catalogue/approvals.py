"""Approvals: what waits for a person is a row here, bound to what was shown; the answers are in ``decisions``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field as Setting
from sqlalchemy import ColumnElement, Connection, select, update

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


ASKED_AGAIN = (ApprovalState.WITHDRAWN, ApprovalState.REFINED, ApprovalState.EDITED)
"""States that say neither yes nor no to what was asked: if the same comes up again, it is asked again."""


class Approval(Model):
    """A question to a person, with what it was asked about."""

    id: str = Setting(default_factory=lambda: new_id("apr"))
    request: str
    step: str | None = None
    kind: str = "step"
    """``step``: may this be done; ``repeat``: may it be done again; ``question``: something the reading left open;
    ``budget``: may it cost more; ``project``: may a folder be worked in."""
    question: str
    shown: dict[str, Any] = Setting(default_factory=dict)
    """The evidence: effects, parameters, estimate, why it asks. ``now`` has figures of the moment, told, not bound."""
    state: ApprovalState = ApprovalState.WAITING
    answer: dict[str, Any] | None = None
    flow_run: str | None = None
    round: int = 1
    """How often the very same was asked."""
    terms: dict[str, Any] = Setting(default_factory=dict)
    """What the rule wanted of an answer when it asked (see ``planning.policy.Terms``)."""
    task_run: str | None = None
    """The gate's task run, which is the parent of its flow run."""
    created: datetime = Setting(default_factory=now)
    expires: datetime | None = None
    remind: datetime | None = None
    """When whoever may answer is reminded next."""
    decided: datetime | None = None

    @property
    def shown_hash(self) -> str:
        """What the answer is bound to: if what was shown changes, it is asked again."""
        bound = {key: value for key, value in self.shown.items() if key != "now"}
        return hashlib.sha256(json.dumps(bound, sort_keys=True, default=str).encode()).hexdigest()


class Approvals:
    def __init__(self, database: Database) -> None:
        self._db = database

    def asked(self, approval: Approval) -> Approval | None:
        """What is stored about the very same thing, unless it has to be asked again."""
        with self._db.read() as connection:
            return self._asked(connection, approval)[0]

    def ask(self, connection: Connection, approval: Approval) -> Approval:
        """Store the question, or give the one already stored about the very same thing."""
        hold(connection, approval.request)
        known, rounds = self._asked(connection, approval)
        if known is not None:
            return known
        asked = approval.model_copy(update={"round": rounds + 1})
        connection.execute(approvals.insert().values(**asked.model_dump(), shown_hash=asked.shown_hash))
        return asked

    def get(self, id: str) -> Approval:
        """That approval. Raises UnknownError."""
        with self._db.read() as connection:
            row = connection.execute(select(approvals).where(approvals.c.id == id)).first()
            if row is None:
                newest = select(approvals.c.id).order_by(approvals.c.created.desc()).limit(20)
                raise UnknownError("approval", id, connection.scalars(newest))
        return _approval(row)

    def taken(self, connection: Connection, id: str) -> Approval:
        """That approval as this transaction sees it, kept from everybody else until it ends."""
        row = connection.execute(select(approvals).where(approvals.c.id == id).with_for_update()).one()
        return _approval(row)

    def close(
        self, connection: Connection, id: str, state: ApprovalState, answer: dict[str, Any] | None = None
    ) -> bool:
        """From waiting to ``state``; False when somebody was faster."""
        change = update(approvals).where(approvals.c.id == id, approvals.c.state == ApprovalState.WAITING)
        changed = connection.execute(change.values(state=state, answer=answer, decided=now(), remind=None))
        return changed.rowcount == 1

    def note(self, connection: Connection, id: str, **values: Any) -> None:
        """Change what is no answer: its flow run, when it reminds next."""
        connection.execute(update(approvals).where(approvals.c.id == id).values(**values))

    def waiting(self, request: str | None = None) -> list[Approval]:
        """What waits for a person, oldest first."""
        where = [approvals.c.state == ApprovalState.WAITING]
        return self._find(*where, *([approvals.c.request == request] if request else []))

    def of(self, request: str) -> list[Approval]:
        """All of a request, oldest first."""
        return self._find(approvals.c.request == request)

    def due(self) -> list[Approval]:
        """Those that wait and whose time to answer, or to remind, has come."""
        moment = now()
        due = (approvals.c.expires <= moment) | (approvals.c.remind <= moment)
        return self._find(approvals.c.state == ApprovalState.WAITING, due)

    def runs_that_wait(self) -> dict[str, str]:
        """The flow runs that questions wait in, each with its approval's id."""
        query = select(approvals.c.flow_run, approvals.c.id).where(
            approvals.c.state == ApprovalState.WAITING, approvals.c.flow_run.is_not(None)
        )
        with self._db.read() as connection:
            return {row.flow_run: row.id for row in connection.execute(query)}

    def still_waiting(self, ids: Collection[str]) -> frozenset[str]:
        """Those of ``ids`` that nobody has answered yet."""
        query = select(approvals.c.id).where(approvals.c.id.in_(ids), approvals.c.state == ApprovalState.WAITING)
        with self._db.read() as connection:
            return frozenset(connection.scalars(query))

    def waiting_ids(self, connection: Connection, request: str) -> frozenset[str]:
        """Ids of what waits in a request, as this transaction sees them."""
        query = select(approvals.c.id).where(approvals.c.request == request, approvals.c.state == ApprovalState.WAITING)
        return frozenset(connection.scalars(query))

    def withdraw(self, connection: Connection, request: str, but: Collection[str] = ()) -> list[Approval]:
        """Close what still waits, but for ``but``: the request has ended another way, or its plan has changed."""
        closed = [id for id in sorted(self.waiting_ids(connection, request)) if id not in but]
        for id in closed:
            self.close(connection, id, ApprovalState.WITHDRAWN)
        return [self.taken(connection, id) for id in closed]

    def _asked(self, connection: Connection, approval: Approval) -> tuple[Approval | None, int]:
        """The last about the same, unless it is to be asked again, and how often the same was asked."""
        same = (
            approvals.c.request == approval.request,
            approvals.c.step.is_not_distinct_from(approval.step),
            approvals.c.kind == approval.kind,
            approvals.c.shown_hash == approval.shown_hash,
        )
        known = connection.execute(select(approvals).where(*same).order_by(approvals.c.round.desc())).first()
        if known is None:
            return None, 0
        last = _approval(known)
        return (None if last.state in ASKED_AGAIN else last), last.round

    def _find(self, *where: ColumnElement[bool]) -> list[Approval]:
        query = select(approvals).where(*where).order_by(approvals.c.created, approvals.c.id)
        with self._db.read() as connection:
            return [_approval(row) for row in connection.execute(query)]


def _approval(row: Any) -> Approval:
    known = Approval.model_fields
    return Approval.model_validate({key: value for key, value in row._mapping.items() if key in known})
