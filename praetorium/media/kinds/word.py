"""Word files, sketched from what is in them."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from praetorium.documents.read_office import read_docx
from praetorium.media.sketch import sketch


class Word:
    """DOCX."""

    suffixes = (".docx",)

    def draw(self, path: Path, folder: Path) -> Image.Image:
        """Its first page."""
        return sketch(read_docx(path), folder)


KIND = Word()
