"""Workbooks: the first rows of the first two sheets."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from datetime import datetime, time
from itertools import islice
from pathlib import Path

from PIL import Image
from python_calamine import CalamineError, load_workbook

from praetorium.documents.content import Document
from praetorium.media.sheet import side_by_side
from praetorium.media.sketch import paper, table

_SHEETS, _ROWS = 2, 26


class Workbook:
    """XLSX."""

    suffixes = (".xlsx",)

    def draw(self, path: Path, folder: Path) -> Image.Image:
        """The upper left part of its sheets, as values."""
        try:
            with closing(load_workbook(path)) as book:
                named = {name: _rows(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names[:_SHEETS]}
        except CalamineError as error:
            raise ValueError(f"no workbook: {error}") from None
        filled = {name: rows for name, rows in named.items() if rows}
        if not filled:
            raise ValueError("its first sheets are empty")
        pages = [paper(Document(title=name, blocks=(table(rows),)), folder, 1) for name, rows in filled.items()]
        return side_by_side(pages, columns=_SHEETS)


def _rows(cells: Iterable[Iterable[object]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(_shown, row)) for row in islice(cells, _ROWS))


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,.2f}"
    return str(value.date()) if isinstance(value, datetime) and value.time() == time() else str(value)


KIND = Workbook()
