"""The second engine on a comparison: Polars reads both raw files with parsers of its own and counts again."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

import polars as pl

from praetorium.data.comparing import Shared
from praetorium.data.model import Profile
from praetorium.data.second import cells
from praetorium.data.second_cells import day, number, text


def recompare(
    first: Profile, second: Profile, paths: tuple[Path, Path], shared: tuple[Shared, ...], key: tuple[str, ...]
) -> dict[str, Decimal]:
    """The figures of a comparison, by the same names as ``comparing.facts``."""
    with tempfile.TemporaryDirectory(prefix="recount-") as scratch:
        sides = []
        for profile, path, side in zip((first, second), paths, "ab", strict=True):
            folder = Path(scratch, side)
            folder.mkdir()
            made = [_value(s, profile, side).alias(f"c{i}") for i, s in enumerate(shared)]
            cells(profile, path, folder).select(made).sink_parquet(folder / "rows.parquet")
            sides.append(pl.scan_parquet(folder / "rows.parquet"))
        return _counted(sides[0], sides[1], shared, key)


def _value(shared: Shared, profile: Profile, side: str) -> pl.Expr:
    column = profile.column(shared.first if side == "a" else shared.second)
    match shared.mode:
        case "number":
            if shared.scale is None:
                return number(column).cast(pl.Float64) / (10**column.scale if column.scale else 1)
            factor: int = 10 ** (shared.scale - (column.scale or 0))
            return number(column) * factor
        case "date":
            return day(column)
        case "text":
            return text(column)


def _counted(a: pl.LazyFrame, b: pl.LazyFrame, shared: tuple[Shared, ...], key: tuple[str, ...]) -> dict[str, Decimal]:
    names = [f"c{i}" for i in range(len(shared))]
    at = [f"c{next(i for i, s in enumerate(shared) if s.first == k)}" for k in key]
    rest = [(name, s) for name, s in zip(names, shared, strict=True) if name not in at]
    before, after = (int(side.select(pl.len()).collect().item()) for side in (a, b))
    made = {"rows before": Decimal(before), "rows after": Decimal(after)}
    if at:
        joined = a.join(b, on=at, how="inner", nulls_equal=True)
        differs = [pl.col(name).ne_missing(pl.col(f"{name}_right")).alias(name) for name, _ in rest]
        asked = [pl.len().alias("matched"), pl.any_horizontal(*differs, False).sum().alias("changed")]
        each = joined.select(asked + [d.sum().alias(f"n {name}") for d, (name, _) in zip(differs, rest, strict=True)])
        told = each.collect(engine="streaming").row(0, named=True)
        matched, changed = int(told["matched"]), int(told["changed"] or 0)
        made |= {f"changed in {s.first}": Decimal(int(told[f"n {name}"] or 0)) for name, s in rest}
    else:
        pairs = _multisets(a, b, names)
        matched, changed = int(pairs.select(pl.min_horizontal("n", "n_right").sum()).collect().item() or 0), 0
        made |= {f"changed in {s.first}": Decimal(0) for _, s in rest}
    counts = {"added": after - matched, "removed": before - matched, "changed": changed, "same": matched - changed}
    made |= {name: Decimal(value) for name, value in counts.items()}
    for name, s in rest:
        if s.mode == "number":
            made |= _totals(a, b, name, s)
    return made


def _multisets(a: pl.LazyFrame, b: pl.LazyFrame, names: list[str]) -> pl.LazyFrame:
    counted = [side.group_by(names).agg(pl.len().alias("n")) for side in (a, b)]
    return counted[0].join(counted[1], on=names, how="inner", nulls_equal=True)


def _totals(a: pl.LazyFrame, b: pl.LazyFrame, name: str, shared: Shared) -> dict[str, Decimal]:
    sums = [side.select(pl.col(name).sum()).collect().item() or 0 for side in (a, b)]
    if shared.scale is None:
        before, after = (Decimal(repr(round(float(value), 6))) for value in sums)
    else:
        before, after = (Decimal(int(value)).scaleb(-shared.scale) for value in sums)
    own = shared.first
    made = {f"{own} before": before, f"{own} after": after, f"{own} difference": after - before}
    return made | ({f"{own} change": (after - before) / abs(before)} if before else {})
