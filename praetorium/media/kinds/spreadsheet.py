"""Workbooks: the first rows of the first sheet."""

from __future__ import annotations

from contextlib import closing
from itertools import islice
from pathlib import Path

from PIL import Image
from python_calamine import CalamineError, load_workbook

from praetorium.documents.content import Document
from praetorium.media.sketch import paper, table


class Workbook:
    """XLSX."""

    suffixes = (".xlsx",)

    def draw(self, path: Path, folder: Path) -> Image.Image:
        """The upper left part of the first sheet, as values."""
        try:
            with closing(load_workbook(path)) as book:
                sheet = book.get_sheet_by_index(0)
                rows = [tuple(map(_shown, row)) for row in islice(sheet.to_python(), 26)]
        except CalamineError as error:
            raise ValueError(f"no workbook: {error}") from None
        if not rows:
            raise ValueError("its first sheet is empty")
        return paper(Document(title=sheet.name, blocks=(table(tuple(rows)),)), folder, 1)


def _shown(value: object) -> str:
    return f"{value:,.10g}" if isinstance(value, float) else str(value)


KIND = Workbook()
