"""Word and PowerPoint files read by what their own format says: the parts of the package, parsed as XML.

Not by the libraries that write them, so that a file that only those understand is found out.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from praetorium.documents.found import Found, Graph, Sheet

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_MOST = 200_000_000
"""Bytes that a file may unfold to."""


class _Package:
    """The parts of an office file, with their relations."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)
        if sum(entry.file_size for entry in self._zip.infolist()) > _MOST:
            raise ValueError(f"unfolds to more than {_MOST // 1_000_000} MB")
        damaged = self._zip.testzip()
        if damaged:
            raise ValueError(f"the part '{damaged}' is damaged")

    def names(self) -> list[str]:
        return self._zip.namelist()

    def part(self, name: str) -> Element:
        return ElementTree.fromstring(self._zip.read(name))

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """By id: kind (last word of its type) and target, as a part's name or an outside address."""
        folder, file = posixpath.split(name)
        rels = f"{folder}/_rels/{file}.rels"
        if rels not in self._zip.namelist():
            return {}
        found = {}
        for relation in self.part(rels):
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join(folder, target)) if target[:1] != "/" else target[1:]
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], target)
        return found

    def title(self) -> str:
        if "docProps/core.xml" not in self.names():
            return ""
        return self.part("docProps/core.xml").findtext(f"{_DC}title") or ""

    def dangling(self, name: str) -> list[str]:
        """Relations of a part to parts that are not there."""
        known = set(self.names())
        inner = ((kind, target) for kind, target in self.relations(name).values() if "://" not in target)
        return [
            f"{name} refers to {target}, which is not there"
            for kind, target in inner
            if kind not in ("hyperlink",) and target not in known
        ]


def read_docx(path: Path) -> Found:
    """A Word file. Raises ValueError, KeyError, zipfile.BadZipFile or ElementTree.ParseError when it is none."""
    package = _Package(path)
    name = "word/document.xml"
    body = package.part(name).find(f"{_W}body")
    if body is None:
        raise ValueError("the document has no body")
    styles = {
        style.get(f"{_W}styleId", ""): (
            found.get(f"{_W}val", "") if (found := style.find(f"{_W}name")) is not None else ""
        )
        for style in package.part("word/styles.xml").iter(f"{_W}style")
    }
    lines: list[tuple[int, str]] = []
    tables, after = [], []
    for child in body:
        if child.tag == f"{_W}p":
            lines += _line(child, styles)
        elif child.tag == f"{_W}tbl":
            after.append(len(lines))
            tables.append(
                tuple(
                    tuple("\n".join(_text(p) for p in cell.iter(f"{_W}p")) for cell in row.findall(f"{_W}tc"))
                    for row in child.findall(f"{_W}tr")
                )
            )
    drawings = list(body.iter(_DRAWN))
    relations = package.relations(name)
    links = [relations[id][1] for e in body.iter(f"{_W}hyperlink") if (id := e.get(f"{_R}id", "")) in relations]
    language = next((e.get(f"{_W}val", "") for e in package.part("word/styles.xml").iter(f"{_W}lang")), "")
    footers = [part for part in package.names() if part.startswith("word/footer")]
    fields = {(e.text or "").strip() for part in footers for e in package.part(part).iter(f"{_W}instrText")}
    faults = package.dangling(name) + ([] if "PAGE" in fields else ["no page has a number"])
    return Found(
        title=package.title(),
        language=language,
        sheets=(Sheet(lines=tuple(lines), tables=tuple(tables), after=tuple(after), pictures=len(drawings)),),
        described=tuple(filter(None, (e.get("descr") for e in drawings))),
        undescribed=tuple(e.get("name", "?") for e in drawings if not e.get("descr")),
        links=tuple(links),
        faults=tuple(faults),
    )


def _line(paragraph: Element, styles: dict[str, str]) -> Iterator[tuple[int, str]]:
    text = _text(paragraph)
    if not text.strip():
        return
    used = paragraph.find(f"{_W}pPr/{_W}pStyle")
    style = styles.get(used.get(f"{_W}val", "") if used is not None else "", "").lower()
    numbered = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}ilvl")
    if style.startswith("heading ") and style[8:].isdigit():
        yield -int(style[8:]), text
    elif numbered is not None:
        yield int(numbered.get(f"{_W}val", "0")) + 1, text
    else:
        yield 0, text


