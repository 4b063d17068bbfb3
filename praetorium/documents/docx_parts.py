"""The parts of a Word file that python-docx has no words for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.document import Document as File
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as Lines


def element(tag: str, attributes: Mapping[str, str] | None = None) -> Any:
    """An element with the usual prefixes (``w:shd``) in its tag and attributes."""
    made = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        made.set(qn(name) if ":" in name else name, value)
    return made


def shade(properties: Any, colour: str) -> None:
    """Ground of a cell or paragraph, ``#rrggbb``."""
    properties.append(
        element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": colour.removeprefix("#").upper()})
    )


def border(line: Lines, side: str, colour: str) -> None:
    """A thin line at one side of a paragraph."""
    properties = line._p.get_or_add_pPr()
    edges = element("w:pBdr")
    edges.append(element(f"w:{side}", {"w:val": "single", "w:sz": "8", "w:space": "6", "w:color": colour.upper()}))
    # The schema wants borders before shading, spacing and indents.
    before = next((child for child in properties if child.tag in _AFTER_BORDERS), None)
    if before is None:
        properties.append(edges)
    else:
        before.addprevious(edges)


_AFTER_BORDERS = frozenset(qn(tag) for tag in ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"))


def described(properties: Any, text: str, title: str) -> None:
    """What a picture shows, for who cannot see it. No description at all would be read out as the file's name."""
    properties.set("descr", text)
    properties.set("title", title[:80])


def field(line: Lines, code: str) -> None:
    """A field that the reader's program fills, such as the number of the page."""
    run = line.add_run()._r
    for kind in ("begin", "", "separate", "shown", "end"):
        if not kind:
            instruction = element("w:instrText", {"xml:space": "preserve"})
            instruction.text = f" {code} "
            run.append(instruction)
        elif kind == "shown":
            text = element("w:t")
            text.text = "1"
            run.append(text)
        else:
            run.append(element("w:fldChar", {"w:fldCharType": kind}))


def set_language(file: File, language: str) -> None:
    """The language that the text is spelled and read out in."""
    full = {"en": "en-GB", "de": "de-DE", "fr": "fr-FR", "es": "es-ES", "it": "it-IT", "nl": "nl-NL"}.get(
        language, language
    )
    defaults = file.styles.element.find(qn("w:docDefaults"))
    assert defaults is not None
    for old in list(defaults.iter(qn("w:lang"))):
        old.getparent().remove(old)
    properties = next(defaults.iter(qn("w:rPr")))
    properties.append(element("w:lang", {"w:val": full, "w:eastAsia": full, "w:bidi": "ar-SA"}))
