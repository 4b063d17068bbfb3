"""The styles of a Word file: a person changes one of them, and the whole document follows."""

from __future__ import annotations

from typing import Any

from docx.document import Document as File
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from praetorium.documents.docx_parts import element, shade
from praetorium.documents.look import INK, Look

CODE = "Code Block"
_FONT, _CODE_FONT = "Calibri", "Consolas"
_HEADINGS = {1: 17.0, 2: 14.0, 3: 12.0, 4: 11.0, 5: 11.0, 6: 11.0}
"""Points, by level."""


def prepare(file: File, look: Look) -> None:
    """Settle the styles that the writer uses."""
    styles = file.styles
    _text(styles["Normal"], 11.0, INK)
    styles["Normal"].paragraph_format.space_after = Pt(7)
    styles["Normal"].paragraph_format.line_spacing = 1.15
    for level, size in _HEADINGS.items():
        style = styles[f"Heading {level}"]
        _text(style, size, look.accent, bold=True)
        style.font.italic = False
        style.paragraph_format.space_before = Pt(14 if level < 3 else 10)
        style.paragraph_format.space_after = Pt(4)
        style.paragraph_format.keep_with_next = True
    _text(styles["Title"], 26.0, look.accent, bold=True)
    for edges in list(styles["Title"].element.iter(qn("w:pBdr"))):
        edges.getparent().remove(edges)
    _text(styles["Subtitle"], 13.0, look.second)
    styles["Subtitle"].font.italic = False
    _text(styles["Caption"], 9.5, look.second)
    styles["Caption"].font.bold = False
    _text(styles["Quote"], 11.0, INK, italic=True)
    _text(styles["Footer"], 9.0, look.second)
    for name in ("List Bullet", "List Number", "List Continue"):
        styles[name].paragraph_format.space_after = Pt(3)
    block: Any = styles.add_style(CODE, WD_STYLE_TYPE.PARAGRAPH)
    block.base_style = styles["Normal"]
    _text(block, 9.5, INK, font=_CODE_FONT)
    block.paragraph_format.line_spacing = 1.0
    shade(block.element.get_or_add_pPr(), look.tint)
    inline: Any = styles.add_style("Code Text", WD_STYLE_TYPE.CHARACTER)
    _font(inline, _CODE_FONT)
    inline.font.size = Pt(10)


def _text(
    style: Any, size: float, colour: str, *, bold: bool | None = None, italic: bool | None = None, font: str = _FONT
) -> None:
    _font(style, font)
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor.from_string(colour.removeprefix("#").upper())
    if bold is not None:
        style.font.bold = bold
    if italic is not None:
        style.font.italic = italic


def _font(style: Any, name: str) -> None:
    """One font for all scripts; the theme's would win over it, so its names are taken out."""
    properties = style.element.get_or_add_rPr()
    for old in list(properties.findall(qn("w:rFonts"))):
        properties.remove(old)
    fonts = element("w:rFonts", {f"w:{part}": name for part in ("ascii", "hAnsi", "cs", "eastAsia")})
    properties.insert(0, fonts)
