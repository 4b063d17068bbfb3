"""Tables whose rows are not what is to be counted: told as other rows before their columns get a meaning.

A column for each month becomes a row for each month, two days on which something happened become two rows, and a cell
that holds several values a row for each of them. What was done is kept with the source, and done again from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from praetorium.data import choices, nested, wide
from praetorium.data.duck import Connection, name
from praetorium.data.measures import said
from praetorium.data.model import Column, Grain, Source
from praetorium.data.sides import beside
from praetorium.data.staging import Staged, reader
from praetorium.data.wishes import Wishes


def told(
    connection: Connection, staged: Staged, found: tuple[Column, ...], wishes: Wishes
) -> tuple[Staged, Wishes] | None:
    """The staged rows told as the wishes want them, and the wishes that fit these; None where they are right as is."""
    how = wide.melted(staged.source, found, staged.rows, wishes.count, wishes.today)
    if wishes.count and (happened := wide.happened(found, staged.rows, wishes.words)):
        how, wishes = happened, _by_event(wishes, happened.period)
    if not how and wishes.sides and not (wishes.amount or wishes.count or wishes.spread):
        how = beside(found, staged.rows, wishes.words, (*wishes.by, *wishes.wished))
        if how:
            wishes = _by_event(wishes, how.period).model_copy(update={"amount": how.value})
    if how:
        notes = (*staged.source.notes, *wide.notes(how))
        return again(connection, staged, staged.source.model_copy(update={"melted": how, "notes": notes})), wishes
    if apart := choices.held(connection, staged.path, found, staged.rows, wishes):
        notes = (*staged.source.notes, choices.note(apart))
        made = again(connection, staged, staged.source.model_copy(update={"exploded": apart, "notes": notes}))
        return made, wishes.model_copy(update={"count": _counted(found, wishes)})
    return None


def again(connection: Connection, staged: Staged, source: Source) -> Staged:
    """Staged rows as they stand, told as the source says."""
    rows = staged.rows
    if source.melted:
        rows = wide.melt(connection, staged.path, source.melted)
    elif source.exploded:
        rows = choices.explode(connection, staged.path, source.exploded)
    return replace(staged, source=source, rows=rows)


def table(source: Source, rows: int) -> tuple[list[str], str]:
    """SQL of each column's text, in the order of the columns, and of what they are read from."""
    raw = [name(column) for column in source.names]
    if source.kind in nested.FORMS:
        raw = [nested.cell(source, at) for at in range(len(source.names))]
    elif source.kind == "parquet":
        raw = [f"CAST({each} AS VARCHAR)" for each in raw]
    how = source.melted or source.exploded
    lines = f"\nLIMIT {how.lines if how else rows}" if source.tail else ""
    read = f"{reader(source, source.name)}{lines}"
    if not how:
        return raw, read
    texts = ", ".join(f"{cell} AS {name(column)}" for cell, column in zip(raw, source.names, strict=True))
    inner = f"(SELECT {texts} FROM {read})"
    query = wide.query(inner, source.melted) if source.melted else ""
    if source.exploded and not source.melted:
        query = choices.query(inner, source.exploded)
    return [name(column) for column in source.columns], f"(\n{query}\n)"


def least(source: Source) -> Grain | None:
    """The unit of time below which the rows say nothing."""
    return source.melted.grain if source.melted else None


def part(source: Source) -> str:
    """What tells these rows from others of the same file; empty for a file of one table that stands as it is."""
    made = [each.model_dump_json() for each in (source.melted, source.exploded) if each]
    return "".join([source.sheet or "", *made])


def _counted(columns: Sequence[Column], wishes: Wishes) -> str:
    """The word for the values that are counted; empty where an amount is asked for."""
    if wishes.amount or wishes.mean or said([c for c in columns if c.number], wishes):
        return wishes.count
    return wishes.count or "answers"


def _by_event(wishes: Wishes, column: str) -> Wishes:
    """The wishes with what happened as one more thing to tell apart."""
    if wishes.wished and not wishes.by:
        return wishes.model_copy(update={"wished": (*wishes.wished, column)})
    return wishes.model_copy(update={"by": (*wishes.by, column)})
