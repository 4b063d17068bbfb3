"""From a file to its profile: stage, type, decide the roles. The typed table is cached by the file's checksum."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from praetorium.data import cells, conditions, retelling
from praetorium.data import columns as types
from praetorium.data import roles as meaning
from praetorium.data.asked import fits
from praetorium.data.duck import Connection, connect, literal, name, one
from praetorium.data.measures import computed
from praetorium.data.model import Amount, Column, Condition, Profile, Roles, Source
from praetorium.data.onepass import suits, typed_at_once
from praetorium.data.source import examine
from praetorium.data.staging import stage
from praetorium.data.wishes import Wishes
from praetorium.errors import StepError, UserError

KEPT = 6
YOUNG = 3600.0
"""Typed tables kept in the cache; older ones are made anew from their file when they are needed."""


def profile(
    connection: Connection,
    path: Path,
    cache: Path,
    *,
    shown_as: str,
    wishes: Wishes | None = None,
) -> Profile:
    """Read the file once and find out what it holds, and what the wishes mean in it.

    Raises UserError for what is no file of rows, and where no row meets the conditions.
    """
    wishes = wishes or Wishes()
    source = examine(path, shown_as, wishes.words)
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix="stage-") as folder:
        at_once = typed_at_once(connection, source, path, Path(folder)) if suits(source) else None
        notes: tuple[str, ...] = ()
        if at_once:
            staged, found = at_once
            typed = staged.path.rename(typed_file(cache, staged.source))
        else:
            staged = stage(connection, source, path, Path(folder))
            found, notes = types.find(connection, staged.path, staged.source, staged.rows)
            if other := retelling.told(connection, staged, found, wishes):
                staged, wishes = other
                found, notes = types.find(connection, staged.path, staged.source, staged.rows)
            typed = _write_typed(connection, staged.path, found, typed_file(cache, staged.source))
    _prune(cache)
    connection.execute(f"CREATE VIEW data AS SELECT * FROM read_parquet({literal(str(typed))})")
    where, unmet = conditions.found(connection, found, meaning.day_of(found, wishes), wishes)
    counted = _narrowed(connection, where, staged.source.name) if where else None
    fitting, passed = (list(wishes.by), []) if wishes.by else fits(found, wishes.wished, wishes.words)
    asked = wishes.model_copy(update={"by": tuple(fitting)})
    roles, decided = meaning.choose(connection, found, staged.rows, asked, where, retelling.least(staged.source))
    connection.execute("DROP VIEW data")
    return Profile(
        source=staged.source,
        columns=found,
        rows=staged.rows,
        counted=counted,
        left_out=staged.left_out,
        left_out_lines=staged.left_out_lines,
        roles=roles,
        definition=_definition(staged.source, found, roles, staged.rows),
        notes=(
            *_condition(where, counted, staged.rows),
            *unmet,
            *staged.source.notes,
            *_losses(staged.left_out, staged.left_out_lines, found),
            *_written(found, staged.source),
            *notes,
            *passed,
            *decided,
        ),
    )


def staged_profile(path: Path, folder: Path, *, shown_as: str, words: str = "") -> tuple[Profile, Path]:
    """How a file is written and what types its columns have, and its cells as text in Parquet, below ``folder``.

    ``words`` may name a sheet or a table of it. No roles are chosen: rows are counted. Raises UserError for what is no
    file of rows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # Lines left out are kept by connection: each file has one of its own.
    connection = connect(folder)
    source = examine(path, shown_as, words)
    staged = stage(connection, source, path, folder)
    found, notes = types.find(connection, staged.path, staged.source, staged.rows)
    connection.close()
    amount = Amount(label="rows", ones=True, decimals=0)
    losses = _losses(staged.left_out, staged.left_out_lines, found)
    known = Profile(
        source=staged.source,
        columns=found,
        rows=staged.rows,
        left_out=staged.left_out,
        left_out_lines=staged.left_out_lines,
        roles=Roles(amount=amount),
        definition=_definition(staged.source, found, Roles(amount=amount), staged.rows),
        notes=(*staged.source.notes, *losses, *_written(found, staged.source), *notes),
    )
    return known, staged.path


def open_data(connection: Connection, known: Profile, path: Path, cache: Path) -> None:
    """Make the view ``data`` of a profile; the typed table is made anew when the cache lost it.

    Raises StepError when the file is no longer the one that was profiled.
    """
    typed = typed_file(cache, known.source)
    if not typed.is_file():
        if examine(path, known.source.name).sha256 != known.source.sha256:
            raise StepError(f"'{known.source.name}' was changed while the report was made", next="ask again")
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix="stage-") as folder:
            staged = stage(connection, known.source, path, Path(folder))
            staged = retelling.again(connection, staged, known.source)
            _write_typed(connection, staged.path, known.columns, typed)
    amount, where = _computed(known.roles.amount), conditions.sql(known.roles.where)
    connection.execute(f"CREATE VIEW data AS SELECT *{amount} FROM read_parquet({literal(str(typed))}){where}")


