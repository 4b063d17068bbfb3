"""Bringing the catalogue's tables up to date, by Alembic, safely when several processes start at once."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from praetorium.catalogue.database import Database

FOLDER = Path(__file__).with_name("migrations")
POSTGRES_LOCK = 0x70726165  # any number, the same for every process: "prae"


def migrate(database: Database) -> None:
    """Create or upgrade the tables; does nothing, in a millisecond, when they are up to date."""
    newest = ScriptDirectory(str(FOLDER)).get_current_head()
    with database.read() as connection:
        if MigrationContext.configure(connection).get_current_revision() == newest:
            return
    with database.write() as connection:  # SQLite: the write lock keeps a second process out until we are done
        if not database.sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": POSTGRES_LOCK})
        command.upgrade(configuration(connection), "head")


def configuration(connection: Connection) -> Config:
    """Alembic's configuration over an open connection; no file of its own is needed."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config
