"""The report as a workbook: typed rows, totals as real formulas over them, with their values stored beside."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from praetorium.data.duck import Connection, name
from praetorium.data.figures import measured, plain
from praetorium.data.model import Breakdown, Profile, Study
from praetorium.errors import StepError
from praetorium.reports.formulas import Measure, Ranges, by_group, column_letters, group_header, whole

ROWS_WHOLE = 200_000
"""Rows up to which the sheet Data holds every row of the file; above, it holds one row per combination of groups."""
ROWS_MOST = 1_000_000
DATA, SUMMARY = "Data", "Summary"
CELL_LIMIT = 32_767


@dataclass
class _Book:
    book: Any
    formats: dict[str, Any]
    accent: str


def write(study: Study, connection: Connection, path: Path, *, title: str, accent: str = "#1F6F63") -> None:
    """Write the workbook from the view ``data`` of the connection. Raises StepError when no sheet can hold it."""
    import xlsxwriter

    known = study.profile
    # Text stays text: a cell that begins with '=' in the file must never become a formula.
    options = {"constant_memory": False, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    with xlsxwriter.Workbook(str(path), {**options, "strings_to_numbers": False}) as book:
        book.set_properties({"title": title, "comments": f"Made from {known.source.name}"})
        made = _Book(book, _formats(book, known.roles.amount.decimals, accent), accent)
        summary = book.add_worksheet(SUMMARY)
        sheets = [(b, book.add_worksheet(sheet_name(b, study.breakdowns))) for b in study.breakdowns]
        data = book.add_worksheet(DATA)
        ranges = _data(made, data, study, connection)
        _summary(made, summary, study, title, ranges)
        for breakdown, sheet in sheets:
            _breakdown(made, sheet, study, breakdown, ranges)


def sheet_name(breakdown: Breakdown, among: tuple[Breakdown, ...]) -> str:
    """At most 31 characters, none that Excel forbids, each name once whatever its case."""

    def wanted(b: Breakdown) -> str:
        text = f"By {b.grain or plain(b.by)}"
        return "".join(" " if c in "[]:*?/\\'" else c for c in text)[:28].strip()

    base = wanted(breakdown)
    before = [b for b in among[: among.index(breakdown)] if wanted(b).casefold() == base.casefold()]
    return f"{base} {len(before) + 1}" if before else base


def _formats(book: Any, decimals: int, accent: str) -> dict[str, Any]:
    amount = "#,##0" + ("." + "0" * decimals if decimals else "")
    line = {"bottom": 1, "bottom_color": "#D9D4C8"}
    made: dict[str, dict[str, Any]] = {
        "title": {"bold": True, "font_size": 20, "font_color": accent},
        "soft": {"font_color": "#5F5B53", "text_wrap": True, "valign": "top"},
        "head": {"bold": True, "font_color": "#FFFFFF", "bg_color": accent, "valign": "vcenter"},
        "head_right": {"bold": True, "font_color": "#FFFFFF", "bg_color": accent, "align": "right"},
        "text": {},
        # Set so that a text that looks like a formula stays one when its cell is edited.
        "quoted": {"quote_prefix": True},
        "label": {**line},
        "label_quoted": {**line, "quote_prefix": True},
        "amount": {"num_format": amount, **line},
        "count": {"num_format": "#,##0", **line},
        "share": {"num_format": "0.0%", **line},
        "change": {"num_format": "+0.0%;-0.0%;0.0%", **line},
        "total_label": {"bold": True, "top": 2},
        "total_amount": {"bold": True, "top": 2, "num_format": amount},
        "total_count": {"bold": True, "top": 2, "num_format": "#,##0"},
        "date": {"num_format": "yyyy-mm-dd", "align": "left"},
        "datetime": {"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"},
        "integer": {"num_format": "0"},
        "decimal": {"num_format": "#,##0.00####"},
        "cell_amount": {"num_format": amount},
    }
    return {key: book.add_format(value) for key, value in made.items()}


def _text(made: _Book, sheet: Any, row: int, column: int, text: str, kind: str = "text") -> None:
    risky = text[:1] in ("=", "+", "-", "@", "\t", "\r")
    quoted = {"text": "quoted", "label": "label_quoted"}.get(kind, kind)
    sheet.write_string(row, column, text[:CELL_LIMIT], made.formats[quoted if risky else kind])


def _data(made: _Book, sheet: Any, study: Study, connection: Connection) -> Ranges:
    known = study.profile
    grouped = known.size > ROWS_WHOLE
    headers, kinds, sql = (_grouped if grouped else _whole)(known)
    count = int((connection.execute(f"SELECT count(*) FROM ({sql})").fetchone() or (0,))[0])
    if count > ROWS_MOST:
        raise StepError(
            f"the rows and their groups do not fit a sheet: {count:,} of at most {ROWS_MOST:,}",
            next="ask for fewer groups: --set by=COLUMN",
        )
    for column, (header, kind) in enumerate(zip(headers, kinds, strict=True)):
        right = kind in ("integer", "decimal", "cell_amount")
        _text(made, sheet, 0, column, header, "head_right" if right else "head")
        sheet.set_column(column, column, min(max(len(header) + 5, 12), 40))
    factors = known.roles.amount.factors
    found = connection.execute(sql)
    at = 0
    while batch := found.fetchmany(5_000):
        for values in batch:
            at += 1
            for column, (value, kind) in enumerate(zip(values, kinds, strict=True)):
                if value is None:
                    continue
                if factors and not grouped and headers[column] == known.roles.amount.label:
                    a, b = (column_letters(headers.index(f)) for f in factors)
                    sign = "-" if known.roles.amount.difference else "*"
                    formula = f"={a}{at + 1}{sign}{b}{at + 1}"
                    sheet.write_formula(at, column, formula, made.formats[kind], float(value))
                else:
                    _value(made, sheet, at, column, value, kind)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, count, len(headers) - 1)
    _printed(sheet)
    return Ranges(headers=tuple(headers), rows=count, grouped=grouped, amount=known.roles.amount.label)


def _value(made: _Book, sheet: Any, row: int, column: int, value: Any, kind: str) -> None:
    if isinstance(value, bool):
        _text(made, sheet, row, column, "true" if value else "false")
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, float(value), made.formats[kind])
    elif isinstance(value, dt.date):
        if value.year >= 1900:
            sheet.write_datetime(row, column, value, made.formats[kind])
        else:
            _text(made, sheet, row, column, value.isoformat())
    else:
        _text(made, sheet, row, column, str(value))


def _whole(known: Profile) -> tuple[list[str], list[str], str]:
    """Every row, all columns, then the period (as text) by which the totals over time are made."""
    headers = [c.name for c in known.columns]
    kinds = [c.type if c.type in ("integer", "decimal", "date", "datetime") else "text" for c in known.columns]
    selected = [name(c) for c in headers]
    amount = known.roles.amount
    if amount.factors or amount.ones:
        headers, kinds = [*headers, amount.label], [*kinds, "cell_amount"]
        selected.append(name(amount.label))
    if known.roles.date:
        headers, kinds = [*headers, _period_header(headers)], [*kinds, "date"]
        selected.append(f"date_trunc('{known.roles.grain}', {name(known.roles.date)})::DATE")
    return headers, kinds, f"SELECT {', '.join(selected)} FROM data"


def _grouped(known: Profile) -> tuple[list[str], list[str], str]:
    amount = known.roles.amount
    headers = [*known.roles.categories]
    kinds = ["text"] * len(headers)
    selected = [f"{name(c)}::VARCHAR" for c in headers]
    if known.roles.date:
        headers, kinds = [*headers, _period_header(headers)], [*kinds, "date"]
        selected.append(f"date_trunc('{known.roles.grain}', {name(known.roles.date)})::DATE")
    listed = ", ".join(map(str, range(1, len(selected) + 1))) or "()"
    inner = ", ".join([*selected, "count(*)", f"sum({name(amount.label)})"])
    kinds = [*kinds, "integer", "cell_amount"]
    return [*headers, "Rows", amount.label], kinds, f"SELECT {inner} FROM data GROUP BY {listed} ORDER BY {listed}"


def _printed(sheet: Any) -> None:
    """On paper: as wide as the page, its first line on each."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _period_header(taken: list[str]) -> str:
    return "Period" if "period" not in {t.casefold() for t in taken} else "Period of the report"


