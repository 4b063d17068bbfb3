"""The second engine on a join: Polars joins both raw files again and compares every row of the result."""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl

from praetorium.data.joining import Join
from praetorium.data.second import cells


def disagreements(found: Join, rows_path: Path, lookup_path: Path, result: Path) -> list[str]:
    """A sentence for each way in which the joined file is not what the raw files give."""
    own, other = found.key
    with tempfile.TemporaryDirectory(prefix="recount-") as scratch:
        left = _read(found, Path(scratch, "l"), rows_path, rows=True).with_columns(_folded(own))
        right = _read(found, Path(scratch, "r"), lookup_path, rows=False).with_columns(_folded(other))
        keyed = right.filter(pl.col("join_key").is_not_null())
        asked = keyed.unique("join_key", keep="first", maintain_order=True) if found.kind == "lookup" else keyed
        extra = [c.name for c in found.lookup.columns if c.name != other]
        asked = asked.select("join_key", *(pl.col(c).alias(f"r {t}") for c, t in zip(extra, found.taken, strict=True)))
        named = [pl.col(c.name) for c in found.rows_file.columns]
        joined = left.join(asked, on="join_key", how="left").select(
            *named, *(pl.col(f"r {t}").alias(t) for t in found.taken)
        )
        counts = {
            "rows": joined.select(pl.len()),
            "rows that were not found": left.join(keyed, on="join_key", how="anti").select(pl.len()),
            "rows that nobody asked for": right.join(left, on="join_key", how="anti").select(pl.len()),
            "doubled keys": keyed.group_by("join_key").len().filter(pl.col("len") > 1).select(pl.len()),
        }
        claimed = {
            "rows": found.rows,
            "rows that were not found": found.lost,
            "rows that nobody asked for": found.unused,
        }
        claimed["doubled keys"] = found.doubled
        told = {what: int(query.collect(engine="streaming").item()) for what, query in counts.items()}
        wrong = [
            f"{what}: {claimed[what]:,} are told, the raw files give {n:,}"
            for what, n in told.items()
            if claimed[what] != n
        ]
        written = pl.scan_csv(result, infer_schema=False)
        if written.collect_schema().names() != list(found.columns):
            return [*wrong, "the columns of the joined file are others"]
        if _print(written, found.columns) != _print(joined, found.columns):
            wrong.append("the joined file's rows are not those that the raw files give")
        return wrong


def _read(found: Join, folder: Path, path: Path, *, rows: bool) -> pl.LazyFrame:
    folder.mkdir()
    return cells(found.rows_file if rows else found.lookup, path, folder)


def _folded(key: str) -> pl.Expr:
    cell = pl.col(key).str.strip_chars(" ")
    return pl.when(cell == "").then(None).otherwise(cell).alias("join_key")


def _print(frame: pl.LazyFrame, columns: tuple[str, ...]) -> tuple[int, int]:
    """A fingerprint of all rows together, whatever their order: how many, and the sum of their hashes."""
    row = pl.concat_str([pl.col(c).fill_null("") for c in columns], separator="\x1f").hash(seed=7)
    summed = (row % 1_000_000_007).cast(pl.Int64).sum()
    count, total = frame.select(pl.len().alias("n"), summed.alias("sum")).collect(engine="streaming").row(0)
    return int(count), int(total or 0)
