"""Rows of values as text: the first of them as a table."""

from __future__ import annotations

import csv
from itertools import islice
from pathlib import Path

from PIL import Image

from praetorium.documents.content import Document
from praetorium.media.sketch import paper, table

_SAMPLE = 100_000


class Rows:
    """CSV and TSV."""

    suffixes = (".csv", ".tsv")

    def draw(self, path: Path, folder: Path) -> Image.Image:
        """The first rows and columns."""
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            head = file.read(_SAMPLE)
        try:
            dialect: type[csv.Dialect] = csv.Sniffer().sniff(head, delimiters=",;\t|")
        except csv.Error:
            dialect = csv.excel
        rows = tuple(tuple(row) for row in islice(csv.reader(head.splitlines(), dialect), 26) if row)
        if not rows:
            raise ValueError("it has no rows")
        return paper(Document(title="Rows", blocks=(table(rows),)), folder, 1)


KIND = Rows()
