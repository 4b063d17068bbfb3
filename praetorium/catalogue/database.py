"""The connection to the catalogue: SQLite in the home, or Postgres by URL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, create_engine, event, func, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from praetorium.errors import ExternalError


class Database:
    """One engine. Reads and writes go through ``read()`` and ``write()``; both are short transactions."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        if self.sqlite and self.url.database:
            _make(Path(self.url.database).parent)
        self.engine = self._engine(flushed=True)
        self._unflushed = self._engine(flushed=False) if self.sqlite else self.engine

    def _engine(self, *, flushed: bool) -> Engine:
        if not self.sqlite:
            return create_engine(self.url, pool_pre_ping=True)
        engine = create_engine(self.url, connect_args={"timeout": 30})
        event.listen(engine, "connect", partial(_prepare, "FULL" if flushed else "NORMAL"))
        return engine

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads. Raises ExternalError when the database cannot be reached."""
        with _explained(self), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self, *, flushed: bool = True) -> Iterator[Connection]:
        """A transaction that writes, with the write lock taken at once so that it never has to be upgraded.

        Not ``flushed``, it survives the end of any process, and may be lost when the machine itself loses power before
        the next one that is: for what is told on the way, not for what decides.
        """
        engine = self.engine if flushed else self._unflushed
        with _explained(self), engine.connect() as connection:
            if self.sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.commit()
            except BaseException:
                connection.rollback()
                raise

    def day(self, moment: ColumnElement[Any]) -> ColumnElement[str]:
        """The day of a moment, of UTC, as ``2026-11-28``: whatever the zone of the database's session."""
        if self.sqlite:
            return func.substr(moment, 1, 10)
        return func.to_char(func.timezone("UTC", moment), "YYYY-MM-DD")

    def close(self) -> None:
        self.engine.dispose()
        self._unflushed.dispose()


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ExternalError(
            f"the folder for the catalogue, {folder}, cannot be made: {error.strerror}",
            next="choose another home with PRAETORIUM_HOME",
        ) from error


@contextmanager
def _explained(database: Database) -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        where = database.url.render_as_string(hide_password=True)
        raise ExternalError(
            f"the catalogue at {where} did not answer: {error.orig}",
            next="check that the disk is not full and the database runs; nothing that was stored before is lost",
        ) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise ExternalError(f"the connection to the catalogue broke: {error.orig}", next="try again") from error
        if type(error.orig) is sqlite3.DatabaseError:  # its subclasses are our own faults, itself is a damaged file
            raise ExternalError(
                f"the catalogue at {database.url.database} cannot be read: {error.orig}",
                next="restore it from a backup, or choose another home with PRAETORIUM_HOME",
            ) from error
        raise


def _prepare(synchronous: str, connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions are begun by us: see Database.write
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"synchronous={synchronous}", "busy_timeout=30000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
