"""Projects: folders of a person's own that requests may work in. Granted once, at registration; revocable."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from sqlalchemy import Connection, select, update

from praetorium.catalogue.database import Database
from praetorium.catalogue.tables import projects
from praetorium.errors import UnknownError
from praetorium.models import Model, now


class Project(Model):
    """A registered folder."""

    path: str
    name: str
    who: str
    """Who registered it."""
    created: datetime
    revoked: datetime | None = None


class Projects:
    def __init__(self, database: Database) -> None:
        self._db = database

    def register(self, connection: Connection, path: str, who: str, name: str | None = None) -> bool:
        """Let requests work in the folder; False when they might already, in it or in one around it."""
        if self._covering(connection, path) is not None:
            return False
        known = connection.execute(select(projects).where(projects.c.path == path)).first()
        if known is None:
            told = {"path": path, "name": name or PurePath(path).name, "who": who, "created": now()}
            connection.execute(projects.insert().values(**told))
        else:
            again = update(projects).where(projects.c.path == path).values(revoked=None, who=who, created=now())
            connection.execute(again)
        return True

    def find(self) -> list[Project]:
        """Those in force, by name."""
        query = select(projects).where(projects.c.revoked.is_(None)).order_by(projects.c.name, projects.c.path)
        with self._db.read() as connection:
            return [Project.model_validate(dict(row._mapping)) for row in connection.execute(query)]

    def covering(self, path: str) -> Project | None:
        """The registered folder that ``path`` is, or lies in."""
        with self._db.read() as connection:
            return self._covering(connection, path)

    def revoked(self, path: str) -> datetime | None:
        """When the folder was taken back; None when it never was, or is registered."""
        with self._db.read() as connection:
            return connection.scalar(select(projects.c.revoked).where(projects.c.path == path))

    def revoke(self, name: str) -> Project:
        """By path or name: requests that work in it ask from now on. Raises UnknownError."""
        found = [project for project in self.find() if name in (project.path, project.name)]
        if len(found) != 1:
            raise UnknownError("project", name, [project.path for project in self.find()])
        with self._db.write() as connection:
            connection.execute(update(projects).where(projects.c.path == found[0].path).values(revoked=now()))
        return found[0]

    def _covering(self, connection: Connection, path: str) -> Project | None:
        places = {str(place) for place in (PurePath(path), *PurePath(path).parents)}
        query = select(projects).where(projects.c.revoked.is_(None), projects.c.path.in_(places))
        row = connection.execute(query.order_by(projects.c.path.desc())).first()
        return Project.model_validate(dict(row._mapping)) if row else None
