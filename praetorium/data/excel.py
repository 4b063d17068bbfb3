"""Excel files: which sheet, and its rows as text. Read by calamine, which never runs or follows anything in them."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from praetorium.data.naming import words_of
from praetorium.errors import UserError

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_SHEET = frozenset({"sheet", "tab", "worksheet", "blatt", "tabelle", "feuille", "onglet"})
_ANY = frozenset({"report", "chart", "data", "info", "summary", "list", "table", "overview", "sheet", "total"})
"""Names of sheets that a request says without meaning one."""
UNPACKED_LIMIT = 2 << 30
"""Bytes a workbook's parts may unpack to; an Excel sheet at its limits is smaller."""


def pick_sheet(path: Path, name: str, words: str = "") -> tuple[str, list[str]]:
    """The sheet that the words name, else the one with the most cells; and what is said of the choice.

    Raises UserError for what cannot be opened, is locked, or holds nothing.
    """
    book = _opened(path, name)
    sizes = {}
    for sheet in book.sheet_names:
        rows = book.get_sheet_by_name(sheet)
        sizes[sheet] = rows.height * rows.width
    filled = [sheet for sheet, size in sizes.items() if size]
    if not filled:
        raise UserError(f"'{name}' holds no cells", next="send a workbook with rows")
    meant = [sheet for sheet in filled if _named(sheet, words.replace(name, " "))]
    chosen = max(meant or filled, key=lambda sheet: sizes[sheet])
    others = [sheet for sheet in filled if sheet != chosen]
    also = f"; there is also {', '.join(map(repr, others[:6]))}" if others else ""
    return chosen, [f"The sheet '{chosen}' is read{also}."] if others else []


def _named(sheet: str, words: str) -> bool:
    """Whether a request names the sheet: by all its words, or as "sheet …" where they are what any request may say."""
    said, own = words_of(words), words_of(sheet)
    if not own or not set(own) <= set(said):
        return False
    before = {said[at - 1] for at, word in enumerate(said) if at and word == own[0]}
    return bool(before & _SHEET) or not set(own) <= _ANY


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
