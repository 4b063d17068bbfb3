"""SVG drawings, drawn by Typst: it runs no script and fetches nothing."""

from __future__ import annotations

from pathlib import Path

import typst
from PIL import Image

_SHEET = '#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#image("{name}", alt: "drawing")'


class Drawing:
    """SVG."""

    suffixes = (".svg",)

    def draw(self, path: Path, folder: Path) -> Image.Image:
        """The whole drawing."""
        return Image.open(png(path, folder / "drawing.png"))


def png(path: Path, to: Path, ppi: float = 144.0) -> Path:
    """The SVG as PNG, both in one folder. Raises ValueError when it cannot be read."""
    sheet = path.parent / "drawing.typ"
    sheet.write_text(_SHEET.format(name=path.name), encoding="utf-8")
    try:
        typst.compile(sheet, output=to, root=path.parent, format="png", ppi=ppi)
    except typst.TypstError as error:
        raise ValueError(f"no drawing: {error}") from error
    return to


KIND = Drawing()
