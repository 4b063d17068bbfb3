"""The second engine's cells: from the text of a raw file to numbers, days and groups, and which rows count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import polars as pl

from praetorium.data.cells import BLANKS, CURRENCY
from praetorium.data.model import Amount, Column, Condition, Profile

TRUTHS = ("true", "yes", "ja", "y", "t")


def _filled(column: Column) -> pl.Expr:
    cell = pl.col(column.name).str.strip_chars(" ")
    return pl.when(cell.str.to_lowercase().is_in(BLANKS)).then(None).otherwise(cell)


def number(column: Column) -> pl.Expr:
    """The cell as a number: in units of 10^-scale where the column has one, else binary."""
    cell = _filled(column)
    if column.mark == ":":
        return _hours(cell)
    unit = f"|{re.escape(column.unit)}$" if column.unit not in ("", "%") else ""
    bare = cell.str.replace_all(rf"(?i){CURRENCY}{unit}|[\s'\u00a0\u202f()%+]", "")
    bare = (
        bare.str.replace_all(r"[.]", "").str.replace_all(",", ".")
        if column.mark == ","
        else bare.str.replace_all(",", "")
    )
    value = bare.cast(pl.Float64, strict=False)
    value = pl.when(cell.str.starts_with("(")).then(-value).otherwise(value)
    return value if column.scale is None else (value * 10**column.scale).round(0).cast(pl.Int64)


def _hours(cell: pl.Expr) -> pl.Expr:
    """Hours from ``7:30`` or ``7:30:15``."""
    parts = cell.str.extract_groups(r"^(-?)(\d{1,5}):([0-5]\d)(?::([0-5]\d))?$").struct
    hours, minutes, seconds = (parts.field(str(at)).cast(pl.Float64, strict=False) for at in (2, 3, 4))
    total = (hours * 3600 + minutes * 60 + seconds.fill_null(0)) / 3600
    return pl.when(parts.field("1") == "-").then(-total).otherwise(total)


def counted(rows: pl.LazyFrame, known: Profile, where: Sequence[Condition]) -> pl.LazyFrame:
    """The rows that count: first each by itself, then those of the groups that are large enough among them."""
    alone = [_counts(known, each) for each in where if not each.per]
    rows = rows.filter(*alone) if alone else rows
    # Every group is measured before any row of it is left out.
    grouped = [_whole(known, each) for each in where if each.per]
    return rows.filter(*grouped) if grouped else rows


def _whole(known: Profile, condition: Condition) -> pl.Expr:
    """Whether the group that a row is of is large enough."""
    group = key(known.column(condition.column))
    if condition.amount:
        amount, scale = measured(known, condition.amount)
        fits = _compared(amount.sum().over(group), scale, condition)
    else:
        fits = _compared(pl.len().over(group), 0, condition)
    return fits & group.is_not_null()


def _compared(value: pl.Expr, scale: int | None, condition: Condition) -> pl.Expr:
    """A value in units of 10^-scale against the bound that is told in ones."""
    bound = Decimal(condition.bound).scaleb(scale or 0)
    exact = int(bound) if bound == bound.to_integral() else float(bound)
    ways = {">": value > exact, ">=": value >= exact, "<": value < exact, "<=": value <= exact, "=": value == exact}
    return ways[condition.sign or "="].fill_null(False)


def _counts(known: Profile, condition: Condition) -> pl.Expr:
    """Whether a row counts."""
    if condition.amount:
        held = _compared(*measured(known, condition.amount), condition)
        return held if condition.keep else ~held
    column = known.column(condition.column)
    if condition.blank:
        typed = number(column) if column.number else day(column) if column.moment else key(column)
        return typed.is_null()
    if condition.values:
        cell = pl.col(column.name).str.strip_chars(" ").str.to_lowercase()
        if column.type == "boolean":
            cell = cell.is_in(TRUTHS).cast(pl.String)
        held = cell.is_in(condition.values).fill_null(False)
        return held if condition.keep else ~held
    since = day(column) >= date.fromisoformat(condition.since) if condition.since else pl.lit(True)
    until = day(column) < date.fromisoformat(condition.until) if condition.until else pl.lit(True)
    return since & until


def measured(known: Profile, chosen: Amount) -> tuple[pl.Expr, int | None]:
    """What is added up, and its unit: 10^-scale, or None for binary numbers."""
    if chosen.ones:
        return pl.lit(1, dtype=pl.Int64), 0
    if not chosen.factors:
        column = known.column(chosen.label)
        return number(column), column.scale
    quantity, price = (known.column(name) for name in chosen.factors)
    if chosen.difference:
        return _difference(quantity, price)
    scale = None if quantity.scale is None or price.scale is None else quantity.scale + price.scale
    return number(quantity) * number(price), scale


def _difference(paid_in: Column, paid_out: Column) -> tuple[pl.Expr, int | None]:
    """The first less the second, in units that hold both."""
    one, other = number(paid_in).fill_null(0), number(paid_out).fill_null(0)
    if paid_in.scale is None or paid_out.scale is None:
        binary = [each / 10 ** (column.scale or 0) for each, column in ((one, paid_in), (other, paid_out))]
        return binary[0] - binary[1], None
    scale = max(paid_in.scale, paid_out.scale)
    return one * 10 ** (scale - paid_in.scale) - other * 10 ** (scale - paid_out.scale), scale


def day(column: Column) -> pl.Expr:
    """The cell's day."""
    cell = pl.col(column.name).str.strip_chars(" ")
    tried = []
    for form in column.formats:
        form = form.replace(".%f", "%.f")
        if form.endswith("%z"):
            local = cell.str.replace(r"(?:Z|[+-]\d\d(?::?\d\d)?)$", "")
            tried.append(local.str.to_datetime(form.removesuffix("%z"), strict=False, time_unit="us").dt.date())
        elif "%H" in form:
            moment = cell.str.to_datetime(form, strict=False, time_unit="us")
            tried.append(moment.dt.date())
        elif "%d" not in form:
            tried.append((cell + "-01").str.to_date(form + "-%d", strict=False))
        else:
            tried.append(cell.str.to_date(form, strict=False))
    return pl.coalesce(tried)


def text(column: Column) -> pl.Expr:
    """The cell without blanks around it; null for an empty one."""
    cell = pl.col(column.name).str.strip_chars(" ")
    return pl.when(cell == "").then(None).otherwise(cell)


def key(column: Column) -> pl.Expr:
    """The cell as what rows are grouped by: text, null for a blank one."""
    cell = pl.col(column.name).str.strip_chars(" ")
    if column.type == "boolean":
        return cell.str.to_lowercase().is_in(TRUTHS).cast(pl.String)
    if column.type == "integer":
        return number(column).cast(pl.String)
    if column.type == "decimal":
        value = number(column)
        if column.scale is not None:
            value = (value / 10**column.scale).cast(pl.Decimal(38, column.scale))
        return value.cast(pl.String)
    return pl.when(cell == "").then(None).otherwise(cell)
