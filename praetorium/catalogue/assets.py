"""Assets: results that somebody wanted, each with all its versions and where they came from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from praetorium.catalogue.database import Database
from praetorium.catalogue.tables import assets, lineage, requests, versions
from praetorium.errors import UnknownError
from praetorium.models import Model, new_id, now

SHOWN = 200
"""Assets that are found at once where nobody says how many."""


class Version(Model):
    """One version of an asset, with where it came from."""

    asset: str
    project: str
    kind: str
    name: str
    version: int
    request: str
    step: str
    executor: str
    brief_version: int
    plan_version: int
    mime: str
    sha256: str
    bytes: int
    url: str | None = None
    cost: float = 0.0
    created: datetime
    pinned: datetime | None = None
    """Since when it is kept for good, whatever the retention."""
    pinned_by: str | None = None
    removed: datetime | None = None
    """When its bytes were given up; what it was, and what it was made from, stays known."""


class Source(Model):
    """Something a version was made from: a file that came with the request, or another asset's version."""

    kind: str
    """``attachment``, ``asset``, ``file``."""
    source: str
    version: int = 0


class Assets:
    def __init__(self, database: Database) -> None:
        self._db = database

    def add(
        self,
        connection: Connection,
        *,
        project: str,
        kind: str,
        name: str,
        key: str,
        made_from: tuple[Source, ...] = (),
        **values: object,
    ) -> Version:
        """Add the next version of the asset (project, kind, name). The same ``key`` twice is one version: a step that
        is replayed adds nothing."""
        id = _hold(connection, project, kind, name)
        known = _by_key(connection, key)
        if known is not None:
            return known
        newest = connection.scalar(select(func.max(versions.c.version)).where(versions.c.asset == id)) or 0
        connection.execute(versions.insert().values(asset=id, version=newest + 1, key=key, created=now(), **values))
        for source in made_from:
            connection.execute(
                lineage.insert().values(
                    asset=id,
                    version=newest + 1,
                    source_kind=source.kind,
                    source=source.source,
                    source_version=source.version,
                )
            )
        added = _by_key(connection, key)
        assert added is not None
        return added

    def by_key(self, key: str) -> Version | None:
        """The version that was kept under ``key``."""
        with self._db.read() as connection:
            return _by_key(connection, key)

    def find(
        self,
        *,
        request: str | None = None,
        kind: str | None = None,
        project: str | None = None,
        search: str | None = None,
        limit: int | None = None,
    ) -> list[Version]:
        """Newest first: all that a request made; without ``request`` the newest version of each asset, 200 of them
        where no ``limit`` is given.

        ``search``: words that all occur in the name, or in what was asked for.
        """
        query = _versions().where(versions.c.removed.is_(None), *matching(search or ""))
        query = query.order_by(versions.c.created.desc()).limit(limit or (None if request is not None else SHOWN))
        if request is not None:
            query = query.where(versions.c.request == request)
        else:
            other = versions.alias()
            newest = (
                select(func.max(other.c.version))
                .where(other.c.asset == assets.c.id, other.c.removed.is_(None))
                .scalar_subquery()
            )
            query = query.where(versions.c.version == newest)
        query = query.where(assets.c.kind == kind) if kind else query
        query = query.where(assets.c.project == project) if project else query
        with self._db.read() as connection:
            return [Version.model_validate(dict(row._mapping)) for row in connection.execute(query)]

    def get(self, name: str, version: int | None = None, *, asked_by: str | None = None) -> Version:
        """By id or name; the newest version unless one is named. ``asked_by``: of those that this person asked for.
        Raises UnknownError."""
        query = (
            _versions()
            .where((assets.c.id == name) | (assets.c.name == name))
            .order_by(versions.c.version.desc(), versions.c.created.desc())
            .limit(1)
        )
        query = query.where(versions.c.version == version) if version is not None else query
        if asked_by is not None:
            theirs = select(requests.c.id).where(requests.c.asked_by == asked_by)
            query = query.where(versions.c.request.in_(theirs))
        with self._db.read() as connection:
            row = connection.execute(query).first()
            if row is None:
                raise UnknownError("asset", name, connection.scalars(select(assets.c.name).distinct().limit(50)))
        return Version.model_validate(dict(row._mapping))

    def named(self, name: str) -> list[Version]:
        """The newest version of each asset with that id or name, the newest first."""
        newest = select(func.max(versions.c.version)).where(versions.c.asset == assets.c.id).correlate(assets)
        query = (
            _versions()
            .where((assets.c.id == name) | (assets.c.name == name), versions.c.version == newest.scalar_subquery())
            .order_by(versions.c.created.desc())
        )
        with self._db.read() as connection:
            return [Version.model_validate(dict(row._mapping)) for row in connection.execute(query)]

    def versions(self, asset: str) -> list[Version]:
        """All versions, newest first."""
        query = _versions().where(assets.c.id == asset).order_by(versions.c.version.desc())
        with self._db.read() as connection:
            return [Version.model_validate(dict(row._mapping)) for row in connection.execute(query)]

    def made_from(self, asset: str, version: int) -> list[Version]:
        """The versions that were made from that one, the newest first."""
        query = (
            _versions()
            .join(lineage, (lineage.c.asset == versions.c.asset) & (lineage.c.version == versions.c.version))
            .where(lineage.c.source_kind == "asset", lineage.c.source == asset, lineage.c.source_version == version)
            .order_by(versions.c.created.desc())
        )
        with self._db.read() as connection:
            return [Version.model_validate(dict(row._mapping)) for row in connection.execute(query)]

    def every(self) -> list[Version]:
        """All versions whose bytes are there, the newest first."""
        query = _versions().where(versions.c.removed.is_(None)).order_by(versions.c.created.desc())
        with self._db.read() as connection:
            return [Version.model_validate(dict(row._mapping)) for row in connection.execute(query)]

    def pin(self, connection: Connection, asset: str, version: int, who: str | None) -> None:
        """Keep the version for good; ``who`` None: do so no more."""
        values = {"pinned": now() if who else None, "pinned_by": who}
        chosen = update(versions).where(versions.c.asset == asset, versions.c.version == version)
        connection.execute(chosen.values(**values))

    def give_up(self, connection: Connection, asset: str, version: int) -> None:
        """Say that the version's bytes are not kept any more."""
        chosen = update(versions).where(versions.c.asset == asset, versions.c.version == version)
        connection.execute(chosen.values(removed=now()))

    def sources(self, asset: str, version: int) -> list[Source]:
        """What that version was made from."""
        query = select(lineage).where(lineage.c.asset == asset, lineage.c.version == version)
        with self._db.read() as connection:
            return [
                Source(kind=r.source_kind, source=r.source, version=r.source_version) for r in connection.execute(query)
            ]


