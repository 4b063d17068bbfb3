"""Apps: what was launched, from which version of which asset, on which data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from praetorium.catalogue.database import Database
from praetorium.catalogue.tables import apps
from praetorium.errors import UnknownError
from praetorium.models import Model, now


class App(Model):
    """A launched application as it was defined; whether it runs is asked of its host."""

    name: str
    """Its service's name on the host, unique on this machine."""
    title: str
    request: str
    asset: str | None = None
    version: int | None = None
    host: str
    port: int
    url: str
    data: str | None = None
    """The folder its data lies in."""
    definition: dict[str, Any]
    """What the host needs to start it again: argv, folder, environment, …"""
    wanted: bool = True
    created: datetime


class Apps:
    def __init__(self, database: Database) -> None:
        self._db = database

    def store(self, connection: Connection, **values: Any) -> None:
        """Keep a launched app; one of the same name is replaced."""
        connection.execute(apps.delete().where(apps.c.name == values["name"]))
        connection.execute(apps.insert().values(created=now(), wanted=True, **values))

    def get(self, name: str) -> App:
        """Raises UnknownError."""
        with self._db.read() as connection:
            row = connection.execute(select(apps).where(apps.c.name == name)).first()
            if row is None:
                raise UnknownError("app", name, connection.scalars(select(apps.c.name)))
        return App.model_validate(dict(row._mapping))

    def find(self) -> list[App]:
        with self._db.read() as connection:
            rows = connection.execute(select(apps).order_by(apps.c.created.desc()))
            return [App.model_validate(dict(row._mapping)) for row in rows]

    def want(self, name: str, wanted: bool) -> None:
        with self._db.write() as connection:
            connection.execute(update(apps).where(apps.c.name == name).values(wanted=wanted))

    def forget(self, connection: Connection, name: str) -> None:
        """It was taken back."""
        connection.execute(apps.delete().where(apps.c.name == name))
