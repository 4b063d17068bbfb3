"""Standing approvals: what a person allowed for good. Each is shown, revocable, and never used without saying so."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from pydantic import Field as Setting
from sqlalchemy import Connection, select, update

from praetorium.catalogue.database import Database
from praetorium.catalogue.tables import grants
from praetorium.errors import RefusedError, UnknownError
from praetorium.models import Effect, Model, new_id, now


class Grant(Model):
    """What a rule would ask about and needs no asking any more: one executor, some effects, one project."""

    id: str = Setting(default_factory=lambda: new_id("grt"))
    rule: str
    """The rule that asked; what another rule asks about is still asked."""
    executor: str
    effects: tuple[Effect, ...]
    project: str | None = None
    """The folder it holds for; None: requests with a workspace of their own."""
    approval: str
    who: str
    because: str | None = None
    uses: int = 0
    created: datetime = Setting(default_factory=now)
    revoked: datetime | None = None
    revoked_by: str | None = None


class Grants:
    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, connection: Connection, grant: Grant) -> None:
        connection.execute(grants.insert().values(**grant.model_dump(mode="python")))

    def find(self, *, revoked: bool = False) -> list[Grant]:
        """Those in force, newest first; with ``revoked`` all there ever were."""
        query = select(grants).order_by(grants.c.created.desc())
        query = query if revoked else query.where(grants.c.revoked.is_(None))
        with self._db.read() as connection:
            return [Grant.model_validate(dict(row._mapping)) for row in connection.execute(query)]

    def covering(self, rule: str, executor: str, effects: Collection[Effect], project: str | None) -> Grant | None:
        """The grant by which a step needs no asking."""
        query = select(grants).where(
            grants.c.revoked.is_(None),
            grants.c.rule == rule,
            grants.c.executor == executor,
            grants.c.project.is_not_distinct_from(project),
        )
        with self._db.read() as connection:
            found = [Grant.model_validate(dict(row._mapping)) for row in connection.execute(query)]
        return next((grant for grant in found if set(effects) <= set(grant.effects)), None)

    def used(self, connection: Connection, id: str) -> bool:
        """Count a use; False when it was revoked meanwhile."""
        change = update(grants).where(grants.c.id == id, grants.c.revoked.is_(None))
        return connection.execute(change.values(uses=grants.c.uses + 1)).rowcount == 1

    def revoke(self, id: str, who: str) -> Grant:
        """Take it back: from now on it is asked again. Raises UnknownError, RefusedError when it was before."""
        with self._db.write() as connection:
            row = connection.execute(select(grants).where(grants.c.id == id)).first()
            if row is None:
                raise UnknownError("standing approval", id, connection.scalars(select(grants.c.id)))
            if row.revoked is not None:
                raise RefusedError(f"standing approval {id} was revoked by {row.revoked_by} already")
            connection.execute(update(grants).where(grants.c.id == id).values(revoked=now(), revoked_by=who))
            row = connection.execute(select(grants).where(grants.c.id == id)).one()
        return Grant.model_validate(dict(row._mapping))
