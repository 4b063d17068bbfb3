"""Whether a finished drawing shows what was asked for: read back from its SVG."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_SVG = "{http://www.w3.org/2000/svg}"
_KNOWN = {"svg", "title", "desc", "g", "rect", "path", "polygon", "ellipse", "text"}
Extent = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def examine(folder: Path, *, svg: str, png: str | None, nodes: list[str], edges: list[list[str]]) -> dict[str, Any]:
    """Work: what is wrong in the drawing, and what was seen."""
    try:
        root = ElementTree.fromstring((folder / svg).read_bytes())
    except ElementTree.ParseError as error:
        return {"faults": [f"it cannot be read: {error}"], "said": ""}
    faults = _foreign(root)
    boxes = {e.get("data-node", ""): e for e in root.iter(f"{_SVG}g") if e.get("data-node")}
    arrows = [(e.get("data-from"), e.get("data-to")) for e in root.iter(f"{_SVG}g") if e.get("data-from")]
    faults += [f"the box '{node}' is missing" for node in nodes if node not in boxes]
    for node, box in boxes.items():
        text = "".join("".join((t.text or "").split()) for t in box.iter(f"{_SVG}text"))
        if text != "".join(node.split()):
            faults.append(f"the box '{node}' says '{text}'")
    wanted = [(source, target) for source, target, _ in edges]
    faults += [f"no arrow leads from '{a}' to '{b}'" for a, b in wanted if (a, b) not in arrows]
    texts = [t.text or "" for t in root.iter(f"{_SVG}text")]
    faults += [f"no arrow says '{label}'" for *_, label in edges if label and label not in texts]
    wide, tall = float(root.get("width", "0")), float(root.get("height", "0"))
    extents = {node: _extent(box) for node, box in boxes.items()}
    faults += [
        f"'{node}' is cut off" for node, (a, b, c, d) in extents.items() if a < 0 or b < 0 or c > wide or d > tall
    ]
    pairs = combinations(extents.items(), 2)
    faults += [f"'{one}' lies on '{other}'" for (one, a), (other, b) in pairs if _on(a, b)]
    if png:
        faults += _unlike(folder / png, wide, tall)
    said = f"{len(boxes)} boxes and {len(arrows)} arrows, {wide:g} × {tall:g}, no box on another"
    return {"faults": faults, "said": said}


def _foreign(root: Element) -> list[str]:
    """Anything that a drawing of ours does not have: scripts, links, pictures from elsewhere."""
    faults = []
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        if name not in _KNOWN:
            faults.append(f"it holds <{name}>")
        faults += [f"it has {key}" for key in element.attrib if key.lower().startswith("on") or key.endswith("href")]
    return faults


def _extent(box: Element) -> Extent:
    """Of a box's outline, whatever its shape."""
    xs: list[float] = []
    ys: list[float] = []
    for element in box:
        match element.tag.rpartition("}")[2]:
            case "rect":
                x, y, w, h = (float(element.get(key, "0")) for key in ("x", "y", "width", "height"))
                xs, ys = [*xs, x, x + w], [*ys, y, y + h]
            case "ellipse":
                x, y, w, h = (float(element.get(key, "0")) for key in ("cx", "cy", "rx", "ry"))
                xs, ys = [*xs, x - w, x + w], [*ys, y - h, y + h]
            case "polygon":
                points = [tuple(map(float, p.split(","))) for p in element.get("points", "").split()]
                xs, ys = [*xs, *(p[0] for p in points)], [*ys, *(p[1] for p in points)]
            case "path":
                start = re.match(r"M([\d.-]+),([\d.-]+) v([\d.-]+)", element.get("d", ""))
                if start:
                    xs, ys = [*xs, float(start[1])], [*ys, float(start[2]), float(start[2]) + float(start[3])]
    return (min(xs), min(ys), max(xs), max(ys)) if xs and ys else (0.0, 0.0, 0.0, 0.0)


def _on(a: Extent, b: Extent) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _unlike(path: Path, wide: float, tall: float) -> list[str]:
    """Whether the picture of pixels has another shape than the drawing, or shows nothing."""
    from PIL import Image

    try:
        with Image.open(path, formats=("PNG",)) as image:
            image.load()
            if abs(image.width / image.height - wide / tall) > 0.03 * wide / tall:
                return [f"the PNG is {image.width} × {image.height}: another shape than the drawing"]
            return [] if len(image.convert("RGB").getcolors(1 << 24) or []) > 3 else ["the PNG shows nothing"]
    except (OSError, SyntaxError, ValueError) as error:
        return [f"the PNG cannot be read: {error}"]
