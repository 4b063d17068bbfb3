"""A diagram as SVG: text stays text, with title and description for who cannot see it; no script, nothing loaded."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from praetorium.documents.look import INK, WHITE, look
from praetorium.generate.colours import mix
from praetorium.media.diagram.layout import Arrow, Box, Drawing, Point, lay_out
from praetorium.media.diagram.model import Graph
from praetorium.media.diagram.text import HEIGHT, LABEL, SIZE, width

FONT = "Liberation Sans, Arial, Helvetica, DejaVu Sans, sans-serif"


def write(
    folder: Path, *, graph: dict[str, Any], to: list[str], colours: list[str], across: bool | None
) -> dict[str, Any]:
    """Work: the diagram as each of ``to`` (``.svg``, ``.png``, ``.pdf``); its size in pixels."""
    asked = Graph.model_validate(graph)
    drawing = lay_out(asked, across)
    svg = folder / "drawing.svg"
    svg.write_text(as_svg(asked, drawing, tuple(colours)), encoding="utf-8")
    for name in to:
        target = folder / name
        if target.suffix == ".svg":
            target.write_bytes(svg.read_bytes())
        elif target.suffix == ".png":
            from praetorium.media.kinds.drawing import png

            png(svg, target, 192.0)
        else:
            _pdf(svg, target, asked)
    return {"width": round(drawing.width), "height": round(drawing.height)}


def _pdf(svg: Path, to: Path, graph: Graph) -> None:
    from praetorium.documents.typesetting import set_pages

    sheet = svg.parent / "sheet.typ"
    sheet.write_text(
        '#let d = json(sys.inputs.data)\n#set document(title: d.title)\n#set text(lang: "en")\n'
        "#set page(width: auto, height: auto, margin: 0pt)\n#image(d.file, alt: d.told)",
        encoding="utf-8",
    )
    set_pages(sheet, {"title": graph.title, "file": svg.name, "told": told(graph)}, svg.parent, to)


def told(graph: Graph) -> str:
    """The diagram in words."""
    if not graph.edges:
        return f"{graph.title}: {', '.join(graph.nodes)}."
    arrows = (f"{e.source} leads to {e.target}{f' ({e.label})' if e.label else ''}" for e in graph.edges)
    return f"{graph.title}: {'; '.join(arrows)}."


def as_svg(graph: Graph, drawing: Drawing, colours: tuple[str, ...]) -> str:
    """The drawing as SVG."""
    style = look(colours, page="a4", language="en")
    wide, tall = round(drawing.width), round(drawing.height)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{tall}" viewBox="0 0 {wide} {tall}" '
        f'role="img" aria-labelledby="title told" font-family={quoteattr(FONT)} font-size="{SIZE:g}">',
        f'<title id="title">{escape(graph.title)}</title>',
        f'<desc id="told">{escape(told(graph))}</desc>',
        f'<rect width="{wide}" height="{tall}" fill="{WHITE}"/>',
    ]
    parts += [_arrow(arrow, style.second, drawing.across) for arrow in drawing.arrows]
    parts += [_box(box, style.accent, style.fill) for box in drawing.boxes]
    parts += [_label(arrow) for arrow in drawing.arrows if arrow.edge.label]
    return "\n".join([*parts, "</svg>\n"])


def _arrow(arrow: Arrow, colour: str, across: bool) -> str:
    points = arrow.points
    route = _rounded(points) if arrow.back else _curved(points, across)
    about = f"data-from={quoteattr(arrow.edge.source)} data-to={quoteattr(arrow.edge.target)}"
    end = points[-1]
    if arrow.back:
        before = points[-2]
        way = (_sign(end[0] - before[0]), _sign(end[1] - before[1]))
    else:
        way = (1.0, 0.0) if across else (0.0, 1.0)
    return (
        f'<g {about}><path d="{route}" fill="none" stroke="{colour}" stroke-width="1.8"/>'
        f'<path d="{_head(end, way)}" fill="{colour}"/></g>'
    )


def _curved(points: tuple[Point, ...], across: bool) -> str:
    """A line that leaves and enters along the direction of the layers."""
    route = f"M{_at(points[0])}"
    for (x1, y1), (x2, y2) in pairwise(points):
        one, two = ((x1 + x2) / 2, y1), ((x1 + x2) / 2, y2)
        if not across:
            one, two = (x1, (y1 + y2) / 2), (x2, (y1 + y2) / 2)
        route += f" C{_at(one)} {_at(two)} {_at((x2, y2))}"
    return route


def _rounded(points: tuple[Point, ...]) -> str:
    """Straight lines with round corners."""
    route = f"M{_at(points[0])}"
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        route += f" L{_at(_towards(corner, before))} Q{_at(corner)} {_at(_towards(corner, after))}"
    return f"{route} L{_at(points[-1])}"


def _towards(corner: Point, other: Point, radius: float = 10.0) -> Point:
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    share = min(0.5, radius / max(abs(dx) + abs(dy), 1.0))
    return corner[0] + dx * share, corner[1] + dy * share


def _head(end: Point, way: Point, size: float = 9.0) -> str:
    """A triangle whose tip is at the end."""
    (x, y), (dx, dy) = end, way
    back = (x - dx * size, y - dy * size)
    left = (back[0] - dy * size * 0.5, back[1] + dx * size * 0.5)
    right = (back[0] + dy * size * 0.5, back[1] - dx * size * 0.5)
    return f"M{_at(end)} L{_at(left)} L{_at(right)} Z"


def _box(box: Box, accent: str, fill: str) -> str:
    ground = mix(fill, WHITE, 0.1)
    look_ = f'fill="{ground}" stroke="{accent}" stroke-width="1.8"'
    left, top, wide, tall = box.x - box.width / 2, box.y - box.height / 2, box.width, box.height
    shift = 0.0
    match box.shape:
        case "decision":
            corners: tuple[Point, ...] = ((box.x, top), (left + wide, box.y), (box.x, top + tall), (left, box.y))
            shape = f'<polygon points="{" ".join(map(_at, corners))}" {look_}/>'
        case "store":
            rim, shift = 9.0, 7.0
            side, arc = tall - 2 * rim, f"a{wide / 2:.1f},{rim:g} 0 0 0 {wide:.1f},0"
            body = f"M{_at((left, top + rim))} v{side:.1f} {arc} v{-side:.1f}"
            lid = f'<ellipse cx="{box.x:.1f}" cy="{top + rim:.1f}" rx="{wide / 2:.1f}" ry="{rim:g}" {look_}/>'
            shape = f'<path d="{body}" {look_}/>{lid}'
        case "document":
            fold = 14.0
            corners = (
                *((left, top), (left + wide - fold, top), (left + wide, top + fold)),
                *((left + wide, top + tall), (left, top + tall)),
            )
            ear = f"M{_at((left + wide - fold, top))} v{fold:g} h{fold:g}"
            shape = f'<polygon points="{" ".join(map(_at, corners))}" {look_}/><path d="{ear}" {look_}/>'
        case shape_:
            radius = tall / 2 if shape_ == "person" else 8.0
            shape = (
                f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{tall:.1f}" rx="{radius:.1f}" {look_}/>'
            )
    first = box.y + shift - (len(box.lines) - 1) * HEIGHT / 2 + SIZE * 0.35
    texts = "".join(
        f'<text x="{box.x:.1f}" y="{first + n * HEIGHT:.1f}" text-anchor="middle" fill="{INK}">{escape(line)}</text>'
        for n, line in enumerate(box.lines)
    )
    return f"<g data-node={quoteattr(box.node)}>{shape}{texts}</g>"


def _label(arrow: Arrow) -> str:
    """The words on an arrow, on white so that the line does not run through them."""
    x, y = arrow.label
    wide = width(arrow.edge.label, LABEL) + 8
    return (
        f'<g><rect x="{x - wide / 2:.1f}" y="{y - 10:.1f}" width="{wide:.1f}" height="20" rx="3" fill="{WHITE}"/>'
        f'<text x="{x:.1f}" y="{y + LABEL * 0.35:.1f}" text-anchor="middle" font-size="{LABEL:g}" fill="{INK}">'
        f"{escape(arrow.edge.label)}</text></g>"
    )


def _at(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"


def _sign(value: float) -> float:
    return 0.0 if abs(value) < 0.5 else 1.0 if value > 0 else -1.0
