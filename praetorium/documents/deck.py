"""A document told as slides: a title, a section for each part, few points a slide, the full text in the notes.

Nothing of the document is lost: what does not fit on a slide stands in what the speaker reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from praetorium.documents.amounts import number
from praetorium.documents.content import (
    Block,
    Code,
    Document,
    Heading,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Span,
    Spans,
    Table,
    plain,
    text_of,
    walk,
)

_POINTS, _CHARACTERS = 7, 480
"""Most points and characters on one slide."""
_ROWS, _CODE_LINES = 9, 14
_POINT = 150
"""Longer text is no point: its first sentence is, and the rest is spoken."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\sa-z])")
_TIME = re.compile(
    r"^(?:\d{4}(?:[-/]\d{1,2}){0,2}|q[1-4]\b.*|(?:kw|week|woche)\s?\d+|(?:jan|feb|mar|mär|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|"
    r"nov|de[cz])[a-zä]*\.?(?:\s\d{2,4})?)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Point:
    """One line of a slide."""

    level: int
    spans: Spans
    number: int | None = None
    """Its place in a numbered list."""


@dataclass(frozen=True)
class Chart:
    """Numbers of a table, drawn: each series has a value for each category."""

    line: bool
    """Along time, else bars."""
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[Decimal | None, ...]], ...]


@dataclass(frozen=True)
class Slide:
    """One slide; of points, chart, table, code and picture it holds one kind."""

    kind: str
    """``title``, ``section``, ``points``, ``chart``, ``table``, ``code``, ``picture``."""
    title: str
    subtitle: str = ""
    points: tuple[Point, ...] = ()
    chart: Chart | None = None
    table: Table | None = None
    code: str = ""
    picture: Picture | None = None
    notes: str = ""


@dataclass
class _Part:
    """A heading with what stands directly below it."""

    level: int
    title: str
    blocks: list[Block] = field(default_factory=list)


def slides(document: Document, continued: str = "continued") -> tuple[Slide, ...]:
    """The document as slides, in its order."""
    parts = _parts(document)
    first = parts[0]
    lead = first.blocks[0] if first.blocks and isinstance(first.blocks[0], Paragraph) else None
    told = plain(lead.spans) if lead else ""
    subtitle = document.subtitle or (_first_sentence(told) if told else "") or document.author
    made = [Slide("title", document.title, subtitle=subtitle, notes=told)]
    rest = _Part(0, document.title, first.blocks[1:] if lead else first.blocks)
    for number_, part in enumerate([rest, *parts[1:]]):
        following = parts[number_ + 1] if number_ + 1 < len(parts) else None
        holds = following is not None and following.level > part.level > 0
        if holds and part.level == 1:
            section = _section(part)
            made.append(section)
            if section.notes:  # its only paragraph stands there already
                continue
        made += _slides_of(part, continued)
    return tuple(made)


def _parts(document: Document) -> list[_Part]:
    found = [_Part(0, document.title)]
    for block in document.blocks:
        if isinstance(block, Heading):
            found.append(_Part(block.level, plain(block.spans)))
        else:
            found[-1].blocks.append(block)
    return found


def _section(part: _Part) -> Slide:
    only = part.blocks[0] if len(part.blocks) == 1 and isinstance(part.blocks[0], Paragraph) else None
    told = plain(only.spans) if only else ""
    return Slide("section", part.title, subtitle=_first_sentence(told), notes=told)


def _slides_of(part: _Part, continued: str) -> Iterator[Slide]:
    """Slides of one part: its text together, then each of its tables, pictures and pieces of code."""
    texts = [block for block in part.blocks if not isinstance(block, (Table, Picture, Code))]
    notes = text_of(texts)
    pages = list(_pages(list(_points(texts))))
    for index, page in enumerate(pages):
        yield Slide("points", _numbered(part.title, index, continued), points=page, notes=notes if not index else "")
    # Pictures and tables inside of lists and quotes are shown too.
    shown = [block for block in walk(part.blocks) if isinstance(block, (Table, Picture, Code))]
    for index, block in enumerate(shown):
        title = part.title if not pages and not index else _named(part, block)
        yield from _shown(block, title, continued)


def _named(part: _Part, block: Block) -> str:
    if isinstance(block, Picture) and (block.caption or block.alt):
        return f"{part.title}: {(block.caption or block.alt)[:60]}"
    return part.title


