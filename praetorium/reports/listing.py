"""Rows as they are listed on a page: the whole table, each value as it stands in the file of rows."""

from __future__ import annotations

import csv
from pathlib import Path

from praetorium.data.combining import Combined
from praetorium.data.numbers import many
from praetorium.errors import UserError
from praetorium.reports.paper import Cell, Column, Paper, Section, Table

MOST = 1_000
"""Rows that a page or a PDF lists."""
WIDEST = 14
"""Columns that a page has room for."""


def listed(found: Combined, rows: Path, *, title: str, made: str) -> Paper:
    """The paper of a list. Raises UserError for more rows or columns than can be read on paper."""
    if found.rows > MOST:
        told = f"a page lists at most {MOST:,} rows, and there are {found.rows:,}"
        raise UserError(told, next="ask for Excel or CSV, for fewer rows ('top 50'), or for a report of totals")
    with rows.open(encoding="utf-8", newline="") as stream:
        _, *lines = list(csv.reader(stream))
    kept = [at for at, _ in enumerate(found.columns) if any(line[at] for line in lines)]
    if len(kept) > WIDEST:
        told = f"a page has room for {WIDEST} columns, and there are {len(kept)}"
        raise UserError(told, next="ask for Excel or CSV, or for a report of totals")
    numbers = {c.name for known in found.files for c in known.columns if c.number}
    columns = tuple(
        Column(label=found.columns[at].name, kind="number" if found.columns[at].name in numbers else "text")
        for at in kept
    )
    body = tuple(tuple(Cell(text=line[at]) for at in kept) for line in lines)
    source = ", ".join(known.source.name for known in found.files)
    checked = "Each row was compared with the raw file by another program before this was handed over."
    notes = (
        *found.notes,
        checked,
        *(f"'{found.columns[at].name}' is empty and not shown." for at in _empty(found, kept)),
    )
    return Paper(
        title=title,
        kicker=f"From {source}",
        lede=f"{many(found.rows, 'row')}{_ordered(found)}.",
        sections=(
            Section(id="rows", heading="The list", tables=(Table(caption="", columns=columns, rows=body, whole=True),)),
            Section(id="data", heading="The data", notes=notes),
        ),
        sources=tuple((known.source.name, known.source.sha256) for known in found.files),
        made=made,
    )


def _empty(found: Combined, kept: list[int]) -> list[int]:
    return [at for at, _ in enumerate(found.columns) if at not in kept]


def _ordered(found: Combined) -> str:
    return f", by {found.sort}" if found.sort else ""
