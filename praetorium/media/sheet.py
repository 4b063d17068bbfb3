"""Several pictures on one: pages, slides, moments of a film."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

_GAP = 12
_GROUND = "#cfd4da"


def side_by_side(pictures: Sequence[Image.Image], *, columns: int) -> Image.Image:
    """The pictures in rows of ``columns``. Raises ValueError when there are none."""
    if not pictures:
        raise ValueError("there is nothing in it to show")
    columns = min(columns, len(pictures))
    wide, tall = max(p.width for p in pictures), max(p.height for p in pictures)
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * (wide + _GAP) + _GAP, rows * (tall + _GAP) + _GAP), _GROUND)
    for number, picture in enumerate(pictures):
        left, top = number % columns * (wide + _GAP) + _GAP, number // columns * (tall + _GAP) + _GAP
        sheet.paste(picture.convert("RGB"), (left, top))
    return sheet
