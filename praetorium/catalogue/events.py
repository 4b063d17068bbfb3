"""Events: what happened, append-only, numbered per request, written in the transaction of what they tell."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field as Setting
from sqlalchemy import Connection, select

from praetorium.catalogue.database import Database
from praetorium.catalogue.requests import Lease, Requests
from praetorium.catalogue.tables import events
from praetorium.models import Model, now
from praetorium.models.secret import discreet, masked

_APPENDED = events.insert()  # built once, see requests.py


class Event(Model):
    """One readable row of the workstream."""

    request: str
    position: int
    kind: str
    """``request.stored``, ``brief.made``, ``step.started``, ``step.said``, ``check.passed``, …"""
    title: str
    step: str | None = None
    facts: dict[str, Any] = Setting(default_factory=dict)
    at: datetime


class Events:
    def __init__(self, database: Database, requests: Requests) -> None:
        self._db = database
        self._requests = requests

    def append(
        self,
        connection: Connection,
        lease: Lease | str,
        kind: str,
        title: str,
        *,
        step: str | None = None,
        facts: dict[str, Any] | None = None,
    ) -> int:
        """Add a row and give its position. ``lease`` may be a request's id for what happens outside an execution.

        Rows go to every page, socket and message: what may be secret is hidden before they are kept.
        """
        position = self._requests.next_position(connection, lease)
        id = lease if isinstance(lease, str) else lease.request
        row = {"request": id, "position": position, "kind": kind, "title": discreet(title), "step": step}
        connection.execute(_APPENDED, row | {"facts": masked(facts or {}), "at": now()})
        return position

    def after(self, request: str, position: int = 0, limit: int = 1000) -> list[Event]:
        """The rows after ``position``, in order."""
        query = (
            select(events)
            .where(events.c.request == request, events.c.position > position)
            .order_by(events.c.position)
            .limit(limit)
        )
        with self._db.read() as connection:
            return [Event.model_validate(dict(row._mapping)) for row in connection.execute(query)]
