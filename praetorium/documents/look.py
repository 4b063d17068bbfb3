"""How a document looks: colours, page, language and words of its own, settled from what was asked."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from ruamel.yaml import YAML

from praetorium.generate.colours import contrast, legible, mix
from praetorium.models.base import Model

ACCENT = "#1f4e79"
WHITE = "#ffffff"
INK = "#1c1f24"
PAGES = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
"""Width and height in millimetres."""


class Look(Model):
    """Everything about the appearance; colours are ``#rrggbb`` and read on white paper."""

    accent: str = ACCENT
    """Headings, lines, bars: text of it reaches 4.5:1 on white."""
    fill: str = ACCENT
    """The colour as it was asked for, for areas."""
    second: str = "#5b6b7b"
    """The second colour: captions, further bars."""
    page: Literal["a4", "letter"] = "a4"
    language: str = "en"
    logo: str = ""
    """Name of a picture in the working folder."""

    @property
    def tint(self) -> str:
        """A light shade for grounds of table heads and code."""
        return mix(self.fill, WHITE, 0.12) if contrast(mix(self.fill, WHITE, 0.12), INK) > 7 else "#f2f4f7"

    @property
    def on_fill(self) -> str:
        """Text on areas of the colour."""
        return WHITE if contrast(WHITE, self.fill) >= contrast(INK, self.fill) else INK

    @property
    def millimetres(self) -> tuple[float, float]:
        return PAGES[self.page]


def look(colours: tuple[str, ...], *, page: str, language: str, logo: str = "") -> Look:
    """The look for the colours that were asked for (the first leads), each made dark enough to be read."""
    first = colours[0] if colours else ACCENT
    second = colours[1] if len(colours) > 1 else "#5b6b7b"
    return Look(
        accent=legible(first, (WHITE,)),
        fill=first,
        second=legible(second, (WHITE,)),
        page="letter" if page == "letter" else "a4",
        language=language,
        logo=logo,
    )


@cache
def words(file: Path, language: str) -> dict[str, str]:
    """The fixed words of documents in that language (``page``, ``invoice``, …); English ones where it has none."""
    table = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    return {**table["en"], **table.get(language.partition("-")[0], {})}