def _summary(made: _Book, sheet: Any, study: Study, title: str, ranges: Ranges) -> None:
    known = study.profile
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 1, 20)
    sheet.set_row(0, 30)
    _text(made, sheet, 0, 0, title, "title")
    span = f", {study.first} to {study.last}" if study.first else ""
    _text(made, sheet, 1, 0, f"From {known.source.name}: {known.rows:,} rows{span}", "soft")
    _text(made, sheet, 3, 0, "Figure", "head")
    _text(made, sheet, 3, 1, "Value", "head_right")
    at = 4
    for figure in study.headlines:
        _text(made, sheet, at, 0, figure.label, "label")
        kind = made.formats["count" if figure.decimals == 0 and figure.measure != "total" else "amount"]
        formula = whole(figure.measure, ranges)
        if formula:
            sheet.write_formula(at, 1, formula, kind, float(figure.value))
        else:
            sheet.write_number(at, 1, float(figure.value), kind)
        at += 1
    at += 1
    _text(made, sheet, at, 0, "What was assumed, and what looks odd", "head")
    _text(made, sheet, at, 1, "", "head")
    told = [*known.notes, *(f"{o.title}. {o.detail}" for o in study.oddities)]
    if ranges.grouped:
        told.insert(0, "The file has more rows than a sheet is good for: Data holds one row per combination of groups.")
    for note in told:
        at += 1
        sheet.merge_range(at, 0, at, 1, "", made.formats["soft"])
        _text(made, sheet, at, 0, note, "soft")
        sheet.set_row(at, 15 * (1 + len(note) // 70))
    sheet.freeze_panes(4, 0)


def _breakdown(made: _Book, sheet: Any, study: Study, breakdown: Breakdown, ranges: Ranges) -> None:
    column = group_header(ranges, breakdown)
    heads = [breakdown.grain.capitalize() if breakdown.grain else plain(breakdown.by).capitalize(), "Key"]
    heads += [measured(study.profile.roles.amount), "Change" if breakdown.grain else "Share", "Rows"]
    for i, head in enumerate(heads):
        _text(made, sheet, 0, i, head, "head" if i < 2 else "head_right")
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 14, None, {"hidden": True})
    sheet.set_column(2, 4, 16)
    groups = [row.key for row in breakdown.rows if row.kind == "group"]
    dated = breakdown.grain is not None
    last = len(breakdown.rows)
    for at, row in enumerate(breakdown.rows, start=1):
        _text(made, sheet, at, 0, row.shown, "label")
        if breakdown.grain and row.kind == "group":
            sheet.write_datetime(at, 1, dt.date.fromisoformat(row.key), made.formats["date"])
        else:
            _text(made, sheet, at, 1, row.key, "label")
        cells: tuple[tuple[int, Measure], ...] = ((2, "total"), (4, "count"))
        for cell, measure in cells:
            value: float = float(row.total) if measure == "total" else row.count
            formula = by_group(measure, ranges, column, row, at + 1, groups, dated=dated)
            sheet.write_formula(at, cell, formula, made.formats["amount" if cell == 2 else "count"], value)
        if breakdown.grain:
            if row.change is not None:
                formula = f"=(C{at + 1}-C{at})/ABS(C{at})"
                sheet.write_formula(at, 3, formula, made.formats["change"], row.change)
        elif row.share is not None:
            sheet.write_formula(at, 3, f"=C{at + 1}/C${last + 2}", made.formats["share"], row.share)
    total, count = study.headline("total"), study.headline("rows")
    end = last + 1
    _text(made, sheet, end, 0, "Total", "total_label")
    _text(made, sheet, end, 1, "", "total_label")
    sheet.write_formula(end, 2, f"=SUM(C2:C{last + 1})", made.formats["total_amount"], float(total.value))
    sheet.write_blank(end, 3, None, made.formats["total_label"])
    sheet.write_formula(end, 4, f"=SUM(E2:E{last + 1})", made.formats["total_count"], float(count.value))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, 4)
    _printed(sheet)
    _chart(made, sheet, breakdown, last)


