"""SVG drawings, drawn by Typst: it runs no script and fetches nothing."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from praetorium.documents.typesetting import set_pictures

_SHEET = """#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(json(sys.inputs.data), alt: "drawing")"""


class Drawing:
    """SVG."""

    suffixes = (".svg",)

    def draw(self, path: Path, folder: Path) -> Image.Image:
        """The whole drawing."""
        return Image.open(png(path, folder / "drawing.png"))


def png(path: Path, to: Path, ppi: float = 144.0) -> Path:
    """The SVG as PNG, both in one folder. Raises ValueError when it cannot be read."""
    sheet = path.parent / "drawing.typ"
    sheet.write_text(_SHEET, encoding="utf-8")
    try:
        set_pictures(sheet, path.name, path.parent, to, ppi=ppi)
    except ValueError as error:
        raise ValueError(f"no drawing: {error}") from error
    return to


KIND = Drawing()
