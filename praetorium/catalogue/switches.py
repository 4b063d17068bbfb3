"""Switches that hold things back: the halt of everything, a paused request, a paused executor."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from praetorium.catalogue.database import Database
from praetorium.catalogue.tables import switches
from praetorium.models import now

HALT = "halt"
"""Everything."""
_REQUEST, _EXECUTOR, _APP = "pause:request:", "pause:executor:", "halt:app:"


_ON = select(switches.c.name).where(switches.c.on)  # built once, see requests.py


def paused_request(id: str) -> str:
    """The switch that holds back one request."""
    return _REQUEST + id


def paused_executor(name: str) -> str:
    """The switch that holds back one executor."""
    return _EXECUTOR + name


def halted_app(name: str) -> str:
    """The switch that remembers an application which was stopped with everything else."""
    return _APP + name


def executors_paused(on: Iterable[str]) -> list[str]:
    """The executors that are held back, of the switches that are on."""
    return sorted(name.removeprefix(_EXECUTOR) for name in on if name.startswith(_EXECUTOR))


class Switches:
    def __init__(self, database: Database) -> None:
        self._db = database

    def set(self, name: str, on: bool, who: str | None = None) -> None:
        """Turn one on or off: everything, a request, an executor, an application (see above)."""
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
            return frozenset(connection.scalars(_ON))
