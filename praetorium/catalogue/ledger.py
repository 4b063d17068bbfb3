"""The ledger: what everything cost, per step."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, func, select

from praetorium.catalogue.database import Database
from praetorium.catalogue.tables import ledger
from praetorium.models import new_id, now

By = Literal["step", "request", "project", "executor", "day"]


_BOOKED = ledger.insert()  # built once, see requests.py


class Ledger:
    def __init__(self, database: Database) -> None:
        self._db = database

    def book(
        self,
        connection: Connection,
        request: str,
        *,
        what: str,
        amount: float,
        cost: float,
        step: str | None = None,
        executor: str | None = None,
        project: str | None = None,
    ) -> None:
        """Book ``amount`` units of ``what`` (``compute-seconds``, ``input-tokens``) at ``cost`` in all."""
        row = {"id": new_id("led"), "request": request, "step": step, "executor": executor, "project": project}
        connection.execute(_BOOKED, row | {"what": what, "amount": amount, "cost": cost, "at": now()})

    def cost(self, request: str) -> float:
        """What the request has cost so far."""
        query = select(func.coalesce(func.sum(ledger.c.cost), 0.0)).where(ledger.c.request == request)
        with self._db.read() as connection:
            return float(connection.scalar(query) or 0.0)

    def totals(self, by: By, *, request: str | None = None, since: datetime | None = None) -> dict[str, float]:
        """What everything cost, added up by step, request, project, executor or day (of UTC); the dearest first."""
        column = self._db.day(ledger.c.at) if by == "day" else ledger.c[by]
        query = select(column.label("key"), func.sum(ledger.c.cost).label("cost")).group_by(column)
        query = query.where(ledger.c.request == request) if request else query
        query = query.where(ledger.c.at >= since) if since else query
        with self._db.read() as connection:
            rows = connection.execute(query).all()
        return {row.key or "": float(row.cost) for row in sorted(rows, key=lambda row: -row.cost)}
