"""The tables come into being and stay what the code says they are."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from praetorium.catalogue import Catalogue
from praetorium.catalogue.database import Database
from praetorium.catalogue.migrate import FOLDER, migrate, newest
from praetorium.catalogue.tables import metadata
from praetorium.errors import ExternalError, RefusedError

OPEN_AND_STORE = """
import sys
from praetorium.catalogue import Catalogue
from praetorium.models import Request
print("ready", flush=True)
sys.stdin.readline()
catalogue = Catalogue(sys.argv[1])
with catalogue.write() as connection:
    print(catalogue.requests.store(connection, Request(words="first of all")).id)
catalogue.close()
"""


def test_several_processes_may_start_at_once_on_nothing(
    empty_url: str, together: Callable[[str, list[list[str]]], list[str]]
) -> None:
    stored = together(OPEN_AND_STORE, [[empty_url]] * 4)
    catalogue = Catalogue(empty_url)
    assert {f"{standing.request.id}\n" for standing in catalogue.requests.find()} == set(stored)
    assert len(set(stored)) == 4
    catalogue.close()


def test_the_migrations_make_what_the_code_says(url: str) -> None:
    database = Database(url)
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    database.close()


def test_migrating_again_changes_nothing(url: str) -> None:
    database = Database(url)
    before = sorted(inspect(database.engine).get_table_names())
    migrate(database)
    assert sorted(inspect(database.engine).get_table_names()) == before
    assert set(metadata.tables) | {"alembic_version"} == set(before)
    database.close()


def test_a_catalogue_of_a_newer_version_is_refused(url: str) -> None:
    database = Database(url)
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RefusedError, match=rf"has revision 9999, this Praetorium knows up to {newest()}"):
        migrate(database)
    database.close()


def test_files_are_named_after_their_revisions() -> None:
    scripts = ScriptDirectory(str(FOLDER))
    assert scripts.get_heads() == [newest()]
    for script in scripts.walk_revisions():
        assert Path(script.path).name.startswith(f"{script.revision}_")
        assert len(script.revision) == 4
        assert ast.get_docstring(ast.parse(Path(script.path).read_text()))


def test_alembic_is_not_loaded_when_there_is_nothing_to_do(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'catalogue.sqlite3'}"
    Catalogue(url).close()
    code = """
import sys
from praetorium.catalogue import Catalogue
Catalogue(sys.argv[1]).close()
assert "alembic" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code, url], check=True)


def test_what_is_no_database_is_said(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.sqlite3"
    file.write_bytes(b"this is no database, whatever it is called" * 100)
    with pytest.raises(ExternalError, match=r"catalogue\.sqlite3"):
        Catalogue(f"sqlite:///{file}")
