"""A document as structure, between whatever it was read from and whatever it is written as."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import Field

from praetorium.models.base import Model


class Span(Model):
    """A run of text of one kind. ``\\n`` in it is a line break that was asked for."""

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    link: str = ""
    """An address: ``http``, ``https``, ``mailto`` or ``tel``; nothing else is ever kept."""


Spans = tuple[Span, ...]


class Heading(Model):
    kind: Literal["heading"] = "heading"
    level: int = Field(ge=1, le=6)
    """No level is skipped on the way down."""
    spans: Spans


class Paragraph(Model):
    kind: Literal["paragraph"] = "paragraph"
    spans: Spans


class Code(Model):
    kind: Literal["code"] = "code"
    text: str
    language: str = ""


class Table(Model):
    kind: Literal["table"] = "table"
    head: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]
    """Each as long as the head."""
    align: tuple[Literal["left", "center", "right"], ...]
    """By column; a column of numbers stands right even where nobody said so."""


class Picture(Model):
    kind: Literal["picture"] = "picture"
    file: str
    """Name in the working folder, already made safe."""
    alt: str
    caption: str = ""
    width: int
    height: int
    """Pixels."""


class Rule(Model):
    kind: Literal["rule"] = "rule"


class Quote(Model):
    kind: Literal["quote"] = "quote"
    blocks: tuple[Block, ...]


class Listing(Model):
    kind: Literal["list"] = "list"
    ordered: bool
    start: int = 1
    items: tuple[tuple[Block, ...], ...]


Block = Annotated[Heading | Paragraph | Code | Table | Picture | Rule | Quote | Listing, Field(discriminator="kind")]


class Document(Model):
    """A title and what stands below it."""

    title: str
    subtitle: str = ""
    author: str = ""
    language: str = "en"
    """BCP 47, e.g. ``de``."""
    blocks: tuple[Block, ...]
    dropped: tuple[str, ...] = ()
    """What was left out, in words: raw HTML, pictures that are not there."""


def plain(spans: Iterable[Span]) -> str:
    """The text without its looks, white space made single."""
    return " ".join("".join(span.text for span in spans).split())


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """All blocks, those inside of lists and quotes after the one that holds them."""
    for block in blocks:
        yield block
        if isinstance(block, Quote):
            yield from walk(block.blocks)
        elif isinstance(block, Listing):
            for item in block.items:
                yield from walk(item)


def text_of(blocks: Iterable[Block]) -> str:
    """All text, a paragraph a line."""
    lines: list[str] = []
    for block in walk(blocks):
        match block:
            case Heading() | Paragraph():
                lines.append(plain(block.spans))
            case Code():
                lines.append(block.text)
            case Table():
                lines += [" | ".join(plain(cell) for cell in row) for row in (block.head, *block.rows)]
            case Picture():
                lines += [line for line in (block.alt, block.caption) if line]
    return "\n".join(lines)
