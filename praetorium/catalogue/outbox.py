"""The outbox: what is to be shown elsewhere (Prefect artifacts and events), sent beside the work, never in its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, or_, select, update

from praetorium.catalogue.database import Database
from praetorium.catalogue.tables import outbox, requests
from praetorium.models import new_id, now

MOST_ATTEMPTS = 20
NOTICE = "notice"
"""The kind of what people are told outside of Prefect; it has a way of its own, see ``engine/notices.py``."""
ON_ITS_WAY = "on its way"


_PUT = outbox.insert()  # built once, see requests.py


@dataclass(frozen=True)
class Message:
    id: str
    request: str
    kind: str
    key: str
    payload: dict[str, Any]
    attempts: int = 0


class Outbox:
    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, connection: Connection, request: str, kind: str, key: str, payload: dict[str, Any]) -> None:
        """To be sent; several of one key are sent in order."""
        row = {"id": new_id("out"), "request": request, "kind": kind, "key": key, "payload": payload}
        connection.execute(_PUT, row | {"created": now()})

    def pending(self, limit: int = 50, *, notices: bool = False) -> list[Message]:
        """What Prefect is to be told, or with ``notices`` what people are, oldest first; what failed too often is left
        to be looked at, and what tells of a request that will have a flow run waits for it."""
        told = or_(requests.c.flow_run.is_not(None), requests.c.finished.is_not(None))
        query = (
            select(outbox)
            .join(requests, requests.c.id == outbox.c.request)
            .where(outbox.c.sent.is_(None), outbox.c.attempts < MOST_ATTEMPTS, told)
            .where(outbox.c.kind == NOTICE if notices else outbox.c.kind != NOTICE)
            .order_by(outbox.c.created, outbox.c.id)
            .limit(limit)
        )
        with self._db.read() as connection:
            return [Message(r.id, r.request, r.kind, r.key, r.payload, r.attempts) for r in connection.execute(query)]

    def claim(self, id: str) -> bool:
        """Take a message that must not be sent twice, before it is sent; False when it was taken already.

        Who is killed between this and the answer leaves it as sent, with ``ON_ITS_WAY`` as its error.
        """
        with self._db.write() as connection:
            free = (outbox.c.id == id, outbox.c.sent.is_(None))
            return connection.execute(update(outbox).where(*free).values(sent=now(), error=ON_ITS_WAY)).rowcount == 1

    def sent(self, *ids: str, connection: Connection | None = None) -> None:
        """These need not be sent any more."""
        change = update(outbox).where(outbox.c.id.in_(ids)).values(sent=now(), error=None)
        if connection is not None:
            connection.execute(change)
            return
        with self._db.write() as own:
            own.execute(change)

    def failed(self, id: str, error: str) -> None:
        """It was not sent, and is tried again."""
        told = {"attempts": outbox.c.attempts + 1, "error": error[:500], "sent": None}
        with self._db.write() as connection:
            connection.execute(update(outbox).where(outbox.c.id == id).values(told))
