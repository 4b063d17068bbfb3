"""A sketch of a document whose own program is not here: what was read back from it, set anew.

It shows the finished file's structure and text, not its fonts; so it tells whether they are really in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PIL import Image

from praetorium.documents.content import Block, Document, Heading, Listing, Paragraph, Span, Table
from praetorium.documents.found import Found, Sheet
from praetorium.documents.look import look, words
from praetorium.documents.pdf import write
from praetorium.documents.typesetting import set_pictures
from praetorium.media.kinds.pdf import drawn

_LINES, _ROWS, _COLUMNS, _TABLES = 60, 25, 8, 3


def sketch(found: Found, folder: Path) -> Image.Image:
    """The first page of what was found."""
    sheet = found.sheets[0]
    title = found.title or next((text for _, text in sheet.lines), "Untitled")
    blocks = in_order(sheet, title)
    return paper(Document(title=title, language=found.language or "en", blocks=tuple(blocks)), folder, 1)


def in_order(sheet: Sheet, title: str) -> list[Block]:
    """Lines and tables as they follow each other, without the title; tables last where their place is not known."""
    kept = [at for at, line in enumerate(sheet.lines[:_LINES]) if line[1] != title]
    blocks = _blocks(sheet.lines[at] for at in kept)
    places = sheet.after or (len(sheet.lines),) * len(sheet.tables)
    for rows, place in reversed(list(zip(sheet.tables, places, strict=True))[:_TABLES]):
        blocks.insert(sum(at < place for at in kept), table(rows))
    return blocks


def paper(document: Document, folder: Path, pages: int) -> Image.Image:
    """A document set as pages; ``folder`` has the templates."""
    target = folder / "sketch.pdf"
    fixed = words(folder / "words.yaml", document.language)
    write(document, look((), page="a4", language=document.language), folder, folder / "document.typ", target, fixed)
    return drawn(target, pages)


def slides(sheets: Iterable[Sheet], folder: Path) -> list[Image.Image]:
    """Each slide as it was found."""
    told = [sheet.dump() for sheet in sheets]
    set_pictures(folder / "slides-sketch.typ", told, folder, folder / "slide-{0p}.png")
    return [Image.open(path) for path in sorted(folder.glob("slide-*.png"))]


def table(rows: tuple[tuple[str, ...], ...]) -> Table:
    """Rows of text as a table, the first its head; at most what a page holds."""
    wide = min(_COLUMNS, max(len(row) for row in rows))
    cells = [tuple((Span(text=text),) for text in (*row, *[""] * wide)[:wide]) for row in rows[: _ROWS + 1]]
    sides = tuple("right" if _numbers(row[at : at + 1] for row in rows[1:]) else "left" for at in range(wide))
    return Table(head=cells[0], rows=tuple(cells[1:]), align=sides)


def _numbers(cells: Iterable[tuple[str, ...]]) -> bool:
    filled = [cell[0] for cell in cells if cell and cell[0]]
    return bool(filled) and sum(cell[-1].isdigit() and "-" not in cell[1:] for cell in filled) > len(filled) / 2


def _blocks(lines: Iterable[tuple[int, str]]) -> list[Block]:
    found: list[Block] = []
    for level, text in lines:
        spans = (Span(text=text),)
        if level < 0:
            # Typst refuses a heading two levels below the last one; a sketch shows it all the same.
            over = next((b.level for b in reversed(found) if isinstance(b, Heading)), 0)
            found.append(Heading(level=min(-level, over + 1), spans=spans))
        elif level:
            deeper = "\u2003" * (min(level, 5) - 1)
            item = (Paragraph(spans=(Span(text=deeper + ("– " if deeper else "") + text),)),)
            found.append(Listing(ordered=False, items=(item,)) if not deeper else item[0])
        else:
            found.append(Paragraph(spans=spans))
    return found
