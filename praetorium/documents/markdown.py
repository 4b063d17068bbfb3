"""Markdown (CommonMark, tables, strikethrough, front matter) as a document.

Raw HTML is left out and said so; of links only addresses that open a page, a mail or a call are kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Literal
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

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
    Rule,
    Span,
    Spans,
    Table,
    plain,
)

_FRONT = re.compile(r"\A---[ \t]*\n(?P<body>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_ENTRY = re.compile(r"^(?P<key>title|subtitle|author|lang|language)[ \t]*:[ \t]*(?P<value>.+?)[ \t]*$", re.MULTILINE)
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_UNSEEN = re.compile(
    r"<(script|style|template|noscript)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_BOX = re.compile(r"\[([ xX])\]\s+")
_DEEPEST = 12
"""Levels of lists and quotes in each other; what is deeper is left out."""


def read(text: str, *, title: str, language: str, pictures: Mapping[str, Picture]) -> Document:
    """The document that the Markdown describes.

    ``title`` is used when the text has none of its own; ``pictures``: by link, those that are there.
    """
    front, body = _front(text.replace("\r\n", "\n").removeprefix("\ufeff"))
    parser = _parser()
    reading = _Reading(pictures)
    blocks = reading.blocks(SyntaxTreeNode(parser.parse(body)).children, 0)
    named, blocks = _titled(blocks)
    return Document(
        title=front.get("title") or named or title,
        subtitle=front.get("subtitle", ""),
        author=front.get("author", ""),
        language=front.get("lang") or front.get("language") or language,
        blocks=_levelled(blocks),
        dropped=reading.told(),
    )


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 40}).enable(["table", "strikethrough"])
    # Else a link to a forbidden address would stand in the text with all its brackets; _address decides.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def _front(text: str) -> tuple[dict[str, str], str]:
    """The entries at the top that are of use, and the rest of the text."""
    match = _FRONT.match(text)
    if match is None:
        return {}, text
    found = {m["key"]: m["value"].strip("\"'") for m in _ENTRY.finditer(match["body"])}
    return found, text[match.end() :]


def _titled(blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    """A heading of level 1 that stands alone and first is the title of the whole; the others move up."""
    tops = [block for block in blocks if isinstance(block, Heading) and block.level == 1]
    if len(tops) != 1 or not blocks or blocks[0] is not tops[0]:
        return "", blocks
    rest = tuple(
        block.model_copy(update={"level": block.level - 1}) if isinstance(block, Heading) else block
        for block in blocks[1:]
    )
    return plain(tops[0].spans), rest


def _levelled(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The same with no level skipped: readers of screens walk headings by level."""
    kept: list[Block] = []
    open_levels: list[int] = []
    for block in blocks:
        if isinstance(block, Heading):
            while open_levels and open_levels[-1] >= block.level:
                open_levels.pop()
            open_levels.append(block.level)
            block = block.model_copy(update={"level": len(open_levels)})
        kept.append(block)
    return tuple(kept)


