"""Files of rows one below the other, by the names of their columns; rows that are there twice can be left out.

One file alone is the same with nothing to add: so a file is written in another form, or without its repeated rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from praetorium.data import cells, ordering
from praetorium.data.asked import meant
from praetorium.data.conditions import found, in_words, sentence, sql
from praetorium.data.duck import Connection, connect, literal, name, one, rows
from praetorium.data.model import Column, Condition, Profile
from praetorium.data.profiling import staged_profile
from praetorium.data.roles import day_of
from praetorium.data.united import columns_of, sql_type, typed, wanted
from praetorium.data.uniting import told, unsaid
from praetorium.data.wishes import Wishes
from praetorium.data.writing import write
from praetorium.errors import UserError
from praetorium.models import CheckResult, Model

SHOWN = 20
_PLACE = "place in the files"
_ORDER = "place in the list"


class Combining(Model):
    paths: tuple[Path, ...]
    names: tuple[str, ...]
    words: str = ""
    """The whole request: it may name a sheet."""
    unique: bool = False
    on: tuple[str, ...] = ()
    """The columns that tell rows apart, in the words of the request; empty: all of them."""
    period: str = ""
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    """Which rows count, as in ``Wishes``; of one file alone."""
    take: tuple[str, ...] = ()
    """The columns that are wanted, in their order; all when empty."""
    omit: tuple[str, ...] = ()
    """Columns that are left out."""
    sort: str = ""
    """By what the rows are ordered, in the words of the request; empty: as they stand."""
    rising: bool = False
    first: int = 0
    """How many rows are listed; 0: all."""
    today: dt.date
    to: Path
    accent: str


class Combined(Model):
    """What became of the files."""

    files: tuple[Profile, ...]
    columns: tuple[Column, ...]
    """Of the result. A column of text is kept as it is written."""
    own: tuple[tuple[str | None, ...], ...]
    """By file: what it calls each column of the result; None where it has none such."""
    unique: bool
    on: tuple[str, ...]
    where: tuple[Condition, ...] = ()
    """Which rows count; of one file alone."""
    sort: str = ""
    """The column that the rows are ordered by; empty: as they stand."""
    rising: bool = False
    first: int = 0
    """How many rows were asked for; 0: all."""
    read: int
    """Rows that count."""
    rows: int
    repeats: tuple[str, ...]
    """The first of the rows that were left out, each with the row that it repeats."""
    notes: tuple[str, ...]
    sql: str

    @property
    def left_out(self) -> int:
        """Rows that repeat another one."""
        return 0 if self.first else self.read - self.rows


def combined(given: Combining, scratch: Path) -> Combined:
    """Read each file once and write all rows, in the order of the files.

    Raises UserError when the files are not rows of the same thing, or a column that was named is in none of them.
    """
    staged = [
        staged_profile(path, scratch / f"file-{at}", shown_as=shown, words=given.words)
        for at, (path, shown) in enumerate(zip(given.paths, given.names, strict=True))
    ]
    files = tuple(known for known, _ in staged)
    every, names = columns_of(files, as_written=given.to.suffix.lower() == ".csv")
    columns, own = wanted(every, names, given.take, given.omit)
    on = tuple(meant(columns, word).name for word in given.on)
    sort = ordering.ordered_by(typed(files, columns, own), given.sort, given.words).name if given.sort else ""
    connection = connect(scratch)
    parts = [
        _part(known, table, columns, names, at, sort)
        for at, ((known, table), names) in enumerate(zip(staged, own, strict=True))
    ]
    connection.execute(f"CREATE TABLE every AS {' UNION ALL '.join(parts)} ORDER BY ALL")
    where = _narrowed(connection, staged[0], given) if given.period or given.keep or given.drop else ()
    total = int(one(connection, "SELECT count(*) FROM every")[0])
    listed = ", ".join(name(c.name) for c in columns)
    key = _key(columns, on)
    first = f" QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {name(_PLACE)}) = 1" if given.unique else ""
    order = ordering.sql(_ORDER if sort else "", rising=given.rising, then=_PLACE, first=given.first)
    asked = f"SELECT {listed} FROM (SELECT * FROM every{first}){order}"
    count = write(connection, asked, columns, given.to, given.accent)
    notes = (*told(files, columns, own), *unsaid(connection, staged, columns, own))
    repeats = _repeats(connection, files, key) if given.unique else ()
    connection.close()
    counted = [sentence(where, total, files[0].rows)] if where else []
    return Combined(
        files=files,
        columns=columns,
        own=own,
        unique=given.unique,
        on=on,
        where=where,
        sort=sort,
        rising=given.rising,
        first=given.first,
        read=total,
        rows=count,
        repeats=repeats,
        notes=(*counted, *notes),
        sql=asked,
    )


def _narrowed(connection: Connection, staged: tuple[Profile, Path], given: Combining) -> tuple[Condition, ...]:
    """Leave the table ``every`` the rows of the one file that count.

    Raises UserError for several files, for a word that is no value, and where no row is left.
    """
    known, table = staged
    if len(given.paths) > 1:
        raise UserError("rows of several files cannot be told apart by their values", next="put them together first")
    typed = ", ".join(f"{cells.expression(c, name(c.name))} AS {name(c.name)}" for c in known.columns)
    source = f"read_parquet({literal(str(table))})"
    connection.execute(f"CREATE VIEW data AS SELECT row_number() OVER () AS {name(_PLACE)}, {typed} FROM {source}")
    wishes = Wishes(period=given.period, keep=given.keep, drop=given.drop, today=given.today)
    where, unmet = found(connection, known.columns, day_of(known.columns, wishes), wishes)
    if unmet:
        raise UserError(unmet[0].rstrip("."), next="say in which column: where status is paid")
    kept = f"SELECT {name(_PLACE)} FROM data{sql(where)}"
    connection.execute(f"DELETE FROM every WHERE {name(_PLACE)} NOT IN ({kept})")
    if not one(connection, "SELECT count(*) FROM every")[0]:
        told = " and ".join(map(in_words, where))
        raise UserError(f"'{known.source.name}' has no row {told}", next="ask for other values")
    return where


def _part(known: Profile, table: Path, columns: Sequence[Column], own: Sequence[str | None], at: int, sort: str) -> str:
    selected = [f"{at} * 1000000000000 + row_number() OVER () AS {name(_PLACE)}"]
    if sort:
        called = next(n for c, n in zip(columns, own, strict=True) if c.name == sort)
        ordered = ordering.place(known.column(called), name(called)) if called else "NULL"
        selected.append(f"{ordered} AS {name(_ORDER)}")
    for column, called in zip(columns, own, strict=True):
        value = "NULL"
        if called is not None:
            value = f"nullif(trim({name(called)}), '')"
            typed = cells.expression(known.column(called), name(called))
            if column.type != "text":
                value = typed
            elif column.formats:
                value = f"coalesce(strftime({typed}, {literal(column.formats[0])}), {value})"
        selected.append(f"CAST({value} AS {sql_type(column)}) AS {name(column.name)}")
    return f"(SELECT {', '.join(selected)} FROM read_parquet({literal(str(table))}))"


def _key(columns: Sequence[Column], on: Sequence[str]) -> str:
    """SQL of what tells rows apart. Where it is a column that was named, a row without it repeats no other."""
    if not on:
        return ", ".join(name(c.name) for c in columns)
    folded = [f"lower({name(c)}::VARCHAR)" for c in on]
    blank = " AND ".join(f"{each} IS NULL" for each in folded)
    return f"{', '.join(folded)}, CASE WHEN {blank} THEN {name(_PLACE)} END"


def _repeats(connection: Connection, files: Sequence[Profile], key: str) -> tuple[str, ...]:
    place = name(_PLACE)
    window = f"OVER (PARTITION BY {key} ORDER BY {place})"
    inner = f"SELECT {place} AS here, first({place}) {window} AS before, row_number() {window} AS n FROM every"
    listed = rows(connection, f"SELECT here, before FROM ({inner}) WHERE n > 1 ORDER BY here LIMIT {SHOWN}")
    return tuple(f"{_where(here, files)} repeats {_where(before, files)}" for here, before in listed)


def _where(place: int, files: Sequence[Profile]) -> str:
    at, row = divmod(place, 1_000_000_000_000)
    return f"row {row:,}" if len(files) == 1 else f"row {row:,} of {files[at].source.name}"


class Recombining(Model):
    """What the second engine is given."""

    found: Combined
    """What was done; its counts are not believed."""
    paths: tuple[Path, ...]
    result: Path


class Recombined(Model):
    checks: tuple[CheckResult, ...]


def recombined(given: Recombining, scratch: Path) -> Recombined:
    """Whether the result holds the rows of the raw files, each as often as it should."""
    from praetorium.data.recombining import wrong  # starts threads, which must not be there when a run is forked

    found, faults = given.found, wrong(given)
    told = f"{found.rows:,} rows of {len(found.columns)} columns compared with the raw files, all agree"
    name = f"{given.result.name} holds the rows of the raw files"
    return Recombined(checks=(CheckResult(name=name, passed=not faults, evidence="; ".join(faults) or told),))
