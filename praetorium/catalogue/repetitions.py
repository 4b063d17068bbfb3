"""Repetitions: delivered requests that are done again on a schedule."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field as Setting
from sqlalchemy import Connection, Row, select, update

from praetorium.catalogue.database import Database
from praetorium.catalogue.tables import repetitions
from praetorium.errors import UnknownError
from praetorium.models import Model, Schedule, now


class Repetition(Model):
    """What is done again. Prefect has the times that are in force; ``schedule`` is as it was asked for."""

    request: str
    schedule: Schedule
    brief_version: int
    plan_version: int
    shapes: dict[str, dict[str, str]] = Setting(default_factory=dict)
    """What each column of each file held when it was delivered: only the same shape is read unattended."""
    created: datetime = Setting(default_factory=now)
    ended: datetime | None = None


class Repetitions:
    def __init__(self, database: Database) -> None:
        self._db = database

    def store(self, connection: Connection, repetition: Repetition) -> None:
        """Keep it; one of the same request is replaced."""
        connection.execute(repetitions.delete().where(repetitions.c.request == repetition.request))
        values = {"created": repetition.created, "ended": repetition.ended}
        connection.execute(repetitions.insert().values(**{**repetition.dump(), **values}))

    def get(self, request: str) -> Repetition:
        """That of a request, by its id or the only one that begins so. Raises UnknownError."""
        with self._db.read() as connection:
            like = select(repetitions).where(repetitions.c.request.startswith(request, autoescape=True)).limit(2)
            rows = connection.execute(like).all()
            if len(rows) != 1:
                known = select(repetitions.c.request).where(repetitions.c.ended.is_(None))
                raise UnknownError("schedule", request, connection.scalars(known))
        return _repetition(rows[0])

    def of(self, request: str) -> Repetition | None:
        """That of exactly this request, if it goes on."""
        query = select(repetitions).where(repetitions.c.request == request, repetitions.c.ended.is_(None))
        with self._db.read() as connection:
            row = connection.execute(query).first()
        return _repetition(row) if row else None

    def find(self, *, ended: bool = False) -> list[Repetition]:
        """Newest first; without ``ended`` only those that go on."""
        query = select(repetitions).order_by(repetitions.c.created.desc())
        query = query if ended else query.where(repetitions.c.ended.is_(None))
        with self._db.read() as connection:
            return [_repetition(row) for row in connection.execute(query)]

    def end(self, connection: Connection, request: str) -> None:
        """It is not done again any more."""
        connection.execute(update(repetitions).where(repetitions.c.request == request).values(ended=now()))


def _repetition(row: Row[Any]) -> Repetition:
    return Repetition.model_validate(dict(row._mapping))
