"""Decks, each slide sketched from what is in it."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from praetorium.documents.read_office import read_pptx
from praetorium.media import sketch
from praetorium.media.sheet import side_by_side

_SHOWN = 9


class Slides:
    """PPTX."""

    suffixes = (".pptx",)

    def draw(self, path: Path, folder: Path) -> Image.Image:
        """Its first nine slides."""
        return side_by_side(sketch.slides(read_pptx(path).sheets[:_SHOWN], folder), columns=3)


KIND = Slides()
