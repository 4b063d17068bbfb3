"""The rows of a query as a file: CSV, JSON, Parquet, or a workbook with types, a frozen header and filters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from praetorium.data.duck import Connection, literal, one
from praetorium.data.model import Column
from praetorium.errors import UserError

FORMS = {
    ".csv": "FORMAT csv, HEADER",
    ".json": "FORMAT json, ARRAY true",
    ".parquet": "FORMAT parquet",
}
MOST = 1_048_575
"""Rows of a sheet below its header."""
CELL_LIMIT = 32_767


def write(connection: Connection, sql: str, columns: Sequence[Column], to: Path, accent: str) -> int:
    """Write the file that its ending says; how many rows there are. Raises UserError for more than a sheet holds."""
    count = int(one(connection, f"SELECT count(*) FROM ({sql})")[0])
    form = FORMS.get(to.suffix.lower())
    if form:
        connection.execute(f"COPY ({sql}) TO {literal(str(to))} ({form})")
    elif count > MOST:
        raise UserError(f"a sheet holds {MOST:,} rows, and there are {count:,}", next="ask for CSV or Parquet")
    else:
        _sheet(connection, sql, columns, to, accent)
    return count


def _sheet(connection: Connection, sql: str, columns: Sequence[Column], to: Path, accent: str) -> None:
    import xlsxwriter

    # Text stays text: a cell that begins with '=' in a file must never become a formula.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(to), {**options, "constant_memory": True}) as book:
        sheet = book.add_worksheet("Rows")
        head = {"bold": True, "font_color": "#FFFFFF", "bg_color": accent}
        heads = [book.add_format(head), book.add_format({**head, "align": "right"})]
        quoted = book.add_format({"quote_prefix": True})
        widths = _widths(connection, sql, columns)
        kinds = [book.add_format(_form(column)) for column in columns]
        for at, column in enumerate(columns):
            sheet.set_column(at, at, widths[at])
            sheet.write_string(0, at, column.name, heads[column.number])
        found, line = connection.execute(sql), 0
        while batch := found.fetchmany(5_000):
            for values in batch:
                line += 1
                for at, value in enumerate(values):
                    if columns[at].formats and isinstance(value, str):
                        value = _date(value)
                    _cell(sheet, line, at, value, kinds[at], quoted)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, line, len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)


def _date(text: str) -> dt.datetime | dt.date | str:
    """The date that a cell of dates and other words holds, else its words."""
    try:
        return dt.date.fromisoformat(text) if len(text) == len("2025-12-31") else dt.datetime.fromisoformat(text)
    except ValueError:
        return text


def _form(column: Column) -> dict[str, str]:
    if column.number:
        places = "0.00####" if column.scale is None else "0" + ("." + "0" * column.scale if column.scale else "")
        return {"num_format": places}
    forms = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm:ss"}
    if column.type == "text" and column.formats:
        return {"num_format": forms["datetime" if "%H" in column.formats[0] else "date"], "align": "left"}
    return {"num_format": forms[column.type], "align": "left"} if column.type in forms else {}


def _widths(connection: Connection, sql: str, columns: Sequence[Column]) -> list[int]:
    """Characters: as wide as the longest of the first rows, within reason."""
    first = connection.execute(f"SELECT * FROM ({sql}) LIMIT 500").fetchall()
    longest = [
        max((len(str(row[at])) for row in first if row[at] is not None), default=0) for at in range(len(columns))
    ]
    return [min(max(len(c.name) + 5, long + 2, 10), 50) for c, long in zip(columns, longest, strict=True)]


def _cell(sheet: Any, line: int, at: int, value: Any, form: Any, quoted: Any) -> None:
    if value is None:
        return
    if isinstance(value, dt.date):
        if value.year >= 1900:
            sheet.write_datetime(line, at, value, form)
        else:
            sheet.write_string(line, at, value.isoformat())
    elif isinstance(value, str):
        risky = value[:1] in ("=", "+", "-", "@", "\t", "\r")
        sheet.write_string(line, at, value[:CELL_LIMIT], quoted if risky else form)
    else:
        sheet.write_number(line, at, float(value), form)
