"""PDF: its first pages side by side, drawn by PDFium."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pypdfium2
from PIL import Image

from praetorium.media.sheet import side_by_side

_SHOWN = 2


class Pages:
    """PDF."""

    suffixes = (".pdf",)

    def draw(self, path: Path, folder: Path) -> Image.Image:
        """The first two pages."""
        return drawn(path)


def drawn(path: Path, shown: int = _SHOWN, scale: float = 1.6) -> Image.Image:
    """The first pages of a PDF. Raises ValueError when it is none."""
    try:
        with closing(pypdfium2.PdfDocument(path)) as file:
            pages = [file[number].render(scale=scale).to_pil() for number in range(min(shown, len(file)))]
    except pypdfium2.PdfiumError as error:
        raise ValueError(f"no PDF: {error}") from None
    return side_by_side(pages, columns=shown)


KIND = Pages()
