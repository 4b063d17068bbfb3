"""The second engine: the same totals from the raw file again, by Polars and parsers of its own.

Nothing is shared with the first engine's reading but what the profile says of the file (delimiter, decimal mark, date
formats) and what counts as blank. Where the first engine left lines out, Python's own CSV reader decides anew which
lines are rows.
"""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from praetorium.data import nested
from praetorium.data.excel import cell_text
from praetorium.data.model import Grain, Melted, Profile
from praetorium.data.numbers import exact
from praetorium.data.reading import text_chunks
from praetorium.data.second_cells import counted, day, key, measured
from praetorium.data.second_sheets import sheet_texts
from praetorium.data.sqlite import table_rows
from praetorium.data.staging import LINE_LIMIT

EVERY = {"day": "1d", "week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}
HELD = 2_000_000
"""Values that are held in memory at once."""
PARTS = 4096


@dataclass(frozen=True)
class Recount:
    """The rows as the second engine sees them: amounts as whole numbers of the smallest unit where that is possible."""

    table: pl.LazyFrame
    scale: int | None
    """10^-scale is the unit of the column ``amount``; None: binary numbers."""

    def rows(self) -> int:
        return int(self.table.select(pl.len()).collect().item())

    def total(self) -> Decimal:
        return self._value(self.table.select(pl.col("amount").sum()).collect().item())

    def average(self) -> Decimal:
        filled = int(self.table.select(pl.col("amount").count()).collect().item())
        return self.total() / filled if filled else Decimal(0)

    def median(self) -> Decimal:
        """Only the values around the middle are held at once: where it lies is found by counting ranges of values."""
        amount = pl.col("amount")
        asked = self.table.select(amount.min().alias("a"), amount.max().alias("b"), amount.count().alias("n"))
        least, most, count = asked.collect(engine="streaming").row(0)
        if not count:
            return Decimal(0)
        table, before = self.table.filter(amount.is_not_null()), 0
        middle = ((count - 1) // 2, count // 2)
        if count > HELD and least < most:
            part = ((amount.cast(pl.Float64) - least) * (PARTS / (most - least))).floor().alias("part")
            sizes = table.group_by(part).agg(pl.len()).collect(engine="streaming").sort("part")
            until = sizes["len"].cum_sum()
            low, high = (int((until <= at).sum()) for at in middle)
            before = int(until[low - 1]) if low else 0
            table = table.filter(part.is_between(sizes["part"][low], sizes["part"][high]))
        values = table.select(amount.sort()).collect()["amount"]
        found = (values[middle[0] - before] + values[middle[1] - before]) / 2
        return Decimal(repr(found)).scaleb(-(self.scale or 0))

    def distinct(self, column: str) -> int:
        """Counted part by part, so that only one part's values are held at once."""
        value = pl.col(f"by {column}").drop_nulls()
        parts = self.rows() // HELD + 1
        if parts == 1:
            return int(self.table.select(value.n_unique()).collect().item())
        mark = pl.col(f"by {column}").hash() % parts
        asked = (self.table.filter(mark == part).select(value.n_unique()) for part in range(parts))
        return sum(int(each.collect(engine="streaming").item()) for each in asked)

    def groups(self, column: str, grain: Grain | None) -> dict[str, tuple[int, Decimal]]:
        """By the group's value (ISO date for a period, empty for blank): rows and total."""
        key = pl.col("day").dt.truncate(EVERY[grain]) if grain else pl.col(f"by {column}")
        asked = self.table.group_by(key.cast(pl.String).alias("key")).agg(
            pl.len().alias("rows"), pl.col("amount").sum()
        )
        found = asked.collect(engine="streaming")
        return {key or "": (int(count), self._value(total)) for key, count, total in found.iter_rows()}

    def placed(
        self, known: Profile, first: str, second: str | None, *, undated: bool = False
    ) -> dict[tuple[str, str], tuple[Decimal, int]]:
        """What a chart shows: by place on its axis and by series the total, and of how many values."""
        roles, amount = known.roles, pl.col("amount")
        if roles.width:
            wide = Decimal(roles.width).scaleb(self.scale or 0)
            place = (amount / float(wide)).floor() if self.scale is None else amount // int(wide)
            place = place.cast(pl.Int64)
        elif first == roles.date:
            place = pl.col("day").dt.weekday() if roles.part else pl.col("day").dt.truncate(EVERY[roles.grain or "day"])
        else:
            place = pl.col(f"by {first}")
        keys = [place.cast(pl.String).alias("place")]
        keys.append((pl.col(f"by {second}") if second else pl.lit("")).alias("series"))
        asked = self.table.group_by(keys).agg(amount.sum(), amount.count().alias("filled"))
        found = asked.collect(engine="streaming").select("place", "series", "amount", "filled")
        made = {(a or "", b or ""): (self._value(total), int(count)) for a, b, total, count in found.iter_rows()}
        if roles.width:
            edges = Decimal(roles.width)
            return {(exact(int(a) * edges), b): part for (a, b), part in made.items() if a}
        return {key: part for key, part in made.items() if key[0] or undated or first != roles.date}

    def _value(self, total: Any) -> Decimal:
        if self.scale is None:
            return Decimal(repr(round(float(total or 0), 6)))
        return Decimal(int(total or 0)).scaleb(-self.scale)


@contextmanager
def recount(known: Profile, path: Path) -> Iterator[Recount]:
    """Read the raw file anew; what is made on the way is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="recount-") as scratch:
        folder = Path(scratch)
        raw = cells(known, path, folder)
        raw = counted(raw, known, known.roles.where)
        amount, scale = measured(known, known.roles.amount)
        keys = [c for c in (known.roles.key, *known.roles.categories) if c]
        made = [amount.alias("amount")]
        made += [key(known.column(c)).alias(f"by {c}") for c in dict.fromkeys(keys)]
        if known.roles.date:
            made.append(day(known.column(known.roles.date)).alias("day"))
        raw.select(made).sink_parquet(folder / "rows.parquet")
        yield Recount(pl.scan_parquet(folder / "rows.parquet"), scale)


def cells(known: Profile, path: Path, folder: Path) -> pl.LazyFrame:
    """The raw file's cells as text, by the names of its columns; ``folder`` takes what has to be written on the way."""
    frame = _every_line(known, path, folder)
    if known.source.tail:
        lines = int(frame.select(pl.len()).collect(engine="streaming").item())
        frame = frame.head(lines - known.source.tail)
    if apart := known.source.exploded:
        parts = pl.col(apart.column).fill_null("").str.split(apart.mark)
        return frame.with_columns(parts).explode(apart.column).with_columns(pl.col(apart.column).str.strip_chars(" "))
    return _long(frame, known.source.melted) if known.source.melted else frame


def _long(frame: pl.LazyFrame, how: Melted) -> pl.LazyFrame:
    """Each cell of a period's column as a row of its own."""
    told = frame.unpivot(
        [column for column, _ in how.periods], index=list(how.kept), variable_name=how.period, value_name=how.value
    )
    filled = pl.col(how.value).str.strip_chars(" ").fill_null("") != ""
    return told.filter(filled).with_columns(pl.col(how.period).replace_strict(dict(how.periods)))


def _every_line(known: Profile, path: Path, folder: Path) -> pl.LazyFrame:
    source, names = known.source, list(known.source.names)
    if source.kind == "parquet":
        frame = pl.scan_parquet(path)
        given = frame.collect_schema()
        return frame.select(_written(pl.col(a), given[a]).alias(b) for a, b in zip(given, names, strict=True))
    clean = path
    if source.kind != "delimited" or known.left_out or source.packed or source.encoding != "utf-8":
        clean = folder / "rows.csv"
        with clean.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, quoting=csv.QUOTE_ALL)
            writer.writerows(_rows(known, path))
        return pl.scan_csv(clean, has_header=False, new_columns=names, infer_schema=False)
    return pl.scan_csv(
        clean,
        separator=source.delimiter,
        has_header=False,
        skip_rows=source.skip + source.header,
        new_columns=names,
        infer_schema=False,
    )


def _written(value: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """A typed value as the text that the first engine makes of it, by whose formats it is read again."""
    if isinstance(kind, pl.Datetime):
        moment = "%Y-%m-%d %H:%M:%S%.f"
        return value.dt.to_string(moment) if kind.time_zone is None else _utc(value).dt.to_string(moment + "%z")
    if isinstance(kind, pl.List | pl.Array):
        texts = value if isinstance(kind, pl.List) else value.arr.to_list()
        inner = getattr(kind, "inner", pl.String())
        return pl.format("[{}]", texts.list.eval(_written(pl.element(), inner)).list.join(", "))
    return value.struct.json_encode() if isinstance(kind, pl.Struct) else value.cast(pl.String)


def _utc(moment: pl.Expr) -> pl.Expr:
    return moment.dt.convert_time_zone("UTC")


def _rows(known: Profile, path: Path) -> Iterator[list[str]]:
    """The rows that have as many cells as there are columns."""
    source = known.source
    width = len(source.names)
    if source.kind == "sqlite":
        lines = table_rows(path, source.name, source.sheet or "")
        next(lines)
        yield from lines
    elif source.kind == "excel":
        yield from _excel_rows(path, source.sheet or "", width)
    elif source.kind in ("json", "jsonl"):
        text = "".join(text_chunks(path, source.packed, source.encoding))
        records = json.loads(text) if source.kind == "json" else map(json.loads, filter(str.strip, text.splitlines()))
        if source.inside and isinstance(records, dict):
            records = records[source.inside]
        for record in [records] if isinstance(records, dict) else records:
            yield [_json_text(nested.value(record, path)) for path in source.paths]
    else:
        yield from _delimited_rows(known, path, width)


def _delimited_rows(known: Profile, path: Path, width: int) -> Iterator[list[str]]:
    source = known.source
    csv.field_size_limit(2 * LINE_LIMIT)
    lines = _lines(path, source.packed, source.encoding)
    for _ in range(source.skip):
        next(lines, None)
    reader = csv.reader(lines, delimiter=source.delimiter, strict=True)
    first = source.header
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            continue
        if not row:
            continue
        if first:
            first = False
        elif len(row) == width and sum(map(len, row)) <= LINE_LIMIT:
            yield row


def _lines(path: Path, packed: bool, encoding: str) -> Iterator[str]:
    rest = ""
    for piece in text_chunks(path, packed, encoding):
        *whole, rest = (rest + piece).split("\n")
        yield from (line + "\n" for line in whole)
    if rest:
        yield rest


def _excel_rows(path: Path, sheet: str, width: int) -> Iterator[list[str]]:
    started = False
    for texts in sheet_texts(path, sheet):
        filled = sum(bool(cell.strip()) for cell in texts)
        if not started:
            started = filled * 2 > width
        elif filled:
            yield (texts + [""] * width)[:width]


def _json_text(value: Any) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return cell_text(value)