class _Reading:
    """Turns syntax nodes into blocks and remembers what it left out."""

    def __init__(self, pictures: Mapping[str, Picture]) -> None:
        self._pictures = pictures
        self._html = 0
        self._deep = 0
        self._links: list[str] = []
        self._missing: list[str] = []

    def told(self) -> tuple[str, ...]:
        said = []
        if self._html:
            said.append(f"raw HTML in {self._html} place{'s' * (self._html != 1)} left out, its text kept")
        if self._deep:
            said.append(f"{self._deep} blocks nested deeper than {_DEEPEST} levels left out")
        said += [f"the link to '{link}' is no address that can be opened; its words stay" for link in self._links[:5]]
        said += [
            f"the picture '{name}' is not there or cannot be used; its description stands instead"
            for name in dict.fromkeys(self._missing)
        ]
        return tuple(said)

    def blocks(self, nodes: Sequence[SyntaxTreeNode], depth: int) -> tuple[Block, ...]:
        found: list[Block] = []
        for node in nodes:
            if depth > _DEEPEST:
                self._deep += 1
            else:
                found += self._block(node, depth)
        return tuple(found)

    def _block(self, node: SyntaxTreeNode, depth: int) -> list[Block]:
        match node.type:
            case "heading":
                spans = self._inline(node)[0]
                if depth:  # in a quotation or a list it is no part of the document's own order
                    spans = tuple(span.model_copy(update={"bold": True}) for span in spans)
                    return [Paragraph(spans=spans)] if spans else []
                return [Heading(level=int(node.tag[1]), spans=spans)] if spans else []
            case "paragraph":
                return self._paragraph(node)
            case "fence" | "code_block":
                return [
                    Code(text=node.content.rstrip("\n"), language=node.info.split()[0] if node.info.strip() else "")
                ]
            case "hr":
                return [Rule()]
            case "blockquote":
                inner = self.blocks(node.children, depth + 1)
                return [Quote(blocks=inner)] if inner else []
            case "bullet_list" | "ordered_list":
                items = tuple(filter(None, (self.blocks(item.children, depth + 1) for item in node.children)))
                start = int(node.attrs.get("start", 1))
                return [Listing(ordered=node.type == "ordered_list", start=start, items=items)] if items else []
            case "table":
                return [self._table(node)]
            case "html_block":
                self._html += 1
                told = " ".join(_TAG.sub(" ", _UNSEEN.sub(" ", node.content)).split())
                return [Paragraph(spans=(Span(text=unescape(told)),))] if told else []
            case _:
                return []

    def _paragraph(self, node: SyntaxTreeNode) -> list[Block]:
        """A paragraph, and after it the pictures that stood in it."""
        spans, pictures = self._inline(node)
        if spans and (box := _BOX.match(spans[0].text)) and node.parent and node.parent.type == "list_item":
            ticked = "☑" if box[1] in "xX" else "☐"
            spans = (spans[0].model_copy(update={"text": f"{ticked} {spans[0].text[box.end() :]}"}), *spans[1:])
        return [*([Paragraph(spans=spans)] if plain(spans) else []), *pictures]

    def _table(self, node: SyntaxTreeNode) -> Table:
        rows = [[self._inline(cell)[0] for cell in row.children] for part in node.children for row in part.children]
        cells = node.children[0].children[0].children
        said = [str(cell.attrs.get("style", "")).removeprefix("text-align:") for cell in cells]
        head, body = rows[0], [tuple((row + [()] * len(cells))[: len(cells)]) for row in rows[1:]]
        align = tuple(_alignment(word, [row[i] for row in body]) for i, word in enumerate(said))
        return Table(head=tuple(head), rows=tuple(body), align=align)

    def _inline(self, node: SyntaxTreeNode) -> tuple[Spans, list[Picture]]:
        spans: list[Span] = []
        pictures: list[Picture] = []
        for child in node.children:
            if child.type == "inline":
                self._tokens(child.children, Span(text=""), spans, pictures)
        return _joined(spans), pictures

    def _tokens(self, nodes: Sequence[SyntaxTreeNode], look: Span, spans: list[Span], pictures: list[Picture]) -> None:
        for node in nodes:
            match node.type:
                case "text":
                    spans.append(look.model_copy(update={"text": node.content}))
                case "softbreak":
                    spans.append(look.model_copy(update={"text": " "}))
                case "hardbreak":
                    spans.append(look.model_copy(update={"text": "\n"}))
                case "code_inline":
                    spans.append(look.model_copy(update={"text": node.content, "code": True}))
                case "strong":
                    self._tokens(node.children, look.model_copy(update={"bold": True}), spans, pictures)
                case "em":
                    self._tokens(node.children, look.model_copy(update={"italic": True}), spans, pictures)
                case "s":
                    self._tokens(node.children, look.model_copy(update={"strike": True}), spans, pictures)
                case "link":
                    address = self._address(str(node.attrs.get("href", "")))
                    self._tokens(node.children, look.model_copy(update={"link": address}), spans, pictures)
                case "image":
                    self._image(node, look, spans, pictures)
                case "html_inline" if _BREAK.fullmatch(node.content):
                    spans.append(look.model_copy(update={"text": "\n"}))
                case _:
                    self._html += 1

    def _image(self, node: SyntaxTreeNode, look: Span, spans: list[Span], pictures: list[Picture]) -> None:
        link, alt = str(node.attrs.get("src", "")), " ".join(node.content.split())
        picture = self._pictures.get(link)
        if picture is None:
            self._missing.append(link[:100])
            spans.append(look.model_copy(update={"text": f"[{alt or link[:60]}]", "italic": True}))
            return
        title = str(node.attrs.get("title", ""))
        pictures.append(picture.model_copy(update={"alt": alt or picture.alt, "caption": title}))

    def _address(self, href: str) -> str:
        try:
            kept = urlsplit(href).scheme.lower() in _SCHEMES
        except ValueError:
            kept = False
        if not kept and not href.startswith("#"):
            self._links.append(href[:80])
        return href if kept else ""


def _alignment(said: str, cells: Sequence[Spans]) -> Literal["left", "center", "right"]:
    if said in ("center", "right"):
        return "center" if said == "center" else "right"
    if said == "left":
        return "left"
    filled = [plain(cell) for cell in cells if plain(cell)]
    return "right" if filled and all(number(cell) is not None for cell in filled) else "left"


def _joined(spans: Sequence[Span]) -> Spans:
    """Neighbours of one look as one."""
    kept: list[Span] = []
    for span in spans:
        if kept and kept[-1].model_copy(update={"text": ""}) == span.model_copy(update={"text": ""}):
            kept[-1] = kept[-1].model_copy(update={"text": kept[-1].text + span.text})
        elif span.text:
            kept.append(span)
    return tuple(kept)
