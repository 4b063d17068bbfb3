"""Bringing a database of an earlier version to what the models say, with every row kept.

What a version adds is added, and filled in old rows. What it has no more is put aside in tables of their own
(``_kept_columns``, ``_kept_table_…``) and comes back with the version that has it again, so that a return to an earlier
version finds its data too. All of it happens in one transaction, or not at all.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, CreateTable

_OWN = sa.MetaData()
VERSIONS = sa.Table(
    "_schema_versions",
    _OWN,
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("fingerprint", sa.String, nullable=False),
    sa.Column("tables", sa.JSON, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
)
KEPT = sa.Table(
    "_kept_columns",
    _OWN,
    sa.Column("table_name", sa.String, primary_key=True),
    sa.Column("column_name", sa.String, primary_key=True),
    sa.Column("row_id", sa.Integer, primary_key=True),
    sa.Column("value", sa.LargeBinary),
)
_ASIDE = "_kept_table_"


def migrate(engine: sa.Engine, metadata: sa.MetaData) -> bool:
    """Create what is missing and bring what is there up to date; whether the database was new."""
    new = not set(sa.inspect(engine).get_table_names()) & set(metadata.tables)
    if engine.dialect.name != "sqlite":
        metadata.create_all(engine)
        with engine.begin() as connection:
            _add_columns(connection, metadata)
        return new
    fingerprint = _fingerprint(engine, metadata)
    with _alone(engine) as connection:
        _OWN.create_all(connection)
        last = connection.execute(sa.select(VERSIONS).order_by(VERSIONS.c.version.desc()).limit(1)).first()
        if last is not None and last.fingerprint == fingerprint:
            return new
        existing = set(sa.inspect(connection).get_table_names())
        for table in _tables(metadata):
            if table.name not in existing:
                _create(connection, table)
                _bring_back(connection, table, existing)
            elif _written(connection, table.name) != _wanted(connection, table):
                _rebuild(connection, table)
        # A database older than this table of versions has no other tables than those of its app.
        ours = set(last.tables) if last is not None else existing - set(_OWN.tables) - {"sqlite_sequence"}
        for name in sorted((ours & existing) - set(metadata.tables)):
            _put_aside(connection, name)
        _let_go(connection)
        told = {"fingerprint": fingerprint, "tables": sorted(metadata.tables), "at": dt.datetime.now(dt.UTC)}
        connection.execute(VERSIONS.insert().values(version=(last.version if last else 0) + 1, **told))
    return new


@contextmanager
def _alone(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction that nobody else writes beside, in which tables can be replaced although others refer to them."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        finally:
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def _tables(metadata: sa.MetaData) -> list[sa.Table]:
    """All tables, by name: two that refer to each other have no better order, and none is needed here."""
    return [metadata.tables[name] for name in sorted(metadata.tables)]


def _add_columns(connection: sa.Connection, metadata: sa.MetaData) -> None:
    """What databases other than SQLite get: new columns, and nothing is taken away."""
    quote = connection.dialect.identifier_preparer.quote
    for table in _tables(metadata):
        known = {column["name"] for column in sa.inspect(connection).get_columns(table.name)}
        for column in (column for column in table.columns if column.name not in known):
            kind = column.type.compile(connection.dialect)
            filled = "" if column.nullable or column.foreign_keys else f" DEFAULT {_filler(column, quote)}"
            connection.exec_driver_sql(
                f"ALTER TABLE {quote(table.name)} ADD COLUMN {quote(column.name)} {kind}{filled}"
            )


def _fingerprint(engine: sa.Engine, metadata: sa.MetaData) -> str:
    told = [str(CreateTable(table).compile(engine)) for table in _tables(metadata)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _written(connection: sa.Connection, name: str) -> str:
    """How the table was created, without its spacing."""
    query = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")
    return _bare(connection.execute(query, {"name": name}).scalar_one())


def _wanted(connection: sa.Connection, table: sa.Table) -> str:
    return _bare(str(CreateTable(table).compile(connection)))


def _bare(sql: str) -> str:
    # A table that was renamed is written with its name in quotes.
    return "".join(sql.split()).replace('"', "").lower()


def _create(connection: sa.Connection, table: sa.Table) -> None:
    connection.execute(CreateTable(table))
    for index in table.indexes:
        connection.execute(CreateIndex(index))


def _rebuild(connection: sa.Connection, table: sa.Table) -> None:
    """Write the table anew with the rows it has; columns that are gone are kept aside, those that return are filled."""
    quote = connection.dialect.identifier_preparer.quote
    known = [column["name"] for column in sa.inspect(connection).get_columns(table.name)]
    if "id" in known:
        for gone in (name for name in known if name not in table.columns):
            _keep_column(connection, table.name, gone)
    old = quote(f"old_{table.name}")
    connection.exec_driver_sql("PRAGMA legacy_alter_table=ON")  # what refers to the table goes on referring to its name
    connection.exec_driver_sql(f"ALTER TABLE {quote(table.name)} RENAME TO {old}")
    for (index,) in connection.exec_driver_sql(
        f"SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'old_{table.name}' AND sql IS NOT NULL"
    ).all():
        connection.exec_driver_sql(f"DROP INDEX {quote(index)}")
    _create(connection, table)
    columns = ", ".join(quote(column.name) for column in table.columns)
    values = ", ".join(_value(column, column.name in known, "id" in known, quote) for column in table.columns)
    connection.exec_driver_sql(f"INSERT INTO {quote(table.name)} ({columns}) SELECT {values} FROM {old}")
    _continue_numbers(connection, table.name)
    connection.exec_driver_sql(f"DROP TABLE {old}")
    connection.exec_driver_sql("PRAGMA legacy_alter_table=OFF")
    returned = [column.name for column in table.columns if column.name not in known]
    connection.execute(KEPT.delete().where(KEPT.c.table_name == table.name, KEPT.c.column_name.in_(returned)))


def _value(column: sa.Column[Any], known: bool, numbered: bool, quote: Any) -> str:
    """What a row gets in a column, as SQL: what it has, what was kept of it, or what suits a row that has nothing."""
    told = [quote(column.name)] if known else []
    if not known and numbered:
        of = f"table_name = {_text(column.table.name)} AND column_name = {_text(column.name)} AND row_id = id"
        told.append(f"(SELECT value FROM _kept_columns WHERE {of})")
    told.append("NULL" if column.nullable else _filler(column, quote))
    return f"coalesce({', '.join(told)})" if len(told) > 1 else told[0]


def _filler(column: sa.Column[Any], quote: Any) -> str:
    """What old rows get in a column that every row must have, as SQL."""
    if isinstance(column.server_default, sa.DefaultClause):
        return _text(str(column.server_default.arg))
    for key in column.foreign_keys:
        return f"(SELECT min(id) FROM {quote(key.column.table.name)})"
    today = dt.date.today()
    fillers: dict[type, str] = {
        str: "''",
        dt.date: f"'{today}'",
        dt.datetime: f"'{today} 00:00:00.000000'",
        dt.time: "'00:00:00.000000'",
    }
    return fillers.get(column.type.python_type, "0")


def _keep_column(connection: sa.Connection, table: str, column: str) -> None:
    quote = connection.dialect.identifier_preparer.quote
    rows = f"SELECT {_text(table)}, {_text(column)}, id, {quote(column)} FROM {quote(table)}"
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO _kept_columns (table_name, column_name, row_id, value) "
        f"{rows} WHERE {quote(column)} IS NOT NULL"
    )


def _put_aside(connection: sa.Connection, name: str) -> None:
    """A table that is not in use any more, out of the way of those that are."""
    quote = connection.dialect.identifier_preparer.quote
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {quote(_ASIDE + name)}")
    connection.exec_driver_sql(f"CREATE TABLE {quote(_ASIDE + name)} AS SELECT * FROM {quote(name)}")
    connection.exec_driver_sql(f"DROP TABLE {quote(name)}")


def _bring_back(connection: sa.Connection, table: sa.Table, existing: set[str]) -> None:
    """The rows that a table had when it was last in use."""
    aside = _ASIDE + table.name
    if aside not in existing:
        return
    quote = connection.dialect.identifier_preparer.quote
    known = {column["name"] for column in sa.inspect(connection).get_columns(aside)}
    columns = ", ".join(quote(column.name) for column in table.columns)
    values = ", ".join(_value(column, column.name in known, False, quote) for column in table.columns)
    connection.exec_driver_sql(f"INSERT INTO {quote(table.name)} ({columns}) SELECT {values} FROM {quote(aside)}")
    connection.exec_driver_sql(f"DROP TABLE {quote(aside)}")


def _continue_numbers(connection: sa.Connection, name: str) -> None:
    """Numbers of records that were deleted are not given out again."""
    if "sqlite_sequence" in {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master").all()}:
        number = f"SELECT seq FROM sqlite_sequence WHERE name = {_text('old_' + name)}"
        old = connection.exec_driver_sql(number).scalar()
        if old is not None:
            connection.exec_driver_sql(f"DELETE FROM sqlite_sequence WHERE name = {_text(name)}")
            connection.exec_driver_sql(f"INSERT INTO sqlite_sequence (name, seq) VALUES ({_text(name)}, {old})")


def _let_go(connection: sa.Connection) -> None:
    """Links to records that are gone, in rows that were brought back: emptied, or the row goes where it cannot be."""
    quote = connection.dialect.identifier_preparer.quote
    for table, row, _, key in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        links = connection.exec_driver_sql(f"PRAGMA foreign_key_list({quote(table)})").mappings()
        column = next(link["from"] for link in links if link["id"] == key)
        told = {found["name"]: found for found in sa.inspect(connection).get_columns(table)}[column]
        emptied = f"UPDATE {quote(table)} SET {quote(column)} = NULL"
        done = emptied if told["nullable"] else f"DELETE FROM {quote(table)}"
        connection.exec_driver_sql(f"{done} WHERE rowid = {row}")


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
