"""The ledger: what everything cost, per step."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from praetorium.catalogue.database import Database
from praetorium.catalogue.tables import ledger
from praetorium.models import new_id, now


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
        connection.execute(
            ledger.insert().values(
                id=new_id("led"),
                request=request,
                step=step,
                executor=executor,
                project=project,
                what=what,
                amount=amount,
                cost=cost,
                at=now(),
            )
        )

    def cost(self, request: str) -> float:
        """What the request has cost so far."""
        query = select(func.coalesce(func.sum(ledger.c.cost), 0.0)).where(ledger.c.request == request)
        with self._db.read() as connection:
            return float(connection.scalar(query) or 0.0)
