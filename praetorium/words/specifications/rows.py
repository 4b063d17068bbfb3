"""A file of rows: one table, its columns typed by what is in them, its first rows the examples."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path, PurePath

from praetorium.data.source import examine
from praetorium.errors import UserError
from praetorium.models import FieldType
from praetorium.schedules.shape import shape_of
from praetorium.words.specifications.tables import Column, Table, by_name

LOOKED_AT = 2000
"""Rows that choices are found in."""
EXAMPLES = 12
_FEW = 8
_KINDS = {"date": FieldType.DATE, "truth": FieldType.BOOLEAN, "text": FieldType.TEXT, "nothing": FieldType.TEXT}


def table(path: Path, name: str) -> Table:
    """The table that a delimited file holds. Raises UserError for another kind of file."""
    source = examine(path, name)
    if source.kind != "delimited" or not source.header:
        raise UserError(f"'{name}' is no CSV with a header", next="save it as CSV with the columns' names on top")
    with path.open(encoding=source.encoding, errors="replace", newline="") as file:
        for _ in range(source.skip):
            file.readline()
        reader = csv.reader(file, delimiter=source.delimiter)
        next(reader)
        cells = [row for row in itertools.islice(reader, LOOKED_AT) if len(row) == len(source.names)]
    shapes = shape_of(path, name)
    columns = [_column(n, shapes.get(n, "text"), [row[i].strip() for row in cells]) for i, n in enumerate(source.names)]
    kept = [(i, c) for i, c in enumerate(columns) if c.name.lower() != "id"]
    rows = tuple({c.name: _value(row[i].strip(), c.type) for i, c in kept} for row in cells[:EXAMPLES])
    return Table(PurePath(name.removesuffix(".gz")).stem, tuple(c for _, c in kept), rows if _whole(kept) else ())


def _whole(kept: list[tuple[int, Column]]) -> bool:
    """Whether the rows can be examples as they are: dates are given to examples as days from today."""
    return all(column.type is not FieldType.DATE for _, column in kept)


def _column(name: str, shape: str, values: list[str]) -> Column:
    filled = [value for value in values if value]
    distinct = list(dict.fromkeys(filled))
    if shape == "number":
        whole = all("." not in value and "," not in value for value in filled)
        kind = by_name(name.lower().replace(" ", "_"), FieldType.INTEGER if whole else FieldType.DECIMAL)
    else:
        kind = by_name(name.lower().replace(" ", "_"), _KINDS[shape])
    if kind is FieldType.TEXT and 2 <= len(distinct) <= _FEW and len(filled) >= 3 * len(distinct):
        return Column(name, FieldType.CHOICE, len(filled) == len(values), choices=tuple(distinct))
    samples = (
        tuple(v for d in distinct[:EXAMPLES] if (v := _value(d, kind)) is not None)
        if kind is not FieldType.DATE
        else ()
    )
    return Column(name, kind, bool(values) and len(filled) == len(values) and kind is FieldType.TEXT, samples=samples)


def _value(text: str, kind: FieldType) -> str | int | float | bool | None:
    """A cell as an example has it; None where it is empty or cannot be read."""
    if not text:
        return None
    try:
        if kind in (FieldType.INTEGER, FieldType.RATING):
            return int(text)
        if kind in (FieldType.DECIMAL, FieldType.MONEY, FieldType.PERCENT):
            return float(text.replace(",", "."))
    except ValueError:
        return None
    return text.lower() in ("true", "yes", "1", "y", "t") if kind is FieldType.BOOLEAN else text
