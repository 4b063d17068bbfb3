"""A study as a paper: the same figures as the HTML page, for the PDF."""

from __future__ import annotations

from datetime import date

from praetorium.data.figures import measured, plain
from praetorium.data.model import Breakdown, Headline, Oddity, Row, Study
from praetorium.data.numbers import percent, shown
from praetorium.reports.drawing import Chart, Point, as_svg, form_of
from praetorium.reports.page import best, incomplete, latest, long_day
from praetorium.reports.paper import (
    Cell,
    Column,
    Finding,
    Paper,
    Picture,
    Query,
    Section,
    Table,
    change,
    number,
    share,
    words,
)

NOTHING_ODD = (
    "Nothing. Looked for: several currencies, keys that are there twice, days without rows, values far from all "
    "others, shifts of level, impossible dates, values written in more than one way, negative amounts, missing values."
)


def paper_of(study: Study, *, title: str, made: date, accent: str) -> Paper:
    """The report as a paper."""
    known = study.profile
    time = next((b for b in study.breakdowns if b.grain), None)
    figures = [(h.label, _headline(h)) for h in study.headlines]
    last = latest(time) if time else None
    if time and last:
        figures.append((f"{last.label} against the {time.grain} before", change(last.change)))
    sections = [_section(study, b, accent) for b in study.breakdowns]
    odd = tuple(_finding(o) for o in study.oddities)
    said = "Nothing was changed because of this; the figures above hold every row." if odd else NOTHING_ODD
    sections.append(Section(id="odd", heading="What looks odd", text=said, findings=odd))
    sections.append(_data(study))
    queries = [Query(label="The view data", sql=known.definition)]
    queries += [Query(label=h.label, sql=h.sql) for h in study.headlines]
    queries += [Query(label=b.title, sql=b.sql) for b in study.breakdowns]
    return Paper(
        title=title,
        kicker=f"Report from {known.source.name}",
        lede=_lede(study, time),
        figures=tuple(figures),
        sections=tuple(sections),
        queries=tuple(queries),
        sources=((known.source.name, known.source.sha256),),
        made=made.isoformat(),
    )


def _headline(figure: Headline) -> Cell:
    return number(figure.value, figure.id, figure.decimals)


def _lede(study: Study, time: Breakdown | None) -> str:
    decimals = study.profile.roles.amount.decimals
    total, count = study.headline("total"), study.headline("rows")
    amount = study.profile.roles.amount
    told = f"The {total.label[:1].lower()}{total.label[1:]} comes to {shown(total.value, decimals)} "
    told += f"from {shown(count.value, 0)} rows"
    if amount.ones:
        told = f"There are {shown(count.value, 0)} {measured(amount).lower()}"
    told += f", {long_day(study.first)} to {long_day(study.last)}." if study.first else "."
    last = latest(time) if time else None
    if time and last and last.change is not None:
        told += f" {last.label[:1].upper()}{last.label[1:]}, the last complete {time.grain}, "
        told += f"had {shown(last.total, decimals)}: "
        told += f"{percent(last.change, signed=True)} against the {time.grain} before."
    first = next((b for b in study.breakdowns if not b.grain), None)
    if first and first.rows and first.rows[0].kind == "group" and first.rows[0].share:
        told += f" The largest part comes from {first.rows[0].label} ({percent(first.rows[0].share)}), "
        told += f"the first of {first.groups} groups by {plain(first.by)}."
    return told


def _section(study: Study, breakdown: Breakdown, accent: str) -> Section:
    measure = measured(study.profile.roles.amount)
    decimals = study.profile.roles.amount.decimals
    dated = breakdown.grain is not None
    heads = (str(breakdown.grain).capitalize() if dated else plain(breakdown.by).capitalize(), measure)
    columns = (
        Column(label=heads[0]),
        Column(label=heads[1], kind="number"),
        Column(label="Change", kind="change") if dated else Column(label="Share", kind="share"),
        Column(label="Rows", kind="number"),
    )
    rows = tuple(_row(breakdown, row, decimals) for row in breakdown.rows)
    total = (words("Total"), _headline(study.headline("total")), Cell(text=""), _headline(study.headline("rows")))
    if dated:
        caption = f"{breakdown.title}, with the change against the {breakdown.grain} before"
        top = best(breakdown)
        text = f"By {plain(breakdown.by)}. The highest is {top.label} with {shown(top.total, decimals)}."
        text += incomplete(breakdown)
    else:
        caption, text = f"{breakdown.groups} groups, the largest first", ""
        if breakdown.rows and breakdown.rows[-1].kind == "others":
            caption += f"; the first {len(breakdown.rows) - 1} are listed"
    table = Table(caption=caption, columns=columns, rows=rows, total=total, bars=None if dated else 1)
    picture = _picture(study, breakdown, accent) if dated else None
    return Section(id=breakdown.id, heading=breakdown.title, text=text, picture=picture, tables=(table,))


def _row(breakdown: Breakdown, row: Row, decimals: int) -> tuple[Cell, ...]:
    third = change(row.change) if breakdown.grain else share(row.share)
    total = number(row.total, breakdown.id, decimals)
    if row.kind == "others":
        # What is left is no group: its bar would dwarf theirs.
        total = total.model_copy(update={"tone": "soft"})
    return (words(row.shown), total, third, number(row.count, breakdown.id))


def _picture(study: Study, breakdown: Breakdown, accent: str) -> Picture | None:
    rows = [row for row in breakdown.rows if row.kind == "group"]
    if len(rows) < 2:
        return None
    points = tuple(Point(key=r.key, label=r.label, value=r.total, faint=bool(r.note)) for r in rows)
    decimals = study.profile.roles.amount.decimals
    top = best(breakdown)
    alt = f"{breakdown.title}: {len(rows)} columns, the highest {top.label} with {shown(top.total, decimals)}"
    chart = Chart(
        form=form_of(len(points), 1, dated=True),
        title=breakdown.title,
        axis=str(breakdown.grain),
        measure=measured(study.profile.roles.amount),
        decimals=decimals,
        dated=True,
        points=points,
        alt=alt,
        bare=True,
    )
    return Picture(svg=as_svg(chart, accent=accent), alt=alt)


def _finding(oddity: Oddity) -> Finding:
    return Finding(
        title=oddity.title,
        detail=oddity.detail,
        rows=oddity.rows,
        more=max(0, oddity.count - len(oddity.rows)) if oddity.rows else 0,
    )


def _data(study: Study) -> Section:
    known = study.profile
    source = known.source
    text = f"{source.name}: {source.described()}, {source.bytes:,} bytes, {known.rows:,} rows"
    text += f", {len(known.columns)} columns"
    text += f"; {known.left_out:,} lines left out." if known.left_out else "."
    columns = [Column(label="Column"), Column(label="Type"), Column(label="Different values", kind="number")]
    columns += [Column(label="Blank", kind="number"), Column(label="Lowest"), Column(label="Highest")]
    rows = tuple(
        (
            words(c.name),
            words(c.type),
            number(c.distinct),
            number(c.blank + c.bad),
            words(_cut(c.low)),
            words(_cut(c.high)),
        )
        for c in known.columns
    )
    table = Table(caption="The columns as they were read", columns=tuple(columns), rows=rows)
    return Section(id="data", heading="The data", text=text, tables=(table,), notes=known.notes)


def _cut(text: str) -> str:
    return text if len(text) <= 28 else f"{text[:27]}…"
