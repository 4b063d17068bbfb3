"""From a file as it came to a table of text cells in Parquet: the one full read of the raw file by the first engine."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from praetorium.data import nested
from praetorium.data.duck import Connection, literal, name, one, rows
from praetorium.data.excel import sheet_rows
from praetorium.data.model import Source
from praetorium.data.reading import opened, text_chunks
from praetorium.data.source import unique_names
from praetorium.data.sqlite import table_rows
from praetorium.data.tail import cut
from praetorium.errors import UserError

LINE_LIMIT = 2_000_000
"""Bytes of the longest line that counts as a row."""
HEAD = 1 << 16
"""Bytes looked at to see how lines end."""
COPIED = ("delimited", "excel", "sqlite")
"""Kinds that DuckDB reads as delimited text, some of them from a copy."""
ENCODINGS = {"utf-8": "utf-8", "latin-1": "latin-1", "cp1252": "CP1252"}


@dataclass(frozen=True)
class Staged:
    """The text cells, and what was found while reading them."""

    path: Path
    source: Source
    """With the names of its columns."""
    rows: int
    left_out: int
    left_out_lines: tuple[int, ...]


def stage(connection: Connection, source: Source, path: Path, folder: Path) -> Staged:
    """Read the whole file once into ``folder/cells.parquet``, every cell as text, rows in the file's order."""
    folder.mkdir(parents=True, exist_ok=True)
    source, readable, transient = _readable(source, path, folder)
    cells = folder / "cells.parquet"
    if source.kind in nested.FORMS:
        source = nested.shaped(connection, source, str(readable))
    selected = as_text(connection, source, readable)
    if not source.names:
        described = rows(connection, f"DESCRIBE {selected}")
        source = source.model_copy(update={"names": tuple(str(column[0]) for column in described)})
    connection.execute(f"COPY ({selected}) TO {literal(str(cells))} (FORMAT parquet)")
    lost, lines = left_out(connection) if source.kind in COPIED else (0, ())
    if transient:
        readable.unlink()
    count = int(one(connection, f"SELECT count(*) FROM read_parquet({literal(str(cells))})")[0])
    source, count = cut(connection, source, cells, count)
    if not count:
        raise UserError(
            f"'{source.name}' has no row that can be read", next="look at its lines: do they fit the header?"
        )
    return Staged(cells, source, count, lost, lines)


def left_out(connection: Connection) -> tuple[int, tuple[int, ...]]:
    """How many lines were no row when the file was read, and the first twenty of them."""
    count = int(one(connection, "SELECT count(DISTINCT line) FROM reject_errors")[0])
    found = rows(connection, "SELECT DISTINCT line FROM reject_errors ORDER BY line LIMIT 20")
    return count, tuple(int(line) for (line,) in found)


def forget_lines(connection: Connection) -> None:
    """Before a file is read once more on the same connection: its lines would count twice."""
    connection.execute("DROP TABLE IF EXISTS reject_errors")
    connection.execute("DROP TABLE IF EXISTS reject_scans")


def reader(source: Source, path: str, encoding: str | None = None) -> str:
    """The table function that reads the file as text cells, with everything spelled out and nothing guessed."""
    if source.kind == "parquet":
        return f"read_parquet({literal(path)})"
    if source.kind in nested.FORMS:
        return nested.table(source, path)
    if source.kind == "sqlite" and encoding is None:
        return f"sqlite_scan({literal(path)}, {literal(source.sheet or '')})"
    if source.kind == "excel" and encoding is None:
        return f"read_xlsx({literal(path)}, sheet={literal(source.sheet or '')}, all_varchar=true)"
    columns = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in source.names)
    mark = "\\t" if source.delimiter == "\t" else source.delimiter
    told = [literal(path), f"delim='{mark}'", "quote='\"'", "escape='\"'", f"header={str(source.header).lower()}"]
    told += [f"skip={source.skip}"] if source.skip else []
    told += ["compression='gzip'"] if source.packed and path.endswith(source.name) else []
    told += [f"encoding='{encoding or ENCODINGS.get(source.encoding, 'utf-16')}'"]
    told += ["auto_detect=false", f"columns={{{columns}}}", "ignore_errors=true"]
    return f"read_csv({', '.join(told)})"


