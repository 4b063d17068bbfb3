"""Briefs and plans, each version kept."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, func, select

from praetorium.catalogue.database import Database
from praetorium.catalogue.requests import hold
from praetorium.catalogue.tables import briefs, plans
from praetorium.models import Brief, Plan, now

# Built once, see requests.py.
_NEWEST = {
    table.name: select(func.max(table.c.version)).where(table.c.request == bindparam("request_"))
    for table in (briefs, plans)
}


class Briefs:
    def __init__(self, database: Database) -> None:
        self._db = database

    def store(self, connection: Connection, request: str, brief: Brief) -> Brief:
        """Keep it as the request's next version."""
        kept = brief.model_copy(update={"version": _next(connection, briefs, request)})
        connection.execute(
            briefs.insert().values(request=request, version=kept.version, body=kept.dump(), created=now())
        )
        return kept

    def get(self, request: str, version: int | None = None) -> Brief | None:
        """That version, or the newest; None when nothing was understood yet."""
        with self._db.read() as connection:
            body = connection.scalar(_body(briefs, request, version))
        return Brief.model_validate(body) if body else None

    def version(self, request: str, connection: Connection | None = None) -> int:
        """The number of the newest; 0 when nothing was understood yet."""
        return _version(self._db, briefs, request, connection)


class Plans:
    def __init__(self, database: Database) -> None:
        self._db = database

    def store(self, connection: Connection, request: str, plan: Plan, brief: Brief) -> Plan:
        """Keep it as the request's next version."""
        kept = plan.model_copy(update={"version": _next(connection, plans, request)})
        connection.execute(
            plans.insert().values(
                request=request, version=kept.version, brief_version=brief.version, body=kept.dump(), created=now()
            )
        )
        return kept

    def get(self, request: str, version: int | None = None) -> Plan | None:
        """That version, or the newest; None when nothing was planned yet."""
        with self._db.read() as connection:
            body = connection.scalar(_body(plans, request, version))
        return Plan.model_validate(body) if body else None

    def version(self, request: str, connection: Connection | None = None) -> int:
        """The number of the newest; 0 when nothing was planned yet."""
        return _version(self._db, plans, request, connection)


def _next(connection: Connection, table: Table, request: str) -> int:
    hold(connection, request)
    return _newest(connection, table, request) + 1


def _version(database: Database, table: Table, request: str, connection: Connection | None) -> int:
    if connection is not None:
        return _newest(connection, table, request)
    with database.read() as own:
        return _newest(own, table, request)


def _newest(connection: Connection, table: Table, request: str) -> int:
    return int(connection.scalar(_NEWEST[table.name], {"request_": request}) or 0)


def _body(table: Table, request: str, version: int | None) -> Select[Any]:
    query = select(table.c.body).where(table.c.request == request).order_by(table.c.version.desc()).limit(1)
    return query.where(table.c.version == version) if version is not None else query
