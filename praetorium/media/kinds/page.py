"""HTML pages, sketched from their text: nothing of them is run or loaded."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from praetorium.documents.read_pages import read_html
from praetorium.media.sketch import sketch


class Page:
    """HTML."""

    suffixes = (".html", ".htm")

    def draw(self, path: Path, folder: Path) -> Image.Image:
        """The upper part of it."""
        return sketch(read_html(path), folder)


KIND = Page()
