"""One SQL query over files: small ones are typed cell by cell first, large ones are read once, where they lie."""

from __future__ import annotations

from pathlib import Path

from praetorium.data.cells import BLANKS, expression
from praetorium.data.columns import find
from praetorium.data.duck import Connection, connect, literal, lock, name, one, rows
from praetorium.data.guess import guess
from praetorium.data.model import Column, Source
from praetorium.data.source import SAMPLE, examine
from praetorium.data.staging import reader, stage
from praetorium.models import Model

LARGE = 32 << 20
"""Bytes from which a file is read where it lies, with types taken from its beginning."""


WIDE = "DECIMAL(18, 6)"
"""What decimals of a large file are read as: sums of them are exact."""


class Asking(Model):
    files: dict[str, Path]
    """By the name that the SQL calls them."""
    names: dict[str, str]
    """What they are called by people."""
    sql: str
    to: Path
    """``….csv`` or ``….parquet``."""


class Asked(Model):
    rows: int


def asked(given: Asking, scratch: Path) -> Asked:
    """Answer the query and write its rows. The SQL reads these files and writes this one, and nothing else."""
    import duckdb

    if all(_lies_well(path) for path in given.files.values()):
        connection = connect(scratch)
        try:
            # A later value may be of another type than the first ones: then every cell has to be looked at.
            return _answered(connection, given, [_view(connection, given, alias, scratch) for alias in given.files])
        except (duckdb.ConversionException, duckdb.InvalidInputException):
            connection.close()
    connection = connect(scratch)
    for alias in given.files:
        _table(connection, given, alias, scratch)
    return _answered(connection, given, [])


def _answered(connection: Connection, given: Asking, readable: list[Path]) -> Asked:
    lock(connection, [given.to, *readable])
    written_as_csv = given.to.suffix.lower() == ".csv"
    form = "FORMAT csv, HEADER" if written_as_csv else "FORMAT parquet"
    selected = _shortened(connection, given.sql) if readable else given.sql
    connection.execute(f"COPY ({selected}\n) TO {literal(str(given.to))} ({form})")
    shape = "read_csv" if written_as_csv else "read_parquet"
    count = int(one(connection, f"SELECT count(*) FROM {shape}({literal(str(given.to))})")[0])
    connection.close()
    return Asked(rows=count)


def _shortened(connection: Connection, sql: str) -> str:
    """The query with its wide decimals written without needless zeros."""
    described = rows(connection, f"DESCRIBE SELECT * FROM ({sql}\n)")
    wide = [
        str(column) for column, kind, *_ in described if str(kind).startswith("DECIMAL") and str(kind).endswith(",6)")
    ]
    replaced = ", ".join(f"CAST({name(column)} AS DOUBLE) AS {name(column)}" for column in wide)
    return f"SELECT * REPLACE ({replaced}) FROM ({sql}\n)" if wide else sql


def _lies_well(path: Path) -> bool:
    if path.stat().st_size < LARGE:
        return False
    with path.open("rb") as stream:
        head = stream.read(4)
    return not head.startswith((b"PK", b"\x1f\x8b", b"PAR1", b"[", b"{", b"\xff\xfe", b"\xfe\xff", b"\xd0\xcf"))


def _view(connection: Connection, given: Asking, alias: str, scratch: Path) -> Path:
    """A view over the raw file, its types those of its beginning."""
    path = given.files[alias]
    beginning = scratch / f"{alias}.csv"
    with path.open("rb") as stream:
        beginning.write_bytes(stream.read(2 * SAMPLE).rpartition(b"\n")[0] + b"\n")
    source = examine(beginning, given.names[alias])
    first = connection.execute(f"CREATE TEMP TABLE beginning AS SELECT * FROM {reader(source, str(beginning))}")
    total = int(one(first, "SELECT count(*) FROM beginning")[0])
    columns = [guess(connection, "beginning", column, source, total).column for column in source.names]
    connection.execute("DROP TABLE beginning")
    typed = {c.name: _kind(c) for c in columns}
    told = [name(c.name) if typed[c.name] != "VARCHAR" else expression(c, name(c.name)) for c in columns]
    selected = ", ".join(f"{value} AS {name(c.name)}" for value, c in zip(told, columns, strict=True))
    connection.execute(f"CREATE VIEW {name(alias)} AS SELECT {selected} FROM {_strict(source, path, typed)}")
    return path


def _kind(column: Column) -> str:
    """The type that DuckDB itself reads the column as; text for what is written in a way of its own."""
    if column.number and column.plain and column.mark != ",":
        # More places may follow than the beginning has, and DuckDB would round them without a word.
        return "DOUBLE" if column.scale is None else WIDE if column.scale else "BIGINT"
    return "DATE" if column.formats == ("%Y-%m-%d",) else "VARCHAR"


def _strict(source: Source, path: Path, typed: dict[str, str]) -> str:
    columns = ", ".join(f"{literal(column)}: {literal(kind)}" for column, kind in typed.items())
    mark = "\\t" if source.delimiter == "\t" else source.delimiter
    ways = dict.fromkeys(way for blank in BLANKS for way in (blank, blank.upper(), blank.title()))
    blanks = ", ".join(map(literal, ways))
    told = f"delim='{mark}', quote='\"', escape='\"', header={str(source.header).lower()}, skip={source.skip}"
    return f"read_csv({literal(str(path))}, {told}, auto_detect=false, columns={{{columns}}}, nullstr=[{blanks}])"


def _table(connection: Connection, given: Asking, alias: str, scratch: Path) -> None:
    path = given.files[alias]
    staged = stage(connection, examine(path, given.names[alias]), path, scratch / f"stage-{alias}")
    columns, _ = find(connection, staged.path, staged.source, staged.rows)
    typed = ", ".join(f"{expression(c, name(c.name))} AS {name(c.name)}" for c in columns)
    connection.execute(f"CREATE TABLE {name(alias)} AS SELECT {typed} FROM read_parquet({literal(str(staged.path))})")
    staged.path.unlink()