def _text(paragraph: Element) -> str:
    parts = []
    for element in paragraph.iter():
        if element.tag == f"{_W}t":
            parts.append(element.text or "")
        elif element.tag in (f"{_W}br", f"{_W}tab"):
            parts.append("\n" if element.tag == f"{_W}br" else "\t")
    return "".join(parts)


def read_pptx(path: Path) -> Found:
    """A PowerPoint file. Raises as :func:`read_docx`."""
    package = _Package(path)
    deck = package.part("ppt/presentation.xml")
    relations = package.relations("ppt/presentation.xml")
    names = [relations[e.get(f"{_R}id", "")][1] for e in deck.iter(f"{_P}sldId")]
    sheets: list[Sheet] = []
    described: list[str] = []
    undescribed: list[str] = []
    links: list[str] = []
    faults: list[str] = []
    languages: list[str] = []
    for name in names:
        slide = package.part(name)
        related = package.relations(name)
        faults += package.dangling(name)
        links += [target for kind, target in related.values() if kind == "hyperlink"]
        languages += [e.get("lang", "") for e in slide.iter(f"{_A}rPr") if e.get("lang")]
        graphs = []
        for frame in slide.iter(f"{_C}chart"):
            target = related.get(frame.get(f"{_R}id", ""), ("", ""))[1]
            if target:
                graphs.append(_graph(package.part(target)))
        for shape in (*slide.iter(f"{_P}pic"), *slide.iter(f"{_P}graphicFrame")):
            about = next(shape.iter(f"{_P}cNvPr"))
            text, name_ = about.get("descr", ""), about.get("name", "?")
            (described if text else undescribed).append(text or name_)
        sheets.append(_sheet(slide, tuple(graphs), _notes(package, related)))
        if not sheets[-1].title:
            faults.append(f"slide {len(sheets)} has no title")
    return Found(
        title=package.title(),
        language=max(set(languages), key=languages.count) if languages else "",
        pages=len(sheets),
        sheets=tuple(sheets),
        described=tuple(described),
        undescribed=tuple(undescribed),
        links=tuple(links),
        faults=tuple(faults),
    )


def _sheet(slide: Element, graphs: tuple[Graph, ...], notes: str) -> Sheet:
    title, lines = "", []
    for shape in slide.iter(f"{_P}sp"):
        holder = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
        kind = holder.get("type", "body") if holder is not None else "text"
        if kind == "sldNum":
            continue
        texts = [(p, "".join(t.text or "" for t in p.iter(f"{_A}t"))) for p in shape.iter(f"{_A}p")]
        if kind in ("title", "ctrTitle"):
            title = " ".join(text for _, text in texts)
            continue
        for paragraph, text in texts:
            if text.strip():
                properties = paragraph.find(f"{_A}pPr")
                level = int(properties.get("lvl", "0")) if properties is not None else 0
                lines.append((level + 1 if kind == "body" and holder is not None else 0, text))
    tables = tuple(
        tuple(
            tuple("".join(t.text or "" for t in cell.iter(f"{_A}t")) for cell in row.findall(f"{_A}tc"))
            for row in table.findall(f"{_A}tr")
        )
        for table in slide.iter(f"{_A}tbl")
    )
    pictures = sum(1 for _ in slide.iter(f"{_P}pic"))
    return Sheet(title=title, lines=tuple(lines), tables=tables, charts=graphs, pictures=pictures, notes=notes)


def _notes(package: _Package, related: dict[str, tuple[str, str]]) -> str:
    for kind, target in related.values():
        if kind == "notesSlide":
            holders = package.part(target).iter(f"{_P}sp")
            bodies = [s for s in holders if (ph := s.find(f".//{_P}ph")) is not None and ph.get("type") == "body"]
            lines = ("".join(t.text or "" for t in p.iter(f"{_A}t")) for s in bodies for p in s.iter(f"{_A}p"))
            return "\n".join(lines)
    return ""


def _graph(chart: Element) -> Graph:
    series = {}
    categories: tuple[str, ...] = ()
    for one in chart.iter(f"{_C}ser"):
        name = one.findtext(f"{_C}tx//{_C}v") or ""
        categories = tuple(v.text or "" for v in one.findall(f"{_C}cat//{_C}pt/{_C}v"))
        points = {int(p.get("idx", "0")): float(p.findtext(f"{_C}v") or "nan") for p in one.findall(f"{_C}val//{_C}pt")}
        series[name] = tuple(points.get(i) for i in range(len(categories)))
    kind = next((e.tag.rpartition("}")[2] for e in chart.iter() if e.tag.endswith("Chart")), "chart")
    return Graph(kind=kind, categories=categories, series=series)
