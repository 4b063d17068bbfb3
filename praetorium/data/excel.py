"""Excel files: which sheet, and its rows as text. Read by calamine, which never runs or follows anything in them."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from praetorium.errors import UserError

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

UNPACKED_LIMIT = 2 << 30
"""Bytes a workbook's parts may unpack to; an Excel sheet at its limits is smaller."""


def pick_sheet(path: Path, name: str) -> str:
    """The sheet with the most cells. Raises UserError for what cannot be opened, is locked, or holds nothing."""
    book = _opened(path, name)
    sizes = {}
    for sheet in book.sheet_names:
        rows = book.get_sheet_by_name(sheet)
        sizes[sheet] = rows.height * rows.width
    if not any(sizes.values()):
        raise UserError(f"'{name}' holds no cells", next="send a workbook with rows")
    return max(sizes, key=lambda sheet: sizes[sheet])


def sheet_rows(path: Path, name: str, sheet: str) -> Iterator[list[str]]:
    """The rows of a sheet, each cell as text: dates ISO, numbers with a point, empty cells empty."""
    for row in _opened(path, name).get_sheet_by_name(sheet).to_python():
        yield [cell_text(value) for value in row]


def cell_text(value: object) -> str:
    """One value as the text that the type detection reads."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def _opened(path: Path, name: str) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook

    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > UNPACKED_LIMIT:
                raise UserError(f"'{name}' unpacks to more than {UNPACKED_LIMIT >> 30} GB", next="save less in it")
    try:
        return CalamineWorkbook.from_path(str(path))
    except CalamineError as error:
        raise UserError(
            f"'{name}' cannot be opened as Excel: {error}", next="save it anew without a password"
        ) from None
