"""The second engine on a file's state: Polars reads the raw file with parsers of its own and counts again."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

import polars as pl

from praetorium.data.cells import BLANKS
from praetorium.data.model import Column, Profile
from praetorium.data.quality import MAIL, bounds
from praetorium.data.second import cells
from praetorium.data.second_cells import TRUTHS, day, number


def requality(
    known: Profile, path: Path, key: str | None, mails: frozenset[str], far: frozenset[str]
) -> dict[str, Decimal]:
    """The figures of a file's state, by the same names as ``quality.facts``.

    ``mails`` are the columns of e-mail addresses, ``far`` those in which distances are looked at.
    """
    with tempfile.TemporaryDirectory(prefix="recount-") as scratch:
        folder = Path(scratch)
        cells(known, path, folder).with_columns(pl.all().str.strip_chars(" ")).sink_parquet(folder / "texts.parquet")
        texts = pl.scan_parquet(folder / "texts.parquet")
        return _counted(texts, known, key, mails, far)


def _counted(
    texts: pl.LazyFrame, known: Profile, key: str | None, mails: frozenset[str], far: frozenset[str]
) -> dict[str, Decimal]:
    filled = {c.name: _filled(c.name) for c in known.columns}
    total, complete = (
        texts.select(pl.len().alias("n"), pl.all_horizontal(*filled.values()).sum().alias("complete"))
        .collect(engine="streaming")
        .row(0)
    )
    every = [pl.col(c.name).fill_null("") for c in known.columns]
    different = texts.select(every).unique().select(pl.len()).collect(engine="streaming").item()
    made = {"rows": total, "complete": complete, "repeated": total - different, "doubled": 0}
    if key is not None:
        column = known.column(key)
        typed = _typed(column)
        value = (typed.str.to_lowercase() if column.type == "text" else typed).drop_nulls()
        counts = texts.select(value.alias("k")).group_by("k").len().filter(pl.col("len") > 1)
        made["doubled"] = counts.select(pl.len()).collect(engine="streaming").item()
    found = {name: Decimal(int(value)) for name, value in made.items()}
    for column in known.columns:
        found |= _column(texts, column, filled[column.name], column.name in mails, column.name in far)
    return found


def _column(texts: pl.LazyFrame, column: Column, filled: pl.Expr, mail: bool, far: bool) -> dict[str, Decimal]:
    typed = _typed(column)
    if column.type == "text":
        typed = pl.when(filled).then(typed)
    wrong = filled & ~pl.col(column.name).str.contains(MAIL) if mail else filled & typed.is_null()
    asked = texts.select(
        (~filled).sum().alias("missing"), typed.drop_nulls().n_unique().alias("distinct"), wrong.sum().alias("invalid")
    )
    told = asked.collect(engine="streaming").row(0, named=True)
    made = {f"{column.name} {what}": Decimal(int(count)) for what, count in told.items()}
    made[f"{column.name} outliers"] = Decimal(0)
    if column.number:
        made |= _measures(texts, column, far)
    return made


def _measures(texts: pl.LazyFrame, column: Column, far: bool) -> dict[str, Decimal]:
    value = number(column).cast(pl.Float64) / float(10 ** (column.scale or 0))
    asked = [value.quantile(q, interpolation="linear").alias(str(q)) for q in (0.25, 0.5, 0.75)]
    low, middle, high, least, mean = (
        texts.select(*asked, value.min().alias("least"), value.mean().alias("mean")).collect().row(0)
    )
    if low is None:
        return {}
    made = {
        f"{column.name} median": Decimal(repr(round(middle, 6))),
        f"{column.name} mean": Decimal(repr(round(mean, 6))),
    }
    edges = bounds(low, high, least) if far else None
    if edges:
        count = texts.select(((value < edges[0]) | (value > edges[1])).sum()).collect(engine="streaming").item()
        made[f"{column.name} outliers"] = Decimal(int(count or 0))
    return made


def _filled(name: str) -> pl.Expr:
    return pl.col(name).is_not_null() & ~pl.col(name).str.to_lowercase().is_in(BLANKS)


def _typed(column: Column) -> pl.Expr:
    if column.number:
        return number(column)
    if column.type == "date":
        return day(column)
    cell = pl.col(column.name)
    if column.type == "boolean":
        return pl.when(_filled(column.name)).then(cell.str.to_lowercase().is_in(TRUTHS))
    return pl.when(cell == "").then(None).otherwise(cell)
