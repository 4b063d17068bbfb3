"""The outbox: what is to be shown elsewhere (Prefect artifacts and events), sent beside the work, never in its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, or_, select, update

from praetorium.catalogue.database import Database
from praetorium.catalogue.tables import outbox, requests
from praetorium.models import new_id, now

MOST_ATTEMPTS = 20


@dataclass(frozen=True)
class Message:
    id: str
    request: str
    kind: str
    key: str
    payload: dict[str, Any]


class Outbox:
    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, connection: Connection, request: str, kind: str, key: str, payload: dict[str, Any]) -> None:
        """To be sent; several of one key are sent in order."""
        connection.execute(
            outbox.insert().values(
                id=new_id("out"), request=request, kind=kind, key=key, payload=payload, created=now()
            )
        )

    def pending(self, limit: int = 50) -> list[Message]:
        """Oldest first; what failed too often is left to be looked at, and what tells of a request that will have a
        flow run waits for it."""
        told = or_(requests.c.flow_run.is_not(None), requests.c.finished.is_not(None))
        query = (
            select(outbox)
            .join(requests, requests.c.id == outbox.c.request)
            .where(outbox.c.sent.is_(None), outbox.c.attempts < MOST_ATTEMPTS, told)
            .order_by(outbox.c.created, outbox.c.id)
            .limit(limit)
        )
        with self._db.read() as connection:
            return [Message(r.id, r.request, r.kind, r.key, r.payload) for r in connection.execute(query)]

    def sent(self, id: str) -> None:
        with self._db.write() as connection:
            connection.execute(update(outbox).where(outbox.c.id == id).values(sent=now(), error=None))

    def failed(self, id: str, error: str) -> None:
        with self._db.write() as connection:
            connection.execute(
                update(outbox).where(outbox.c.id == id).values(attempts=outbox.c.attempts + 1, error=error[:500])
            )
