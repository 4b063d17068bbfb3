"""Workbooks for the second engine, by readers that are not the first one's: openpyxl, xlrd, and OpenDocument's XML."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from praetorium.data.excel import cell_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_REPEATED = 10_000
"""Cells or rows that one element may stand for: beyond, it is the blank rest of the sheet."""


def sheet_texts(path: Path, sheet: str) -> Iterator[list[str]]:
    """The rows of a sheet as text, as ``cell_text`` writes it; what kind of workbook it is its bytes say."""
    with path.open("rb") as file:
        packed = file.read(2) == b"PK"
    if not packed:
        rows = _xls(path, sheet)
    elif "content.xml" in zipfile.ZipFile(path).namelist():
        rows = _opendocument(path, sheet)
    else:
        rows = _xlsx(path, sheet)
    for row in rows:
        yield [cell_text(value) for value in row]


def _xlsx(path: Path, sheet: str) -> Iterator[list[Any]]:
    import openpyxl

    with path.open("rb") as file:  # given a path, openpyxl goes by its ending, and what is kept has none
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        for row in book[sheet].iter_rows(values_only=True):
            yield list(row)
        book.close()


def _xls(path: Path, sheet: str) -> Iterator[list[Any]]:
    import xlrd

    book = xlrd.open_workbook(str(path), on_demand=True)
    for row in book.sheet_by_name(sheet).get_rows():
        yield [_xls_value(cell, book.datemode, xlrd) for cell in row]


def _xls_value(cell: Any, since: int, xlrd: Any) -> object:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, since)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return None if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR) else cell.value


def _opendocument(path: Path, sheet: str) -> Iterator[list[Any]]:
    from xml.etree import ElementTree

    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
        root = ElementTree.parse(content).getroot()
    table = next(each for each in root.iter(f"{_TABLE}table") if each.get(f"{_TABLE}name") == sheet)
    for row in table.iter(f"{_TABLE}table-row"):
        values: list[Any] = []
        for cell in row:
            times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            if times <= _REPEATED:
                values += [_opendocument_value(cell)] * times
        while values and values[-1] is None:
            values.pop()
        times = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        yield from [values] * (times if times <= _REPEATED and values else 1)


def _opendocument_value(cell: Element) -> object:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind in ("float", "currency", "percentage"):
        return float(cell.get(f"{_OFFICE}value", "0"))
    if kind == "date":
        return dt.datetime.fromisoformat(cell.get(f"{_OFFICE}date-value", ""))
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    if kind == "time":
        return cell.get(f"{_OFFICE}time-value")
    lines = ["".join(part.itertext()) for part in cell.findall(f"{_TEXT}p")]
    return "\n".join(lines) if lines else None
