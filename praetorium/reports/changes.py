"""A comparison as a paper: how many rows came, went and changed, in which columns, and by how much totals moved."""

from __future__ import annotations

from decimal import Decimal

from praetorium.data.comparing import LISTED, Change, Comparison, Difference
from praetorium.data.figures import plain
from praetorium.data.model import Profile
from praetorium.data.numbers import many
from praetorium.reports.paper import (
    Cell,
    Column,
    Paper,
    Query,
    Section,
    Table,
    change,
    difference,
    number,
    share,
    words,
)


def paper_of(found: Comparison, *, title: str, made: str) -> Paper:
    """The report of a comparison."""
    first, second = found.first.source, found.second.source
    figures = (
        ("Rows before", number(found.first.rows, "rows before")),
        ("Rows after", number(found.second.rows, "rows after")),
        ("Rows added", number(found.added, "added")),
        ("Rows removed", number(found.removed, "removed")),
        *((("Rows changed", number(found.changed, "changed")),) if found.key else ()),
        ("Rows the same", number(found.same, "same")),
    )
    sections = [_columns(found), *_totals(found)]
    if found.changes:
        sections.append(_changes(found))
    for heading, what, rows in (
        ("Rows added", "added", found.added_rows),
        ("Rows removed", "removed", found.removed_rows),
    ):
        if rows:
            sections.append(_rows(found, heading, what, rows))
    sections.append(_method(found))
    return Paper(
        title=title,
        kicker=f"{first.name} against {second.name}",
        lede=_lede(found),
        figures=figures,
        sections=tuple(sections),
        queries=tuple(Query(label=label, sql=sql) for label, sql in found.queries),
        sources=((first.name, first.sha256), (second.name, second.sha256)),
        made=made,
    )


def _lede(found: Comparison) -> str:
    if not (found.added or found.removed or found.changed or found.only_first or found.only_second):
        return f"Nothing changed: all {found.same:,} rows are the same in both files."
    parts = [_many(found.added, "added"), _many(found.removed, "removed"), _many(found.changed, "changed")]
    told = f"{', '.join(filter(None, parts)) or 'No rows changed'}; {found.same:,} stayed the same."
    most = max((d for d in found.columns if d.changed), key=lambda d: d.changed, default=None)
    if most:
        told += f" Most changes are in '{most.column}' ({most.changed:,})."
    for word, names in (("gone", found.only_first), ("new", found.only_second)):
        if names:
            listed = ", ".join(f"'{n}'" for n in names[:6])
            told += f" Columns {listed} are {word}." if len(names) > 1 else f" The column {listed} is {word}."
    return told[:1].upper() + told[1:]


def _many(count: int, what: str) -> str:
    return f"{many(count, 'row')} {what}" if count else ""


def _columns(found: Comparison) -> Section:
    columns = (
        Column(label="Column"),
        Column(label="Rows changed", kind="number"),
        Column(label="Share of rows", kind="share"),
    )
    matched = found.changed + found.same
    rows = [
        (words(d.column), number(d.changed, f"changed in {d.column}"), share(d.changed / matched if matched else None))
        for d in sorted(found.columns, key=lambda d: -d.changed)
    ]
    notes = [f"The column '{name}' is in {found.first.source.name} only." for name in found.only_first]
    notes += [f"The column '{name}' is in {found.second.source.name} only." for name in found.only_second]
    notes += [f"'{name}' was {before} and is {after} now." for name, before, after in found.retyped]
    table = Table(caption="Changed values, column by column", columns=columns, rows=tuple(rows), bars=1)
    tables = (table,) if found.key else ()
    text = "" if found.key or notes else "The files have the same columns."
    return Section(id="columns", heading="Columns", text=text, tables=tables, notes=tuple(notes))


