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
from praetorium.data.numbers import many
from praetorium.data.profiling import staged_profile
from praetorium.data.roles import day_of
from praetorium.data.wishes import Wishes
from praetorium.data.writing import write
from praetorium.errors import UserError
from praetorium.models import CheckResult, Model

SHOWN = 20
ALIKE = 0.5
"""Part of a file's columns that another one must have for both to be rows of the same thing."""
_LONGEST = 15
"""Digits up to which Excel keeps a number exactly."""
_NAMES = frozenset(["phone", "tel", "telefon", "mobile", "fax", "zip", "plz", "postcode", "postal", "iban"])
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
    every, names = _columns(files, as_written=given.to.suffix.lower() == ".csv")
    columns, own = _wanted(every, names, given)
    on = tuple(meant(columns, word).name for word in given.on)
    sort = ordering.ordered_by(_typed(files, columns, own), given.sort, given.words).name if given.sort else ""
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
    notes = (*_told(files, columns, own), *_unsaid(connection, staged, columns, own))
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


def _columns(
    files: tuple[Profile, ...], *, as_written: bool
) -> tuple[tuple[Column, ...], tuple[tuple[str | None, ...], ...]]:
    """The columns of all files, each once, and what each file calls them."""
    named: dict[str, list[Column]] = {}
    for known in files:
        for column in known.columns:
            named.setdefault(_bare(column.name), []).append(column)
    first = {_bare(c.name) for c in files[0].columns}
    for known in files[1:]:
        here = {_bare(c.name) for c in known.columns}
        if len(here & first) < ALIKE * min(len(here), len(first)):
            both = f"'{files[0].source.name}' and '{known.source.name}'"
            raise UserError(
                f"{both} are not rows of the same thing: they share {len(here & first)} of their columns",
                next=f"to look rows of one up in the other, say: join {files[0].source.name} and {known.source.name}",
            )
    own = tuple(
        tuple(next((c.name for c in known.columns if _bare(c.name) == bare), None) for bare in named) for known in files
    )
    texts = all(known.source.kind == "delimited" for known in files)
    return tuple(_merged(each, as_written and (texts or not each[0].number)) for each in named.values()), own


def _wanted(
    columns: tuple[Column, ...], own: tuple[tuple[str | None, ...], ...], given: Combining
) -> tuple[tuple[Column, ...], tuple[tuple[str | None, ...], ...]]:
    """The columns that are wanted, and what each file calls them. Raises UserError for one that is not there."""
    omitted = [meant(columns, word).name for word in given.omit]
    taken = list(dict.fromkeys(meant(columns, word).name for word in given.take)) or [c.name for c in columns]
    kept = [next(i for i, c in enumerate(columns) if c.name == called) for called in taken if called not in omitted]
    if not kept:
        raise UserError("no column would be left", next="leave fewer out")
    return tuple(columns[at] for at in kept), tuple(tuple(names[at] for at in kept) for names in own)


def _bare(column: str) -> str:
    return " ".join(column.casefold().replace("_", " ").split())


def _merged(columns: Sequence[Column], as_written: bool) -> Column:
    """One column for those of all files: typed where all are, else the text as it is written."""
    first = columns[0]
    text = Column(name=first.name, type="text")
    if all(c.moment for c in columns) and (any(c.bad for c in columns) or (as_written and _several(columns))):
        # Dates in one form; what is none stays as it is written.
        timed = any(c.type == "datetime" for c in columns)
        return text.model_copy(update={"formats": ("%Y-%m-%d %H:%M:%S" if timed else "%Y-%m-%d",)})
    ways = {(c.type, c.mark, c.plain, c.formats) for c in columns}
    alike = len({way[1:] for way in ways}) == 1
    if (as_written and alike) or any(c.bad or c.mark == ":" for c in columns):
        return text
    if all(c.number for c in columns):
        longest = max(c.longest for c in columns)
        if longest > _LONGEST or _NAMES & set(_bare(first.name).replace("-", " ").split()):
            return text
        scales = [c.scale for c in columns]
        scale = None if None in scales else max(s or 0 for s in scales)
        kind = "integer" if scale == 0 else "decimal"
        return first.model_copy(update={"type": kind, "scale": scale, "longest": longest, "mark": ".", "plain": True})
    if all(c.moment for c in columns):
        kind = "datetime" if any(c.type == "datetime" for c in columns) else "date"
        return first.model_copy(update={"type": kind})
    return text