def _shown(block: Block, title: str, continued: str) -> Iterator[Slide]:
    if isinstance(block, Table):
        drawn = chart(block)
        if drawn is not None:
            yield Slide("chart", title, chart=drawn, notes=text_of([block]))
        for index, start in enumerate(range(0, len(block.rows), _ROWS)):
            rows = block.rows[start : start + _ROWS]
            notes = text_of([block]) if not index and drawn is None else ""
            yield Slide(
                "table", _numbered(title, index, continued), table=block.model_copy(update={"rows": rows}), notes=notes
            )
    elif isinstance(block, Picture):
        yield Slide("picture", title, picture=block, notes=text_of([block]))
    elif isinstance(block, Code):
        lines = block.text.split("\n")
        cut = lines if len(lines) <= _CODE_LINES else [*lines[: _CODE_LINES - 1], "…"]
        yield Slide("code", title, code="\n".join(cut), notes=block.text)


def chart(table: Table) -> Chart | None:
    """The table drawn, where it has a column of names and one or more of numbers, two to twelve rows of them.

    Columns with a total's name and rows that add the others up would dwarf the rest: they are left out.
    """
    rows = [
        row for row in table.rows if not re.match(r"(?:sub|grand )?(?:total|sum|summe|gesamt)\b", plain(row[0]), re.I)
    ]
    if not 2 <= len(rows) <= 12 or len(table.head) < 2:
        return None
    names = tuple(plain(row[0]) for row in rows)
    if all(number(name) is not None and not _TIME.match(name) for name in names) or not all(names):
        return None
    series = []
    for column in range(1, len(table.head)):
        told = [plain(row[column]) for row in rows]
        values = tuple(number(text) if text else None for text in told)
        if any(text and value is None for text, value in zip(told, values, strict=True)) or not any(values):
            continue
        series.append((plain(table.head[column]) or str(column), values, any("%" in text for text in told)))
    # A share beside an amount would lie flat on the axis.
    units = {share for _, _, share in series}
    kept = [(name, values) for name, values, share in series if share == series[0][2] or len(units) == 1]
    if not kept or len(kept) > 6:
        return None
    heads = [name for name, _ in kept]
    if len(kept) >= 2 and all(_TIME.match(head) for head in heads):  # time runs across: turn the table
        turned = tuple((name, tuple(values[i] for _, values in kept)) for i, name in enumerate(names))
        return Chart(True, tuple(heads), turned) if len(turned) <= 6 else None
    return Chart(all(_TIME.match(name) for name in names), names, tuple(kept))


def _points(blocks: Iterable[Block], level: int = 0) -> Iterator[Point]:
    for block in blocks:
        match block:
            case Paragraph():
                yield Point(min(level, 3), _shortened(block.spans))
            case Quote():
                for point in _points(block.blocks, level):
                    yield replace(point, spans=tuple(s.model_copy(update={"italic": True}) for s in point.spans))
            case Listing():
                for index, item in enumerate(block.items):
                    yield from _item(block, block.start + index, item, level)


def _item(listing: Listing, position: int, item: tuple[Block, ...], level: int) -> Iterator[Point]:
    for index, block in enumerate(item):
        if isinstance(block, Listing):
            yield from _points([block], level + 1)
        elif isinstance(block, (Paragraph, Quote)):
            for point in _points([block], level if not index else level + 1):
                yield replace(point, number=position) if listing.ordered and not index else point


def _shortened(spans: Spans) -> Spans:
    text = plain(spans)
    return spans if len(text) <= _POINT else (Span(text=_first_sentence(text)),)


def _first_sentence(text: str) -> str:
    first = _SENTENCE.split(text, maxsplit=1)[0]
    return first if len(first) <= _POINT + 40 else f"{first[:_POINT].rsplit(' ', 1)[0]} …"


def _pages(points: list[Point]) -> Iterator[tuple[Point, ...]]:
    """Points in slides that can be read; what belongs below a point stays with it where it can."""
    page: list[Point] = []
    for point in points:
        size = sum(len(plain(p.spans)) for p in page) + len(plain(point.spans))
        if page and (len(page) >= _POINTS + (point.level > 0) * 2 or size > _CHARACTERS):
            yield tuple(page)
            page = []
        page.append(point)
    if page:
        yield tuple(page)


def _numbered(title: str, index: int, continued: str) -> str:
    return title if not index else f"{title} ({continued} {index})" if index > 1 else f"{title} ({continued})"