def _readable(source: Source, path: Path, folder: Path) -> tuple[Source, Path, bool]:
    """A file DuckDB reads by itself: the file, or a transient copy of it in UTF-8."""
    copy = folder / "copy.csv"
    if source.kind == "excel":
        return _excel(source, path, copy), copy, True
    if source.kind == "sqlite":
        return _sqlite(source, path, copy), copy, True
    mixed = source.kind == "delimited" and source.skip > 0 and _mixed(path, source)
    if source.kind == "parquet" or (source.encoding == "utf-8" and not source.packed and not mixed):
        return source, path, False
    with copy.open("w", encoding="utf-8", newline="") as out:
        pieces = text_chunks(path, source.packed, source.encoding)
        for piece in _ended_alike(pieces) if mixed else pieces:
            out.write(piece)
    return source, copy, True


def _ended_alike(pieces: Iterator[str]) -> Iterator[str]:
    """The same text, each line ended by a line feed alone."""
    held = ""
    for piece in pieces:
        text = held + piece
        # A piece may end between the two signs.
        held = "\r" if text.endswith("\r") else ""
        yield text.removesuffix(held).replace("\r\n", "\n")
    yield held


def _mixed(path: Path, source: Source) -> bool:
    """Whether the lines above the header end otherwise than those below: DuckDB takes the first for all."""
    with opened(path, source.packed) as stream:
        ends = [line.endswith(b"\r\n") for line in stream.readlines(HEAD)]
    return len(set(ends[:-1])) > 1


def _excel(source: Source, path: Path, copy: Path) -> Source:
    header: list[str] | None = None
    count = 0
    with copy.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        for row in sheet_rows(path, source.name, source.sheet or ""):
            if header is None:
                # Titles above the table fill one or two cells; the header fills most of the width.
                if sum(bool(cell.strip()) for cell in row) * 2 <= len(row):
                    continue
                header = row
                writer.writerow(range(len(row)))
            elif any(cell.strip() for cell in row):
                writer.writerow(row)
                count += 1
    if header is None or not count:
        raise UserError(f"'{source.name}', sheet '{source.sheet}' has no table with a header and rows")
    names, notes = unique_names(header)
    return source.model_copy(update={"names": names, "notes": (*source.notes, *notes)})


def _sqlite(source: Source, path: Path, copy: Path) -> Source:
    lines = table_rows(path, source.name, source.sheet or "")
    header = next(lines)
    with copy.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(range(len(header)))
        writer.writerows(lines)
    names, notes = unique_names(header)
    return source.model_copy(update={"names": names, "notes": (*source.notes, *notes)})


def as_text(connection: Connection, source: Source, path: Path) -> str:
    """The query that gives the file's cells as text, and keeps which lines are no row."""
    if source.kind in COPIED:
        table = reader(source, str(path), encoding="utf-8")
        table = table.removesuffix(")") + f", store_rejects=true, rejects_limit=0, max_line_size={LINE_LIMIT})"
        return "SELECT * FROM " + table
    table = reader(source, str(path))
    if source.kind in nested.FORMS:
        told = ", ".join(f"{nested.cell(source, at)} AS {name(called)}" for at, called in enumerate(source.names))
        return f"SELECT {told} FROM {table}"
    columns = [str(column[0]) for column in rows(connection, f"DESCRIBE SELECT * FROM {table}")]
    names, _ = unique_names(columns)
    cast = ", ".join(f"CAST({name(a)} AS VARCHAR) AS {name(b)}" for a, b in zip(columns, names, strict=True))
    return f"SELECT {cast} FROM {table}"
