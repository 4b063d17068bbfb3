"""Bringing the catalogue's tables up to date, by Alembic, safely when several processes start at once.

Every command asks whether they are, so the answer comes from one row and one folder listing; Alembic, which takes a
tenth of a second to import, is only loaded when there is something to do.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from praetorium.catalogue.database import Database
from praetorium.errors import RefusedError

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).with_name("migrations")
POSTGRES_LOCK = 0x70726165  # any number, the same for every process: "prae"


def migrate(database: Database) -> None:
    """Create or upgrade the tables; does nothing, in a millisecond, when they are up to date.

    Raises RefusedError when a newer Praetorium made them, ExternalError when the database cannot be reached.
    """
    with database.read() as connection:
        if _up_to_date(connection, database):
            return
    from alembic import command

    with database.write() as connection:  # SQLite: the write lock keeps a second process out until we are done
        if not database.sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": POSTGRES_LOCK})
        if not _up_to_date(connection, database):
            command.upgrade(configuration(connection), "head")


@cache
def newest() -> str:
    """The newest revision: migrations are numbered, and a file's name begins with its revision."""
    return max(path.name for path in FOLDER.glob("versions/[0-9]*.py")).split("_")[0]


def configuration(connection: Connection) -> Config:
    """Alembic's configuration over an open connection; no file of its own is needed."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


def _up_to_date(connection: Connection, database: Database) -> bool:
    if not inspect(connection).has_table("alembic_version"):
        return False
    current = connection.scalar(text("SELECT version_num FROM alembic_version")) or ""
    if current > newest():
        where = database.url.render_as_string(hide_password=True)
        raise RefusedError(
            f"the catalogue at {where} has revision {current}, this Praetorium knows up to {newest()}",
            next="use the Praetorium that made it, or a newer one; or another home with PRAETORIUM_HOME",
        )
    return bool(current == newest())
