"""The state of a file as a paper: what is missing, doubtful and double, column by column and row by row."""

from __future__ import annotations

from praetorium.data.numbers import many
from praetorium.data.quality import LISTED, ColumnState, Quality
from praetorium.reports.paper import Cell, Column, Finding, Paper, Query, Section, Table, number, share, words


def paper_of(found: Quality, *, title: str, made: str) -> Paper:
    """The report on a file's state."""
    source = found.profile.source
    figures = [
        ("Rows", number(found.profile.rows, "rows")),
        ("Columns", number(len(found.columns))),
        ("Complete rows", number(found.complete, "complete")),
        ("Repeated rows", number(found.repeated, "repeated")),
    ]
    if found.key:
        figures.append((f"Doubled values of {found.key}", number(found.doubled, "doubled")))
    sections = [_found(found), _missing(found)]
    measures = [c for c in found.columns if c.mean]
    if measures:
        sections.append(_measures(measures))
    sections.append(_columns(found))
    if found.odd:
        sections.append(_rows(found))
    notes = (f"{source.described()}, {source.bytes:,} bytes.", *found.profile.notes)
    sections.append(Section(id="data", heading="The data", notes=notes))
    return Paper(
        title=title,
        kicker=f"The state of {source.name}",
        lede=_lede(found),
        figures=tuple(figures),
        sections=tuple(sections),
        queries=tuple(Query(label=label, sql=sql) for label, sql in found.queries),
        sources=((source.name, source.sha256),),
        made=made,
    )


def _lede(found: Quality) -> str:
    rows = found.profile.rows
    told = f"{rows:,} rows, of which {found.complete:,} are complete."
    gaps = sorted((c for c in found.columns if c.missing), key=lambda c: -c.missing)
    if gaps:
        told += f" Most is missing in '{gaps[0].name}' ({gaps[0].missing / rows:.1%} of the rows)."
    far = sum(c.outliers for c in found.columns)
    wrong = sum(c.invalid for c in found.columns)
    parts = [f"{many(far, 'value')} far from all others" if far else ""]
    parts += [f"{many(wrong, 'value')} of the wrong kind" if wrong else ""]
    parts += [many(found.repeated, "repeated row") if found.repeated else ""]
    parts += [f"{many(found.doubled, 'doubled value')} of '{found.key}'" if found.doubled else ""]
    listed = [p for p in parts if p]
    return (
        f"{told} Found: {', '.join(listed)}."
        if listed
        else f"{told} Nothing is far from all others, double or of the wrong kind."
    )


def _found(found: Quality) -> Section:
    made = []
    if found.doubled:
        detail = f"'{found.key}' is nearly always there once; these values are there more often, capitals aside."
        more = found.doubled - len(found.doubles)
        title = f"{many(found.doubled, 'value')} of '{found.key}' there more than once"
        made.append(Finding(title=title, detail=detail, rows=found.doubles, more=more))
    if found.repeated:
        detail = "Every column of these rows is the same as in an earlier row."
        # Each that is named stands for the rows that it lists after its first.
        more = found.repeated - sum(listed.count(",") for listed in found.repeats)
        title = f"{many(found.repeated, 'row')} repeated"
        made.append(Finding(title=title, detail=detail, rows=found.repeats, more=more))
    for column in found.columns:
        made += _of_column(found, column)
    text = "" if made else "Nothing: no doubled keys or rows, no value far from all others or of the wrong kind."
    return Section(id="found", heading="What to look at", text=text, findings=tuple(made))


def _of_column(found: Quality, column: ColumnState) -> list[Finding]:
    made = []
    if column.outliers and column.lower is not None and column.upper is not None:
        detail = (
            f"By the quartiles of '{column.name}' values from {column.lower:,.2f} to {column.upper:,.2f} are usual."
        )
        rows = tuple(f"row {o.row}: {o.value}" for o in found.odd if o.column == column.name and "far" in o.why)[:10]
        title = f"{many(column.outliers, 'value')} of '{column.name}' far from all others"
        made.append(Finding(title=title, detail=detail, rows=rows, more=column.outliers - len(rows)))
    if column.invalid:
        kind = "e-mail addresses" if column.mail else f"of type {column.type}"
        title = f"{many(column.invalid, 'value')} of '{column.name}' not {kind}"
        made.append(Finding(title=title, detail="Nearly all the others are.", rows=column.invalid_samples))
    if column.spellings:
        title = f"'{column.name}' has {many(len(column.spellings), 'value')} written in more than one way"
        detail = "They differ in capitals, blanks or dots alone."
        made.append(Finding(title=title, detail=detail, rows=column.spellings))
    return made


def _missing(found: Quality) -> Section:
    columns = (
        Column(label="Column"),
        Column(label="Missing", kind="number"),
        Column(label="Share", kind="share"),
        Column(label="Different values", kind="number"),
        Column(label="Wrong kind", kind="number"),
    )
    ordered = sorted(found.columns, key=lambda c: -c.missing)
    rows = tuple(
        (
            words(c.name),
            number(c.missing, f"{c.name} missing"),
            share(c.missing / found.profile.rows),
            number(c.distinct, f"{c.name} distinct"),
            number(c.invalid, f"{c.name} invalid"),
        )
        for c in ordered
    )
    caption = "Missing are empty cells and words for them: n/a, none, null, -"
    return Section(
        id="missing", heading="Missing values", tables=(Table(caption=caption, columns=columns, rows=rows, bars=1),)
    )


def _measures(measures: list[ColumnState]) -> Section:
    labels = ("Column", "Lowest", "Median", "Mean", "Highest", "Far from all others")
    columns = tuple(Column(label=label, kind="number" if at else "text") for at, label in enumerate(labels))
    rows = []
    for c in measures:
        low, high = (
            Cell(text=c.low, value=c.low, kind="number", decimals=2),
            Cell(text=c.high, value=c.high, kind="number", decimals=2),
        )
        middle, mean = number(c.median, f"{c.name} median", 2), number(c.mean, f"{c.name} mean", 2)
        rows.append((words(c.name), low, middle, mean, high, number(c.outliers, f"{c.name} outliers")))
    table = Table(caption="Columns of numbers", columns=columns, rows=tuple(rows))
    return Section(id="measures", heading="Numbers", tables=(table,))


def _columns(found: Quality) -> Section:
    labels = ("Column", "Type", "Lowest", "Highest", "Most frequent")
    rows = tuple(
        (
            words(c.name),
            words(c.type),
            words(_cut(c.low)),
            words(_cut(c.high)),
            words(", ".join(f"{value} ({count:,})" for value, count in c.top[:3])),
        )
        for c in found.columns
    )
    table = Table(
        caption="The columns as they were read", columns=tuple(Column(label=label) for label in labels), rows=rows
    )
    return Section(id="columns", heading="Columns", tables=(table,))


def _rows(found: Quality) -> Section:
    columns = (Column(label="Row"), Column(label="Column"), Column(label="Value"), Column(label="Why"))
    rows = tuple((number(o.row), words(o.column), words(o.value), words(o.why)) for o in found.odd)
    listed = f"The first {LISTED:,} rows" if len(found.odd) >= LISTED else "Rows"
    table = Table(caption=f"{listed}, counted from 1 below the header", columns=columns, rows=rows)
    return Section(id="rows", heading="Rows to look at", tables=(table,))


def _cut(text: str) -> str:
    return text if len(text) <= 28 else f"{text[:27]}…"
