"""An invoice as a workbook: quantities and prices as numbers, every amount a formula with its value."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

import xlsxwriter

from praetorium.documents.invoice import Invoice, Totals, smallest
from praetorium.documents.look import Look

_FIRST = 7
"""Row of the first line, counted from 0; above it stand number, dates and names."""


def write_sheet(invoice: Invoice, sums: Totals, style: Look, to: Path, words: dict[str, str]) -> None:
    """Write the workbook. Text that looks like a formula stays text."""
    book = xlsxwriter.Workbook(str(to), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"{words['invoice']} {invoice.number}"})
    sheet = book.add_worksheet(words["invoice"][:31])
    cents = smallest(invoice.currency)
    number = "#,##0" if cents == 1 else "#,##0.00"
    amount = book.add_format({"num_format": f'{number} "{invoice.currency}"'})
    total = book.add_format({"num_format": f'{number} "{invoice.currency}"', "bold": True, "top": 1})
    bold, plain = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.######"})
    title = book.add_format({"bold": True, "font_size": 18, "font_color": style.accent})
    head = book.add_format({"bold": True, "bg_color": style.fill, "font_color": style.on_fill, "text_wrap": True})
    date = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 10)
    sheet.set_column(2, 2, 12)
    sheet.set_column(3, 4, 18)
    sheet.set_paper(9 if style.page == "a4" else 1)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, f"{words['invoice']} {invoice.number}", title)
    for row, (key, text) in enumerate((("from", invoice.sender), ("bill_to", invoice.customer)), 1):
        sheet.write_string(row, 0, f"{words[key]}: {text}" if text else "")
    for row, (key, day) in enumerate((("date", invoice.issued), ("due", invoice.due)), 3):
        sheet.write_string(row, 0, words[key], bold)
        sheet.write_datetime(row, 1, datetime.combine(day, time()), date)
    heads = (words["description"], words["quantity"], "", words["unit_price"], words["amount"])
    for column, text in enumerate(heads):
        sheet.write_string(_FIRST - 1, column, text, head)
    sheet.freeze_panes(_FIRST, 0)
    for row, (line, value) in enumerate(zip(invoice.lines, sums.amounts, strict=True), _FIRST):
        sheet.write_string(row, 0, line.description)
        sheet.write_number(row, 1, float(line.quantity), plain)
        sheet.write_string(row, 2, line.unit)
        sheet.write_number(row, 3, float(line.price), amount)
        digits = 0 if cents == 1 else 2
        sheet.write_formula(row, 4, f"=ROUND(B{row + 1}*D{row + 1},{digits})", amount, float(value))
    last = _FIRST + len(invoice.lines)
    summed, digits = f"SUM(E{_FIRST + 1}:E{last})", 0 if cents == 1 else 2
    rate, net, vat, gross = last + 1, last + 2, last + 3, last + 4
    sheet.write_string(rate - 1, 3, f"{words['vat']} %")
    sheet.write_number(rate - 1, 4, float(invoice.vat) / 100, book.add_format({"num_format": "0.##%"}))
    taken = f"=ROUND({summed}/(1+E{rate}),{digits})" if invoice.inclusive else f"={summed}"
    added = f"={summed}-E{net}" if invoice.inclusive else f"=ROUND(E{net}*E{rate},{digits})"
    told = (
        (net, "net", taken, sums.net),
        (vat, "vat", added, sums.vat),
        (gross, "gross", f"=E{net}+E{vat}", sums.gross),
    )
    for row, key, formula, value in told:
        sheet.write_string(row - 1, 3, words[key], bold)
        sheet.write_formula(row - 1, 4, formula, total if key == "gross" else amount, float(value))
    book.close()
