"""The slide master: sixteen to nine, places and looks of titles and points, for all slides at once."""

from __future__ import annotations

import copy
from typing import Any, NamedTuple

from pptx.oxml.ns import qn
from pptx.util import Inches, Length, Pt

from praetorium.documents.look import INK, Look


class Box(NamedTuple):
    left: Length
    top: Length
    width: Length
    height: Length


WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
_LEFT, _WIDE = Inches(0.75), Inches(11.833)
TITLE = Box(_LEFT, Inches(0.45), _WIDE, Inches(0.95))
BODY = Box(_LEFT, Inches(1.6), _WIDE, Inches(5.1))
_PLACES = {
    0: {0: Box(_LEFT, Inches(2.1), _WIDE, Inches(1.6)), 1: Box(_LEFT, Inches(3.9), _WIDE, Inches(1.3))},
    1: {0: TITLE, 1: BODY},
    2: {0: Box(_LEFT, Inches(2.6), _WIDE, Inches(1.2)), 1: Box(_LEFT, Inches(3.95), _WIDE, Inches(1.2))},
    5: {0: TITLE},
}
"""By layout and placeholder of python-pptx's own template, which is four to three."""
_FONT = "Calibri"


def prepare(deck: Any, look: Look) -> None:
    """Make the template's master and layouts ours."""
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    master = deck.slide_master
    for holder in master.placeholders:
        _place(holder, {1: TITLE, 2: BODY}.get(holder.placeholder_format.type) or _footer(holder))
    for index, places in _PLACES.items():
        layout = deck.slide_layouts[index]
        for holder in layout.placeholders:
            _place(holder, places.get(holder.placeholder_format.idx) or _footer(holder))
    _text(master, look)
    for index, size in ((0, 44), (2, 38)):
        layout = deck.slide_layouts[index]
        for holder in layout.placeholders:
            if holder.placeholder_format.idx in (0, 1):
                _override(holder, Pt(size) if not holder.placeholder_format.idx else Pt(22), look)
    _bar(deck, look)


def slide_number(slide: Any) -> None:
    """The layout's slide number on this slide: python-pptx leaves it behind."""
    for holder in slide.slide_layout.placeholders:
        if holder.element.xpath(".//p:ph[@type='sldNum']"):
            made = copy.deepcopy(holder.element)
            slide.shapes._spTree.append(made)
            made.xpath(".//p:cNvPr")[0].set("id", str(max(s.shape_id for s in slide.shapes) + 1))


def numbered(line: Any, number: int) -> None:
    """Make the paragraph that item of a numbered list: the program counts, as in the document."""
    properties = line._p.get_or_add_pPr()
    # The schema wants the numbering after the spacing.
    properties.append(properties.makeelement(qn("a:buAutoNum"), {"type": "arabicPeriod", "startAt": str(number)}))


def _place(holder: Any, box: Box) -> None:
    holder.left, holder.top, holder.width, holder.height = box


def _footer(holder: Any) -> Box:
    """Date left, footer in the middle, number right, along the lower edge."""
    kind = holder.element.xpath(".//p:ph/@type")
    left, width = {"dt": (0.75, 3.0), "ftr": (4.6, 4.1), "sldNum": (9.58, 3.0)}.get(
        kind[0] if kind else "", (0.75, 11.8)
    )
    return Box(Inches(left), Inches(6.92), Inches(width), Inches(0.4))


def _text(master: Any, look: Look) -> None:
    """Fonts, sizes and colours of titles and points, in the master's own styles."""
    styles = master.element.find(qn("p:txStyles"))
    for name, colour, size in (("p:titleStyle", look.accent, 32), ("p:bodyStyle", INK, 22)):
        for level, properties in enumerate(styles.find(qn(name)).iter(qn("a:defRPr"))):
            properties.set("sz", str((size - 2 * min(level, 3)) * 100))
            if name == "p:titleStyle":
                properties.set("b", "1")
            for old in properties.findall(qn("a:solidFill")) + properties.findall(qn("a:latin")):
                properties.remove(old)
            properties.insert(0, _solid(properties, colour))
            properties.insert(1, properties.makeelement(qn("a:latin"), {"typeface": _FONT}))
        for properties in styles.find(qn(name)):
            if name == "p:titleStyle":
                properties.set("algn", "l")


def _override(holder: Any, size: Any, look: Look) -> None:
    """On title and section slides: left, larger, and no capitals, which the template's layouts set."""
    body = holder.element.find(qn("p:txBody"))
    kind = holder.placeholder_format.idx
    body.find(qn("a:bodyPr")).set("anchor", "b" if not kind else "t")
    styles = body.find(qn("a:lstStyle"))
    if styles.find(qn("a:lvl1pPr")) is None:
        styles.insert(0, styles.makeelement(qn("a:lvl1pPr"), {}))
    for properties in styles.findall(qn("a:lvl1pPr")):
        properties.set("algn", "l")
        if properties.find(qn("a:defRPr")) is None:
            properties.append(properties.makeelement(qn("a:defRPr"), {}))
        for run in properties.iter(qn("a:defRPr")):
            run.set("sz", str(int(size.pt * 100)))
            run.set("cap", "none")
            for old in run.findall(qn("a:solidFill")):
                run.remove(old)
            colour = look.accent if not kind else look.second
            run.insert(0, _solid(run, colour))


def _bar(deck: Any, look: Look) -> None:
    """A band of the colour along the left edge, behind everything: broad on title and section slides."""
    for index in _PLACES:
        tree = deck.slide_layouts[index].shapes._spTree
        wide = Inches(0.3) if index in (0, 2) else Inches(0.12)
        id = max(int(found) for found in tree.xpath(".//p:cNvPr/@id")) + 1
        band = tree.add_autoshape(id, "Band", "rect", 0, 0, wide, HEIGHT)
        properties = band.find(qn("p:spPr"))
        properties.append(_solid(properties, look.fill))
        line = properties.makeelement(qn("a:ln"), {})
        line.append(line.makeelement(qn("a:noFill"), {}))
        properties.append(line)
        style = band.find(qn("p:style"))
        if style is not None:
            band.remove(style)
        tree.remove(band)
        tree.insert(2, band)  # first of the shapes: everything else stands before it


def _solid(parent: Any, colour: str) -> Any:
    fill = parent.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": colour.removeprefix("#").upper()}))
    return fill
