"""Switches that hold things back: the halt of everything, a paused request, a paused executor."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from praetorium.catalogue.database import Database
from praetorium.catalogue.tables import switches
from praetorium.models import now


class Switches:
    def __init__(self, database: Database) -> None:
        self._db = database

    def set(self, name: str, on: bool, who: str | None = None) -> None:
        """Turn ``halt``, ``pause:request:<id>`` or ``pause:executor:<name>`` on or off."""
        with self._db.write() as connection:
            connection.execute(switches.delete().where(switches.c.name == name))
            connection.execute(switches.insert().values(name=name, on=on, who=who, at=now()))

    def since(self, name: str) -> datetime | None:
        """When it was turned on; None while it is off."""
        with self._db.read() as connection:
            return connection.scalar(select(switches.c.at).where(switches.c.name == name, switches.c.on))

    def on(self) -> frozenset[str]:
        """The names of all that are on."""
        with self._db.read() as connection:
            return frozenset(connection.scalars(select(switches.c.name).where(switches.c.on)))
