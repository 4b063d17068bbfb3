"""A document as Word: real headings, lists, tables, links, pictures with their descriptions, page numbers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docx import Document as new_file
from docx.document import Document as File
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Lines

from praetorium.documents.content import (
    Block,
    Code,
    Document,
    Heading,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Span,
    Spans,
    Table,
)
from praetorium.documents.docx_lists import Numbering
from praetorium.documents.docx_parts import border, described, element, field, set_language, shade
from praetorium.documents.docx_styles import CODE, prepare
from praetorium.documents.look import Look

_MARGIN = 25.0
"""Millimetres."""
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
_STEP = 6.3
"""Millimetres that each level of a list or quote is moved in."""


def write(document: Document, look: Look, folder: Path, to: Path, words: dict[str, str]) -> None:
    """Write the document; pictures are files in ``folder``."""
    file = new_file()
    prepare(file, look)
    width, height = look.millimetres
    section = file.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
    set_language(file, document.language)
    core = file.core_properties
    core.title, core.author, core.language = document.title, document.author, document.language
    core.comments = ""
    _Writer(file, look, folder, width - 2 * _MARGIN).all(document)
    _footer(file, words)
    file.save(str(to))


class _Writer:
    """Writes blocks into a file or the cell of a table."""

    def __init__(self, file: File, look: Look, folder: Path, width: float) -> None:
        self._file, self._look, self._folder, self._width = file, look, folder, width
        self._numbering = Numbering(file)

    def all(self, document: Document) -> None:
        if self._look.logo:
            line = self._file.add_paragraph()
            shape = line.add_run().add_picture(str(self._folder / self._look.logo), height=Mm(16))
            described(shape._inline.docPr, "Logo", "Logo")
        self._file.add_paragraph(document.title, style="Title")
        told = " · ".join(part for part in (document.subtitle, document.author) if part)
        if told:
            self._file.add_paragraph(told, style="Subtitle")
        self.blocks(document.blocks)

    def blocks(self, blocks: Iterable[Block], depth: int = 0) -> None:
        for block in blocks:
            self._block(block, depth)

    def _block(self, block: Block, depth: int) -> None:
        match block:
            case Heading():
                self._inline(self._file.add_paragraph(style=f"Heading {block.level}"), block.spans)
            case Paragraph():
                self._inline(self._indented(depth), block.spans)
            case Code():
                line = self._indented(depth, CODE)
                for number, text in enumerate(block.text.split("\n")):
                    if number:
                        line.add_run().add_break()
                    line.add_run(text)
            case Table():
                self._table(block)
            case Picture():
                self._picture(block)
            case Rule():
                border(self._file.add_paragraph(), "bottom", "B8BEC6")
            case Quote():
                self._quote(block, depth)
            case Listing():
                self._list(block, depth, 0, None)

    def _indented(self, depth: int, style: str | None = None) -> Lines:
        line = self._file.add_paragraph(style=style)
        if depth:
            line.paragraph_format.left_indent = Mm(_STEP * depth)
        return line

    def _quote(self, quote: Quote, depth: int) -> None:
        for block in quote.blocks:
            if isinstance(block, Paragraph):
                line = self._file.add_paragraph(style="Quote")
                line.paragraph_format.left_indent = Mm(_STEP * (depth + 1))
                border(line, "left", self._look.fill.removeprefix("#"))
                self._inline(line, block.spans)
            else:
                self._block(block, depth + 1)

    def _list(self, listing: Listing, depth: int, level: int, list_id: int | None) -> None:
        id = self._numbering.new(listing.ordered, listing.start, level) if list_id is None else list_id
        style = "List Number" if listing.ordered else "List Bullet"
        for item in listing.items:
            for number, block in enumerate(item):
                if isinstance(block, Listing):
                    self._list(block, depth, min(level + 1, 8), None)
                elif isinstance(block, Paragraph):
                    line = self._file.add_paragraph(style=style if not number else "List Continue")
                    line.paragraph_format.left_indent = Mm(_STEP * (depth + level + 1))
                    if not number:
                        line.paragraph_format.first_line_indent = Mm(-_STEP)
                        self._numbering.use(line, id, level)
                    self._inline(line, block.spans)
                else:
                    self._block(block, depth + level + 1)

    def _table(self, table: Table) -> None:
        self._file.paragraphs[-1].paragraph_format.space_after = Pt(9)
        made = self._file.add_table(rows=1 + len(table.rows), cols=len(table.head), style="Table Grid")
        made.alignment = WD_TABLE_ALIGNMENT.LEFT
        made.autofit = True
        for index, cell in enumerate(made.rows[0].cells):
            self._cell(cell, table.head[index], table.align[index], bold=True)
            shade(cell._tc.get_or_add_tcPr(), self._look.tint)
        made.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
        # ``made.cell`` builds the whole grid anew at each call: rows are walked once instead.
        for row, spans in zip(made.rows, (table.head, *table.rows), strict=True):
            row._tr.get_or_add_trPr().insert(0, element("w:cantSplit"))
            if spans is table.head:
                continue
            for cell, inner, align in zip(row.cells, spans, table.align, strict=True):
                self._cell(cell, inner, align)
        self._file.add_paragraph().paragraph_format.space_after = Pt(2)

    def _cell(self, cell: _Cell, spans: Spans, align: str, *, bold: bool = False) -> None:
        line = cell.paragraphs[0]
        line.alignment = _ALIGN[align]
        line.paragraph_format.space_after = line.paragraph_format.space_before = Pt(2)
        self._inline(line, tuple(span.model_copy(update={"bold": True}) for span in spans) if bold else spans)

    def _picture(self, picture: Picture) -> None:
        line = self._file.add_paragraph()
        line.paragraph_format.keep_with_next = bool(picture.caption)
        # 96 pixels an inch, as on a screen, unless the page is too narrow or the picture taller than half of it.
        wide = min(picture.width / 96 * 25.4, self._width)
        tall = wide * picture.height / picture.width
        if tall > 170:
            wide *= 170 / tall
        shape = line.add_run().add_picture(str(self._folder / picture.file), width=Mm(wide))
        described(shape._inline.docPr, picture.alt, picture.alt)
        if picture.caption:
            self._file.add_paragraph(picture.caption, style="Caption")

    def _inline(self, line: Lines, spans: Spans) -> None:
        for span in spans:
            if span.link:
                _link(line, span, self._look)
            else:
                _run(line, span)


def _run(line: Lines, span: Span) -> Any:
    run = line.add_run()
    for number, part in enumerate(span.text.split("\n")):
        if number:
            run.add_break()
        run.add_text(part)
    run.bold, run.italic = span.bold or None, span.italic or None
    if span.strike:
        run.font.strike = True
    if span.code:
        run.style = "Code Text"
    return run


def _link(line: Lines, span: Span, look: Look) -> None:
    """A run inside of a hyperlink; python-docx reads such but does not make them."""
    id = line.part.relate_to(span.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    holder = element("w:hyperlink", {"r:id": id})
    run = _run(line, span)
    run.font.underline = True
    run.font.color.rgb = RGBColor.from_string(look.accent.removeprefix("#").upper())
    holder.append(run._r)
    line._p.append(holder)


def _footer(file: File, words: dict[str, str]) -> None:
    """``Page 2 of 7``, centred, as fields that the reader's program fills."""
    line = file.sections[0].footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, between = words["page"], words["of"]
    line.add_run(f"{before} ")
    field(line, "PAGE")
    line.add_run(f" {between} ")
    field(line, "NUMPAGES")