def _chart(made: _Book, sheet: Any, breakdown: Breakdown, last: int) -> None:
    chart = made.book.add_chart({"type": "column" if breakdown.grain else "bar"})
    name_ = sheet.get_name()
    # What is left is no group: its bar would dwarf theirs.
    last -= breakdown.rows[-1].kind == "others"
    chart.add_series(
        {
            "name": breakdown.title,
            "categories": [name_, 1, 0, last, 0],
            "values": [name_, 1, 2, last, 2],
            "fill": {"color": made.accent},
            "gap": 45,
        }
    )
    chart.set_title({"name": breakdown.title, "name_font": {"size": 13}})
    chart.set_legend({"none": True})
    axis: dict[str, Any] = {"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#E4E0D7"}}}
    if all(Decimal(row.total) >= 0 for row in breakdown.rows):
        axis["min"] = 0  # left to itself, a spreadsheet begins where the shortest bar nearly ends
    if breakdown.grain:
        chart.set_y_axis(axis)
    else:
        chart.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
        chart.set_x_axis(axis)
    height = 320 if breakdown.grain else max(240, 26 * last + 90)
    chart.set_size({"width": 720, "height": height})
    options = {"description": f"{breakdown.title}, as {'columns' if breakdown.grain else 'bars'}", "object_position": 2}
    sheet.insert_chart(0, 6, chart, options)
