"""What is read of a document, and where the voice rests."""

from __future__ import annotations

from collections.abc import Iterator

from praetorium.documents.content import (
    Block,
    Code,
    Document,
    Heading,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Table,
    plain,
)

HEADING, PARAGRAPH, ITEM = 0.9, 0.55, 0.35
"""Seconds of silence after each."""


def script(document: Document) -> tuple[tuple[str, float], ...]:
    """Sentences with the silence after each. Code is not read; of pictures what they show is."""
    return ((_ended(document.title), HEADING), *_spoken(document.blocks))


def has_code(document: Document) -> bool:
    """Whether something of the text is not read."""
    return any(isinstance(block, Code) for block in document.blocks)


def _spoken(blocks: tuple[Block, ...]) -> Iterator[tuple[str, float]]:
    for block in blocks:
        match block:
            case Heading():
                yield _ended(plain(block.spans)), HEADING
            case Paragraph():
                yield _ended(plain(block.spans)), PARAGRAPH
            case Quote():
                yield from _spoken(block.blocks)
            case Listing():
                for place, item in enumerate(block.items, block.start):
                    for index, (text, rest) in enumerate(_spoken(item)):
                        yield (f"{place}: {text}" if block.ordered and not index else text), min(rest, ITEM)
            case Table():
                heads = [plain(cell) for cell in block.head]
                for row in block.rows:
                    first, *others = [plain(cell) for cell in row]
                    told = (f"{head} {text}" for head, text in zip(heads[1:], others, strict=False) if text)
                    yield _ended(", ".join(filter(None, (first, *told)))), ITEM
            case Picture() if block.caption or block.alt:
                yield _ended(block.caption or block.alt), PARAGRAPH
            case _:
                continue


def _ended(text: str) -> str:
    """With a full stop, so that the voice falls."""
    return text if text[-1:] in ".!?…:;。！？" else f"{text}."
