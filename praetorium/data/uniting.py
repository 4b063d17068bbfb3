"""What is said of files that were put together: what was read of each, what one lacks, what is written anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from praetorium.data import cells
from praetorium.data.duck import Connection, literal, name, one
from praetorium.data.model import Column, Profile
from praetorium.data.numbers import many


def told(files: Sequence[Profile], columns: Sequence[Column], own: Sequence[Sequence[str | None]]) -> tuple[str, ...]:
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


def unsaid(
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
