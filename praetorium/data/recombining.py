"""The second engine on combined files: Polars reads the raw files and the result again, and compares all their rows."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import polars as pl

from praetorium.data.cells import BLANKS
from praetorium.data.combining import Combined, Recombining
from praetorium.data.excel import sheet_rows
from praetorium.data.model import Column
from praetorium.data.reading import checksum
from praetorium.data.second import cells
from praetorium.data.second_cells import counted, key, number

_ORDER = "place in the list"


def wrong(given: Recombining) -> list[str]:
    """What of the result is not as the raw files have it; nothing when it holds each row as often as it should."""
    found = given.found
    for known, path in zip(found.files, given.paths, strict=True):
        if checksum(path) != known.source.sha256:
            return [f"{known.source.name} was changed since it was read"]
    names = [c.name for c in found.columns]
    with tempfile.TemporaryDirectory(prefix="recount-") as scratch:
        frames = []
        for at, path in enumerate(given.paths):
            folder = Path(scratch, str(at))
            folder.mkdir()
            frames.append(_raw(found, at, path, folder))
        raw = pl.concat(frames)
        raw = _listed(_once(raw, found) if found.unique else raw, found)
        raw.sink_parquet(Path(scratch, "raw.parquet"))
        written = _result(given.result, found)
        if (there := written.collect_schema().names()) != names:
            return [f"its columns are {', '.join(there)}, and should be {', '.join(names)}"]
        again = written.select(_again(column).alias(column.name) for column in found.columns)
        made = _print(again, names, ordered=bool(found.sort))
        wanted = _print(pl.scan_parquet(Path(scratch, "raw.parquet")), names, ordered=bool(found.sort))
    rows = made[0], wanted[0]
    wrong = []
    if rows != (found.rows, found.rows):
        wrong.append(f"it has {rows[0]:,} rows and tells of {found.rows:,}, the raw files give {rows[1]:,}")
    for at, name in enumerate(names, start=2):
        if made[at] != wanted[at]:
            wrong.append(f"'{name}' holds other values than the raw files")
    if not wrong and made[1] != wanted[1]:
        wrong.append("its values stand in other rows than in the raw files")
    return wrong


def _raw(found: Combined, at: int, path: Path, folder: Path) -> pl.LazyFrame:
    known = found.files[at]
    selected = []
    for column, called in zip(found.columns, found.own[at], strict=True):
        value = pl.lit(None, dtype=pl.String) if called is None else _value(known.column(called), column)
        selected.append(value.alias(column.name))
    if found.sort:
        called = next(n for c, n in zip(found.columns, found.own[at], strict=True) if c.name == found.sort)
        place = _place(known.column(called)) if called else pl.lit(None, dtype=pl.String)
        selected.append(place.alias(_ORDER))
    raw = cells(known, path, folder)
    return counted(raw, known, found.where).select(selected)


def _place(own: Column) -> pl.Expr:
    """What a row is ordered by."""
    if own.number:
        value = number(own).cast(pl.Float64)
        return value if own.scale is None else value / 10**own.scale
    return _moment(pl.col(own.name), own.formats) if own.moment else key(own).str.to_lowercase()


def _listed(raw: pl.LazyFrame, found: Combined) -> pl.LazyFrame:
    """The rows in the order that was asked for, and as many."""
    if found.sort:
        raw = raw.sort(_ORDER, descending=not found.rising, nulls_last=True, maintain_order=True).drop(_ORDER)
    return raw.head(found.first) if found.first else raw


def _value(own: Column, column: Column) -> pl.Expr:
    """A raw cell in the form in which both sides are compared."""
    if column.number:
        value = number(own)
        if column.scale is None:
            value = value.cast(pl.Float64) / 10 ** (own.scale or 0)
        else:
            value = value * 10 ** (column.scale - (own.scale or 0))
        written: pl.Expr = value.cast(pl.String)
        return written
    if column.moment:
        return _moment(pl.col(own.name), own.formats)
    cell = pl.col(own.name).str.strip_chars(" ")
    cell = pl.when(cell == "").then(None).otherwise(cell)
    if column.formats:
        length = 19 if "%H" in column.formats[0] else 10
        return pl.coalesce(_moment(pl.col(own.name), own.formats).str.head(length), cell)
    return cell


def _again(column: Column) -> pl.Expr:
    """A cell of the result in the same form."""
    cell = pl.col(column.name)
    if column.number:
        value = cell.cast(pl.Float64, strict=False)
        return (value if column.scale is None else (value * 10**column.scale).round(0).cast(pl.Int64)).cast(pl.String)
    if column.moment:
        return _moment(cell, ("%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d"))
    return pl.when(cell == "").then(None).otherwise(cell)


def _moment(cell: pl.Expr, formats: tuple[str, ...]) -> pl.Expr:
    bare = cell.str.strip_chars(" ")
    bare = pl.when(bare.str.to_lowercase().is_in(BLANKS)).then(None).otherwise(bare)
    tried = []
    for form in formats:
        form = form.replace(".%f", "%.f")
        text = bare
        if "%d" not in form:
            text, form = bare + "-01", f"{form}-%d"
        if form.endswith("%z"):
            text, form = bare.str.replace(r"(?:Z|[+-]\d\d(?::?\d\d)?)$", ""), form.removesuffix("%z")
        if "%H" in form:
            tried.append(text.str.to_datetime(form, strict=False, time_unit="us"))
        else:
            tried.append(text.str.to_date(form, strict=False).cast(pl.Datetime("us")))
    made: pl.Expr = pl.coalesce(tried).dt.to_string("%Y-%m-%d %H:%M:%S")
    return made


def _once(raw: pl.LazyFrame, found: Combined) -> pl.LazyFrame:
    """The first of the rows that are the same by what tells them apart; a row without that repeats no other."""
    if not found.on:
        return raw.unique([c.name for c in found.columns], keep="first", maintain_order=True)
    key = pl.concat_str([pl.col(c).str.to_lowercase().fill_null("\x00") for c in found.on], separator="\x1f")
    blank = pl.all_horizontal([pl.col(c).is_null() for c in found.on])
    keyed = raw.with_row_index("at").with_columns(
        pl.when(blank).then(pl.format("\x02{}", pl.col("at"))).otherwise(key).alias("key")
    )
    return keyed.unique("key", keep="first", maintain_order=True).drop("at", "key")


def _result(path: Path, found: Combined) -> pl.LazyFrame:
    """The finished file's cells as text, read by another library than wrote it."""
    match path.suffix.lower():
        case ".csv":
            return pl.scan_csv(path, infer_schema=False)
        case ".parquet":
            return pl.scan_parquet(path).select(pl.all().cast(pl.String))
        case ".json":
            lines: Iterator[list[str | None]] = (
                [None if value is None else str(value) for value in record.values()]
                for record in json.loads(path.read_text("utf-8"), parse_float=Decimal)
            )
            return _framed([c.name for c in found.columns], list(lines))
        case _:
            head, *body = sheet_rows(path, path.name, "Rows")
            width = len(head)
            return _framed(head, [[cell or None for cell in (row + [""] * width)[:width]] for row in body])


def _framed(names: list[str], lines: list[list[str | None]]) -> pl.LazyFrame:
    return pl.LazyFrame(lines, schema=dict.fromkeys(names, pl.String), orient="row")


def _print(frame: pl.LazyFrame, names: list[str], *, ordered: bool = False) -> tuple[int, ...]:
    """A fingerprint: how many rows, of all of them together (in their order, where that counts), of each column."""
    place = "place in the file, counted here"
    frame = frame.with_row_index(place).with_columns(pl.col(place).cast(pl.String)) if ordered else frame

    def summed(columns: list[str]) -> pl.Expr:
        row = pl.concat_str([pl.col(c).fill_null("\x00") for c in columns], separator="\x1f").hash(seed=7)
        return (row % 1_000_000_007).cast(pl.Int64).sum()

    asked = [pl.len().alias("rows"), summed([*names, place] if ordered else names).alias("all")]
    asked += [summed([name]).alias(f"column {at}") for at, name in enumerate(names)]
    return tuple(int(value or 0) for value in frame.select(asked).collect(engine="streaming").row(0))
