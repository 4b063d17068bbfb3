"""Pictures of pixels, as they are."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from praetorium.media.pictures import SUFFIXES, opened


class Pixels:
    """PNG, JPEG and their like."""

    suffixes = SUFFIXES

    def draw(self, path: Path, folder: Path) -> Image.Image:
        """The picture on white, where it is transparent."""
        image = opened(path).convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(ground, image)


KIND = Pixels()
