"""A generated application's database from version to version, and back: every row is kept."""

from __future__ import annotations

import importlib.util
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

SOURCE = Path(__file__).parents[2] / "templates/apps/web/files/app/migration.py"


@pytest.fixture(scope="module")
def migration() -> Any:
    spec = importlib.util.spec_from_file_location("generated_migration", SOURCE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Version:
    """Tables as one version of an app has them, over one database file."""

    def __init__(self, migration: Any, path: Path, *tables: Callable[[sa.MetaData], sa.Table]) -> None:
        self.metadata = sa.MetaData()
        for table in tables:
            table(self.metadata)
        self.engine = sa.create_engine(f"sqlite:///{path}")
        sa.event.listen(self.engine, "connect", lambda c, _: c.execute("PRAGMA foreign_keys=ON").close())
        self.new = migration.migrate(self.engine, self.metadata)

    def add(self, table: str, **values: Any) -> None:
        with self.engine.begin() as connection:
            connection.execute(self.metadata.tables[table].insert().values(**values))

    def rows(self, table: str) -> list[dict[str, Any]]:
        chosen = self.metadata.tables[table]
        with self.engine.connect() as connection:
            return [dict(r._mapping) for r in connection.execute(sa.select(chosen).order_by(chosen.c.id))]


def people(metadata: sa.MetaData) -> sa.Table:
    return sa.Table(
        "people", metadata, ident(), sa.Column("name", sa.String, nullable=False), sqlite_autoincrement=True
    )


def ident() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def tasks(*more: Callable[[], sa.Column[Any]], linked: bool = True) -> Callable[[sa.MetaData], sa.Table]:
    def make(metadata: sa.MetaData) -> sa.Table:
        link = [sa.Column("person_id", sa.ForeignKey("people.id", ondelete="SET NULL"), index=True)] if linked else []
        title = sa.Column("title", sa.String, nullable=False)
        return sa.Table("tasks", metadata, ident(), title, *link, *(m() for m in more), sqlite_autoincrement=True)

    return make


def note() -> sa.Column[Any]:
    return sa.Column("note", sa.String, nullable=False)


def due() -> sa.Column[Any]:
    return sa.Column("due", sa.Date)


def stage() -> sa.Column[Any]:
    return sa.Column("stage", sa.String, nullable=False, server_default="It's open")


@pytest.fixture
def version(migration: Any, tmp_path: Path) -> Iterator[Callable[..., Version]]:
    made: list[Version] = []

    def at(*tables: Callable[[sa.MetaData], sa.Table]) -> Version:
        made.append(Version(migration, tmp_path / "app.db", *tables))
        return made[-1]

    yield at
    for one in made:
        one.engine.dispose()


@pytest.fixture
def first(version: Callable[..., Version]) -> Version:
    app = version(people, tasks(note))
    app.add("people", name="Ada")
    app.add("people", name="Ben")
    app.add("tasks", title="one", note="keep me", person_id=1)
    app.add("tasks", title="two", note="and me", person_id=2)
    return app


def test_a_new_database_is_said_to_be_new_and_the_next_start_changes_nothing(first: Version, version, tmp_path) -> None:
    assert first.new
    assert not version(people, tasks(note)).new
    with closing(sqlite3.connect(tmp_path / "app.db")) as raw:
        assert raw.execute("SELECT count(*) FROM _schema_versions").fetchone() == (1,)


def test_what_is_added_is_filled_in_old_rows(first: Version, version) -> None:
    app = version(people, tasks(note, due, stage))
    assert [(r["title"], r["due"], r["stage"]) for r in app.rows("tasks")] == [
        ("one", None, "It's open"),
        ("two", None, "It's open"),
    ]
    assert [r["person_id"] for r in app.rows("tasks")] == [1, 2]


def test_a_column_that_goes_comes_back_with_its_values_and_new_rows_can_do_without(first: Version, version) -> None:
    second = version(people, tasks(due))
    second.add("tasks", title="three", person_id=1)
    assert "note" not in second.rows("tasks")[0]
    third = version(people, tasks(note))
    assert [r["note"] for r in third.rows("tasks")] == ["keep me", "and me", ""]


def test_a_link_that_goes_comes_back_except_to_what_was_deleted_meanwhile(first: Version, version) -> None:
    second = version(people, tasks(note, linked=False))
    with second.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM people WHERE name = 'Ada'"))
    assert [r["person_id"] for r in version(people, tasks(note)).rows("tasks")] == [None, 2]


def test_a_table_that_goes_is_in_nobodys_way_and_comes_back(first: Version, version) -> None:
    second = version(people)
    with second.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM people WHERE name = 'Ada'"))
    third = version(people, tasks(note))
    assert [(r["title"], r["person_id"]) for r in third.rows("tasks")] == [("one", None), ("two", 2)]


def test_links_are_guarded_and_numbers_not_reused_after_a_rebuild(first: Version, version) -> None:
    with first.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM tasks WHERE title = 'two'"))
    app = version(people, tasks(note, due))
    app.add("tasks", title="three", note="", person_id=2)
    assert [r["id"] for r in app.rows("tasks")] == [1, 3]
    with pytest.raises(sa.exc.IntegrityError):
        app.add("tasks", title="four", note="", person_id=99)
    with app.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM people WHERE name = 'Ada'"))
    assert app.rows("tasks")[0]["person_id"] is None


def test_a_change_that_the_rows_do_not_allow_leaves_all_as_it_was(first: Version, version, migration, tmp_path) -> None:
    first.add("tasks", title="one", note="again", person_id=1)

    def unique(metadata: sa.MetaData) -> sa.Table:
        return sa.Table("tasks", metadata, ident(), sa.Column("title", sa.String, unique=True))

    with pytest.raises(sa.exc.IntegrityError):
        version(people, unique)
    with closing(sqlite3.connect(tmp_path / "app.db")) as raw:
        assert raw.execute("SELECT title, note FROM tasks").fetchall() == [
            ("one", "keep me"),
            ("two", "and me"),
            ("one", "again"),
        ]


def test_a_database_from_before_versions_were_counted(first: Version, version, tmp_path) -> None:
    with closing(sqlite3.connect(tmp_path / "app.db")) as raw:
        raw.executescript("DROP TABLE _schema_versions; DROP TABLE _kept_columns;")
    app = version(people, tasks(due))
    assert [r["title"] for r in app.rows("tasks")] == ["one", "two"]
    assert [r["note"] for r in version(people, tasks(note)).rows("tasks")] == ["keep me", "and me"]
