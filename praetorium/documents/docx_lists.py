"""Lists of a Word file: each a real one of its own, so that numbers begin anew, to nine levels."""

from __future__ import annotations

from docx.document import Document as File
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as Lines

from praetorium.documents.docx_parts import element

_BULLETS = ("•", "–", "▪")
_FORMATS = ("decimal", "lowerLetter", "lowerRoman")
_TWIPS = 357
"""6.3 mm: how far each level is moved in, in twentieths of a point."""


class Numbering:
    """The numberings of one file."""

    def __init__(self, file: File) -> None:
        self._root = file.part.numbering_part.element
        taken = [int(e.get(qn("w:abstractNumId"))) for e in self._root.findall(qn("w:abstractNum"))]
        self._bullets, self._numbers = max(taken, default=0) + 1, max(taken, default=0) + 2
        for id, ordered in ((self._bullets, False), (self._numbers, True)):
            self._define(id, ordered)

    def new(self, ordered: bool, start: int, level: int) -> int:
        """A list of its own; its id."""
        num = self._root.add_num(self._numbers if ordered else self._bullets)
        if ordered:
            override = num.add_lvlOverride(ilvl=level)
            override.add_startOverride(start)
        return int(num.numId)

    def use(self, line: Lines, id: int, level: int) -> None:
        """Make the paragraph an item of that list."""
        numbered = line._p.get_or_add_pPr().get_or_add_numPr()
        numbered.get_or_add_ilvl().val = level
        numbered.get_or_add_numId().val = id

    def _define(self, id: int, ordered: bool) -> None:
        made = element("w:abstractNum", {"w:abstractNumId": str(id)})
        made.append(element("w:multiLevelType", {"w:val": "multilevel"}))
        for level in range(9):
            lvl = element("w:lvl", {"w:ilvl": str(level)})
            lvl.append(element("w:start", {"w:val": "1"}))
            lvl.append(element("w:numFmt", {"w:val": _FORMATS[level % 3] if ordered else "bullet"}))
            lvl.append(element("w:lvlText", {"w:val": f"%{level + 1}." if ordered else _BULLETS[level % 3]}))
            lvl.append(element("w:lvlJc", {"w:val": "left"}))
            indent = element("w:pPr")
            indent.append(element("w:ind", {"w:left": str(_TWIPS * (level + 1)), "w:hanging": str(_TWIPS)}))
            lvl.append(indent)
            made.append(lvl)
        # All definitions stand before all lists (ECMA-376, 17.9.15).
        first = self._root.find(qn("w:num"))
        if first is None:
            self._root.append(made)
        else:
            first.addprevious(made)