def _several(columns: Sequence[Column]) -> bool:
    return len({form for c in columns for form in c.formats}) > 1


def sql_type(column: Column) -> str:
    """What the column is in the result."""
    if column.number:
        return "BIGINT" if column.scale == 0 else cells.sql_type(column)
    return {"date": "DATE", "datetime": "TIMESTAMP"}.get(column.type, "VARCHAR")


def _typed(
    files: Sequence[Profile], columns: Sequence[Column], own: Sequence[Sequence[str | None]]
) -> tuple[Column, ...]:
    """Each column of the result with the type that it has in the first file that has it."""
    made = []
    for at, column in enumerate(columns):
        known, called = next((k, n[at]) for k, n in zip(files, own, strict=True) if n[at])
        made.append(known.column(called or "").model_copy(update={"name": column.name}))
    return tuple(made)


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


def _told(files: Sequence[Profile], columns: Sequence[Column], own: Sequence[Sequence[str | None]]) -> tuple[str, ...]:
    """What was read of each file, and what one has and another has not."""
    told = [f"{known.source.name}: {many(known.rows, 'row')}, {known.source.described()}." for known in files]
    for known in files:
        of = f"{known.source.name}: " if len(files) > 1 else ""
        told += [f"{of}{note}" for note in known.source.notes]
    for known in files:
        if known.left_out:
            lines = ", ".join(map(str, known.left_out_lines))
            told.append(f"{known.source.name}: {many(known.left_out, 'line')} no row and left out: line {lines}.")
    for at, column in enumerate(columns):
        without = [known.source.name for known, names in zip(files, own, strict=True) if names[at] is None]
        if without:
            told.append(f"'{column.name}' is not in {', '.join(without)}; it is blank for these rows.")
    return tuple(told)


def _unsaid(
    connection: Connection,
    staged: Sequence[tuple[Profile, Path]],
    columns: Sequence[Column],
    own: Sequence[Sequence[str | None]],
) -> tuple[str, ...]:
    """What a typed column no longer says: words for blanks, and signs beside numbers."""
    told = []
    for at, column in enumerate(columns):
        if column.type == "text":
            told += _dated(
                column, [known.column(n[at] or "") for (known, _), n in zip(staged, own, strict=True) if n[at]]
            )
            continue
        blank, signed = 0, False
        for (known, table), names in zip(staged, own, strict=True):
            called = names[at]
            if called is not None:
                test = f"trim({name(called)}) != '' AND NOT {cells.filled(called)}"
                asked = f"SELECT count(*) FILTER ({test}) FROM read_parquet({literal(str(table))})"
                blank += int(one(connection, asked)[0])
                signed |= known.column(called).number and not known.column(called).plain
        if blank:
            told.append(f"In '{column.name}' {many(blank, 'cell')} said n/a, - or the like; blank now.")
        if signed:
            told.append(f"'{column.name}' holds plain numbers now, without signs and marks for thousands.")
    return tuple(told)


def _dated(column: Column, given: Sequence[Column]) -> list[str]:
    """What is said of a column whose dates are written in one form now."""
    if not column.formats:
        return []
    ways = len({form for c in given for form in c.formats})
    was = f"was written in {ways} ways; its dates are" if ways > 1 else "has its dates"
    told = [f"'{column.name}' {was} written as {dt.datetime(2025, 12, 31).strftime(column.formats[0])} now."]
    samples = ", ".join(repr(sample) for c in given for sample in c.bad_samples)
    if bad := sum(c.bad for c in given):
        left = "is no date and stays as it is" if bad == 1 else "are no dates and stay as they are"
        told.append(f"In '{column.name}' {many(bad, 'value')} {left} written: {samples}.")
    return told


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
