"""Whether a finished document holds what it was made from. Done on the workbench, because the file may be hostile."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from praetorium.documents.found import Found, words
from praetorium.documents.read_office import read_docx, read_pptx
from praetorium.documents.read_pages import read_html, read_pdf

READERS: dict[str, Callable[[Path], Found]] = {
    ".docx": read_docx,
    ".pptx": read_pptx,
    ".pdf": read_pdf,
    ".html": read_html,
}
UNREADABLE = (ValueError, KeyError, OSError, zipfile.BadZipFile, ElementTree.ParseError, StopIteration)
_LOST = 0.015
"""Share of the source's words that may be missing: markup that looks like words is counted among them."""
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_HIDDEN = re.compile(
    r"<(script|style|template|noscript)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE
)
_TARGETS = (
    re.compile(r"!?\[([^\[\]]*)\]\((?:<[^<>]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+[\"']([^\"']*)[\"'])?\s*\)"),
    re.compile(r"^ {0,3}\[[^\[\]]+\]:\s.*()()$", re.MULTILINE),
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~).*$", re.MULTILINE)
_COUNTS = re.compile(r"^\s*(?:\d+[.)]|[-*+])\s+(?:\[[ xX]\])?|(?<=\])\[[^\[\]]*\]", re.MULTILINE)
"""Numbers of list items, boxes that are ticked, and the names by which links refer to their targets."""
_ENTITY = re.compile(r"&[a-zA-Z]{2,8};|&#\d+;")


def examine(folder: Path, *, file: str, source: str | None) -> dict[str, Any]:
    """Work: read the file back; what was found, what is wrong, and which words of the source are missing."""
    path = folder / file
    try:
        found = READERS[path.suffix](path)
    except UNREADABLE as error:
        return {"opens": False, "why": str(error) or type(error).__name__}
    told: dict[str, Any] = {"opens": True, "said": _said(found), "faults": [*found.faults, *_unclear(found)]}
    if source is not None:
        wanted = list(dict.fromkeys(words(_readable((folder / source).read_text(encoding="utf-8", errors="replace")))))
        there = set(words(found.text))
        missing = [word for word in wanted if word not in there]
        told |= {"words": len(wanted), "missing": missing[:12], "lost": len(missing)}
        told["holds"] = len(missing) <= max(1, len(wanted) * _LOST)
    return told


def _readable(markdown: str) -> str:
    """What a person reads of the Markdown, found without parsing it: not as the writer does."""
    text = _HIDDEN.sub(" ", _FRONT.sub("", markdown.replace("\r\n", "\n")))
    for pattern in _TARGETS:
        # What a picture shows is told to who cannot see it, not shown: _unclear looks whether it is there.
        text = pattern.sub(lambda m: f" {'' if m[0].startswith('!') else m[1]} {m[2] or ''} ", text)
    for pattern in (_FENCE, _TAG, _ENTITY, _COUNTS):
        text = pattern.sub(" ", text)
    return text


def _said(found: Found) -> str:
    lines = [line for sheet in found.sheets for line in sheet.lines]
    counts = {
        "page" if found.tagged is not None else "slide": found.pages or 0,
        "heading": len(found.headings),
        "list item": sum(level > 0 for level, _ in lines),
        "table": sum(len(sheet.tables) for sheet in found.sheets),
        "chart": sum(len(sheet.charts) for sheet in found.sheets),
        "picture": sum(sheet.pictures for sheet in found.sheets),
        "link": len(found.links),
    }
    parts = [f"{count} {name}{'s' * (count != 1)}" for name, count in counts.items() if count]
    notes = sum(bool(sheet.notes) for sheet in found.sheets)
    parts += [f"notes on {notes}"] if notes else []
    parts += [f"language {found.language}"] if found.language else []
    parts += ["tagged"] if found.tagged else []
    return ", ".join(parts)


def _unclear(found: Found) -> list[str]:
    """What somebody who cannot see it would miss."""
    faults = [] if found.title else ["it has no title among its properties"]
    faults += [] if found.language else ["its language is not said"]
    faults += [f"'{name}' has no description" for name in found.undescribed]
    faults += ["it has no structure for readers of screens"] if found.tagged is False else []
    levels = [level for level, _ in found.headings]
    faults += ["its headings skip a level"] if any(b - a > 1 for a, b in pairwise(levels)) else []
    return faults