def _totals(found: Comparison) -> list[Section]:
    summed = [d for d in found.columns if d.before is not None and d.after is not None]
    if not summed:
        return []
    places = max(d.decimals for d in summed)
    columns = (
        Column(label="Column"),
        Column(label="Total before", kind="number"),
        Column(label="Total after", kind="number"),
        Column(label="Difference", kind="number", decimals=places, formula="=C{row}-B{row}"),
        Column(label="Change", kind="change", formula="=(C{row}-B{row})/ABS(B{row})"),
    )
    rows = tuple(_total(d) for d in summed)
    table = Table(caption="Totals of the columns of numbers", columns=columns, rows=rows)
    return [Section(id="totals", heading="Totals", tables=(table,))]


def _total(each: Difference) -> tuple[Cell, ...]:
    before, after = Decimal(each.before or 0), Decimal(each.after or 0)
    moved = after - before
    return (
        words(each.column),
        number(before, f"{each.column} before", each.decimals),
        number(after, f"{each.column} after", each.decimals),
        difference(moved, f"{each.column} difference", each.decimals),
        change(float(moved / abs(before)) if before else None, f"{each.column} change"),
    )


def _changes(found: Comparison) -> Section:
    labels = (" · ".join(map(plain, found.key)).capitalize(), "Column", "Before", "After")
    columns = tuple(Column(label=label) for label in labels)
    rows = tuple((words(c.key), words(c.column), *_before_and_after(found, c)) for c in found.changes)
    total = sum(d.changed for d in found.columns)
    listed = f"; the first {LISTED:,} are listed" if total > LISTED else ""
    table = Table(caption=f"{many(total, 'value')}{listed}", columns=columns, rows=rows)
    return Section(id="changes", heading="Changed values", tables=(table,))


def _rows(found: Comparison, heading: str, what: str, rows: tuple[tuple[str, ...], ...]) -> Section:
    count = found.added if what == "added" else found.removed
    known = found.second if what == "added" else found.first
    columns = tuple(Column(label=s.first, kind="number" if s.mode == "number" else "text") for s in found.shared)
    listed = f"; the first {LISTED:,} are listed" if count > LISTED else ""
    table = Table(
        caption=f"{many(count, 'row')}{listed}",
        columns=columns,
        rows=tuple(tuple(_typed(known, s.first, v) for s, v in zip(found.shared, row, strict=True)) for row in rows),
    )
    return Section(id=what, heading=heading, tables=(table,))


def _before_and_after(found: Comparison, each: Change) -> tuple[Cell, Cell]:
    return _typed(found.first, each.column, each.before), _typed(found.second, each.column, each.after)


def _typed(known: Profile, name: str, text: str) -> Cell:
    """A value as it stands in the file; in a workbook a number is one."""
    column = next((c for c in known.columns if c.name.casefold() == name.casefold()), None)
    if column is None or not column.number or not text:
        return words(text)
    bare = text.replace(".", "").replace(",", ".") if column.mark == "," else text.replace(",", "")
    try:
        value = Decimal(bare.strip())
    except ArithmeticError:
        return words(text)
    decimals = min(max(-int(value.as_tuple().exponent), 0), 6)
    return Cell(text=text, value=format(value, "f"), kind="number", decimals=decimals)


def _method(found: Comparison) -> Section:
    notes = [found.chosen]
    for known in (found.first, found.second):
        told = f"{known.source.described()}, {known.rows:,} rows, {len(known.columns)} columns"
        notes += [f"{known.source.name}: {told}.", *known.notes]
    text = "Numbers are compared as numbers and dates as dates, however they are written; text as it stands."
    return Section(id="method-notes", heading="How it was compared", text=text, notes=tuple(dict.fromkeys(notes)))


def shortened(paper: Paper, most: int) -> Paper:
    """The paper for reading: long lists cut to their first rows, which is said; a workbook has all of them."""
    cut = [s.model_copy(update={"tables": tuple(_cut(t, most) for t in s.tables)}) for s in paper.sections]
    return paper.model_copy(update={"sections": tuple(cut)})


def _cut(table: Table, most: int) -> Table:
    if table.whole or len(table.rows) <= most or any(cell.fact for row in table.rows for cell in row):
        return table
    caption = f"{table.caption}; here the first {most}"
    return table.model_copy(update={"rows": table.rows[:most], "caption": caption})