def _hold(connection: Connection, project: str, kind: str, name: str) -> str:
    """The id of the asset, made if it is new; nobody else adds a version to it until the transaction ends."""
    same = (assets.c.project == project, assets.c.kind == kind, assets.c.name == name)
    query = select(assets.c.id).where(*same).with_for_update(key_share=True)
    id = connection.scalar(query)
    if id is None:
        try:
            with connection.begin_nested():
                connection.execute(
                    assets.insert().values(id=new_id("ast"), project=project, kind=kind, name=name, created=now())
                )
        except IntegrityError:  # on Postgres: somebody has just made the same
            pass
        id = connection.scalar(query)
    return str(id)


def matching(search: str) -> Iterator[ColumnElement[bool]]:
    """For each word that is searched: it occurs in the asset's name, or in what was asked for."""
    said = requests.c.body["words"].as_string()
    for word in search.lower().split():
        asked = select(requests.c.id).where(or_(_contains(requests.c.title, word), _contains(said, word)))
        yield or_(_contains(assets.c.name, word), versions.c.request.in_(asked))


def _contains(column: ColumnElement[Any], word: str) -> ColumnElement[bool]:
    return func.lower(column).contains(word, autoescape=True)


def _versions() -> Select[Any]:
    columns = [c for c in versions.c if c.name not in ("key",)]
    return select(*columns, assets.c.project, assets.c.kind, assets.c.name).join(
        assets, assets.c.id == versions.c.asset
    )


def _by_key(connection: Connection, key: str) -> Version | None:
    row = connection.execute(_versions().where(versions.c.key == key)).first()
    return Version.model_validate(dict(row._mapping)) if row else None