def typed_file(cache: Path, source: Source) -> Path:
    """Where the typed table of a file is kept."""
    # A database has a typed table for each of its own, a workbook one for each sheet, and each may be told otherwise.
    told = retelling.part(source)
    part = f"-{hashlib.sha256(told.encode()).hexdigest()[:12]}" if told else ""
    return cache / f"{source.sha256}{part}.parquet"


def _write_typed(connection: Connection, staged: Path, found: Sequence[Column], target: Path) -> Path:
    """Written beside the cells and moved, so that nobody ever reads half of it."""
    selected = ", ".join(f"{cells.expression(c, name(c.name))} AS {name(c.name)}" for c in found)
    partial = staged.with_name("typed.parquet")
    connection.execute(
        f"COPY (SELECT {selected} FROM read_parquet({literal(str(staged))})) "
        f"TO {literal(str(partial))} (FORMAT parquet)"
    )
    return partial.rename(target)


def _computed(amount: Amount) -> str:
    return f", {computed(amount)} AS {name(amount.label)}" if amount.ones or amount.factors else ""


def _narrowed(connection: Connection, where: Sequence[Condition], file: str) -> int:
    """Leave the view ``data`` the rows that count; how many there are. Raises UserError when there is none."""
    connection.execute("ALTER VIEW data RENAME TO whole")
    connection.execute(f"CREATE VIEW data AS SELECT * FROM whole{conditions.sql(where)}")
    counted = int(one(connection, "SELECT count(*) FROM data")[0])
    if not counted:
        told = " and ".join(map(conditions.in_words, where))
        raise UserError(f"'{file}' has no row {told}", next="ask for another stretch of time, or for other values")
    return counted


def _condition(where: Sequence[Condition], counted: int | None, of: int) -> list[str]:
    if counted is None:
        return []
    told = "Where rows are told by their number, they are counted among these."
    return [conditions.sentence(where, counted, of), told]


def _definition(source: Source, found: Sequence[Column], roles: Roles, rows: int) -> str:
    raw, table = retelling.table(source, rows)
    lines = [f"  {cells.expression(c, cell)} AS {name(c.name)}" for c, cell in zip(found, raw, strict=True)]
    inner = ",\n".join(lines)
    typed = f"SELECT\n{inner}\nFROM {table}"
    amount, where = _computed(roles.amount), conditions.sql(roles.where)
    if amount or where:
        typed = f"SELECT *{amount} FROM (\n{typed}\n){where}"
    return f"CREATE VIEW data AS\n{typed};"


def _written(found: Sequence[Column], source: Source) -> list[str]:
    """How numbers and dates are written, where it is not the plainest way."""
    told = []
    comma = [c.name for c in found if c.number and c.mark == "," and (c.scale or not c.plain)]
    if comma:
        told.append(f"Numbers are written with a decimal comma in {', '.join(map(repr, comma))}.")
    hours = [c.name for c in found if c.mark == ":"]
    if hours:
        told.append(f"{', '.join(map(repr, hours))} says hours and minutes; it is read as hours: 7:30 is 7.5.")
    for column in found:
        if source.kind != "parquet" and any(cells.OFFSET in form for form in column.formats):
            told.append(f"The times in '{column.name}' are taken as they are written, each by its own clock.")
    example = datetime(2025, 12, 31, 18, 5, 9)
    for column in found:
        ways = [example.strftime(form) for form in column.formats if not form.startswith("%Y-%m-%d")]
        if ways and not (source.melted and column.name == source.melted.period):
            told.append(f"Dates in {column.name!r} are written like {' and '.join(ways[:3])}.")
    return told


def _losses(left_out: int, lines: Sequence[int], found: Sequence[Column]) -> list[str]:
    told = []
    if left_out:
        where = ", ".join(map(str, lines)) + (", …" if left_out > len(lines) else "")
        many = f"{left_out:,} lines are" if left_out > 1 else "One line is"
        told.append(f"{many} no row (wrong number of fields or broken quotes) and left out: line {where}.")
    for column in found:
        if column.bad:
            samples = ", ".join(repr(s) for s in column.bad_samples)
            kind = "number" if column.number else "date"
            are = (
                f"{column.bad:,} values are no {kind} and count"
                if column.bad > 1
                else f"one value is no {kind} and counts"
            )
            told.append(f"In '{column.name}' {are} as blank: {samples}.")
    return told


def _prune(cache: Path) -> None:
    newest = sorted(cache.glob("*.parquet"), key=lambda f: f.stat().st_mtime, reverse=True)
    for old in newest[KEPT:]:
        # Another request may be reading a young one.
        if time.time() - old.stat().st_mtime > YOUNG:
            old.unlink(missing_ok=True)
