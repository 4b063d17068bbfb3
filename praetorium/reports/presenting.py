"""A paper as an HTML page and as a workbook; as PDF see ``typesetting``."""

from __future__ import annotations

import base64
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from praetorium.models import Style
from praetorium.reports.colouring import theme
from praetorium.reports.page import long_day
from praetorium.reports.paper import Cell, Column, Paper, Table

SUMMARY = "Summary"
FIRST = 5
"""Line of the first key figure on the sheet Summary, counted from 1."""
LONGEST_NAME = 31
_FORMATS = {"share": "0.0%", "change": "+0.0%;-0.0%;0.0%", "date": "yyyy-mm-dd"}


def as_html(paper: Paper, templates: Path, *, style: Style) -> str:
    """One self-contained page without script."""
    environment = Environment(
        loader=FileSystemLoader(templates / "reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(day=long_day, packed=lambda text: base64.b64encode(text.encode()).decode())
    return environment.get_template("paper.html.j2").render(paper=paper, theme=Markup(theme(style, paper.title)))


def sheets(paper: Paper) -> list[tuple[str, Table]]:
    """The tables and what their sheets are called: at most 31 letters, none that Excel forbids, each once."""
    found: list[tuple[str, Table]] = []
    for section in paper.sections:
        for table in section.tables:
            base = "".join(" " if c in "[]:*?/\\'" else c for c in section.heading)[: LONGEST_NAME - 3].strip()
            taken = {name.casefold() for name, _ in found} | {SUMMARY.casefold(), "history"}
            names = (base, *(f"{base} {n}" for n in range(2, 99)))
            found.append((next(name for name in names if name.casefold() not in taken), table))
    return found


def as_workbook(paper: Paper, path: Path, *, accent: str) -> None:
    """Key figures first, then a sheet for each table: typed cells, formulas where a column has one, filters, charts."""
    import xlsxwriter

    # Text stays text: a cell that begins with '=' in the file must never become a formula.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": paper.title, "comments": paper.kicker})
        formats = _Formats(book, accent)
        _summary(book.add_worksheet(SUMMARY), paper, formats)
        for name, table in sheets(paper):
            _sheet(book, book.add_worksheet(name), table, formats, accent)


class _Formats:
    """Cell formats, each made once."""

    def __init__(self, book: Any, accent: str) -> None:
        self._book, self._accent, self._made = book, accent, dict[tuple[Any, ...], Any]()

    def of(self, **wanted: Any) -> Any:
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(wanted)
        return self._made[key]

    def head(self, column: Column) -> Any:
        right = {"align": "right"} if column.kind in ("number", "share", "change") else {}
        return self.of(bold=True, font_color="#FFFFFF", bg_color=self._accent, valign="vcenter", **right)

    def value(self, kind: str, decimals: int, **more: Any) -> Any:
        form = _FORMATS.get(kind) or "#,##0" + ("." + "0" * decimals if decimals else "")
        return self.of(num_format=form, **more)


def _summary(sheet: Any, paper: Paper, formats: _Formats) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 1, 20)
    sheet.set_row(0, 30)
    soft = formats.of(font_color="#5F5B53", text_wrap=True, valign="top")
    sheet.write_string(0, 0, paper.title, formats.of(bold=True, font_size=20))
    sheet.merge_range(1, 0, 1, 1, "", soft)
    sheet.write_string(1, 0, paper.lede, soft)
    sheet.set_row(1, 15 * (1 + len(paper.lede) // 64))
    for at, label in enumerate(("Figure", "Value")):
        sheet.write_string(FIRST - 2, at, label, formats.head(Column(label=label, kind="number" if at else "text")))
    at = FIRST - 1
    for label, cell in paper.figures:
        sheet.write_string(at, 0, label)
        _write(sheet, at, 1, cell, formats)
        at += 1
    notes = [note for section in paper.sections for note in section.notes]
    notes += [f"{f.title}. {f.detail}" for section in paper.sections for f in section.findings]
    if notes:
        at += 1
        sheet.write_string(at, 0, "What was assumed, and what was found", formats.of(bold=True))
    for note in notes:
        at += 1
        sheet.merge_range(at, 0, at, 1, "", soft)
        sheet.write_string(at, 0, note, soft)
        sheet.set_row(at, 15 * (1 + len(note) // 64))
    sheet.freeze_panes(FIRST - 1, 0)


def _sheet(book: Any, sheet: Any, table: Table, formats: _Formats, accent: str) -> None:
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, column.label, formats.head(column))
        longest = max([len(column.label) + 4, *(len(row[at].text) + 2 for row in table.rows[:500])])
        sheet.set_column(at, at, min(max(longest, 10), 60))
    for line, row in enumerate(table.rows, start=1):
        for at, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            if column.formula and cell.value:
                form = formats.value(column.kind, column.decimals)
                sheet.write_formula(line, at, column.formula.replace("{row}", str(line + 1)), form, float(cell.value))
            else:
                _write(sheet, line, at, cell, formats)
    last = len(table.rows)
    for at, cell in enumerate(table.total):
        bold = {"bold": True, "top": 2}
        if cell.value and at:
            letter = chr(ord("A") + at)
            form = formats.value(cell.kind, cell.decimals, **bold)
            sheet.write_formula(last + 1, at, f"=SUM({letter}2:{letter}{last + 1})", form, float(cell.value))
        else:
            sheet.write_string(last + 1, at, cell.text, formats.of(**bold))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(last, 1), len(table.columns) - 1)
    if table.bars is not None and last:
        _chart(book, sheet, table, min(last, 40), accent)


def _write(sheet: Any, line: int, at: int, cell: Cell, formats: _Formats) -> None:
    if cell.value and cell.kind in ("number", "share", "change"):
        sheet.write_number(line, at, float(cell.value), formats.value(cell.kind, cell.decimals))
        return
    # Set so that a text that looks like a formula stays one when its cell is edited.
    risky = {"quote_prefix": True} if cell.text[:1] in ("=", "+", "-", "@", "\t", "\r") else {}
    sheet.write_string(line, at, cell.text[:32_767], formats.of(**risky))


def _chart(book: Any, sheet: Any, table: Table, last: int, accent: str) -> None:
    chart = book.add_chart({"type": "bar"})
    name, column = sheet.get_name(), table.bars
    series = {"categories": [name, 1, 0, last, 0], "values": [name, 1, column, last, column]}
    chart.add_series({**series, "name": table.columns[column or 0].label, "fill": {"color": accent}, "gap": 45})
    chart.set_title({"name": table.caption or name, "name_font": {"size": 13}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
    if all(Decimal(row[column].value or 0) >= 0 for row in table.rows[:last] if column is not None):
        chart.set_x_axis({"min": 0})  # left to itself, a spreadsheet begins where the shortest bar nearly ends
    chart.set_size({"width": 640, "height": max(240, 24 * last + 90)})
    sheet.insert_chart(0, len(table.columns) + 1, chart, {"description": f"{table.caption}, as bars"})
