"""What stands in a finished chart: the words and the size of every mark, read back from its SVG."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

_MOVED = re.compile(r"translate\(\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*\)")
_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Marks:
    """A chart as it stands."""

    title: str
    alt: str
    told: tuple[str, ...]
    """What each mark says of itself."""
    sizes: Mapping[str, float]
    """By what it says: its height above or length along the axis, in pixels; for symbols their distance from above."""
    points: bool
    """Whether the marks are symbols at a height, rather than bars of a length."""


def read_marks(path: Path, *, lying: bool) -> Marks:
    """Parse the SVG; ``lying``: its bars lie, so that their width counts. Raises ElementTree.ParseError, ValueError."""
    root = ElementTree.fromstring(path.read_bytes())
    if root.tag != f"{_SVG}svg":
        raise ValueError(f"the root element is {root.tag}")
    told, sizes, points = [], {}, False
    for element in root.iter(f"{_SVG}path"):
        label = element.get("aria-label")
        if label is None or element.get("role") != "graphics-symbol":
            continue
        told.append(label)
        moved = _MOVED.match(element.get("transform") or "")
        if moved:
            points = True
            sizes[label] = float(moved[2])
        else:
            sizes[label] = _extent(element.get("d") or "", lying)
    title, alt = root.findtext(f"{_SVG}title") or "", root.findtext(f"{_SVG}desc") or ""
    return Marks(title, alt, tuple(told), sizes, points)


def _extent(d: str, lying: bool) -> float:
    """The width or height of a path of straight lines and arcs, as Vega writes them."""
    x = y = 0.0
    xs, ys = [], []
    for command, arguments in re.findall(r"([MLHVhvlACcZz])([^MLHVhvlACcZz]*)", d):
        numbers = [float(n) for n in re.findall(r"-?\d*\.?\d+(?:e-?\d+)?", arguments)]
        match command:
            case "M" | "L":
                x, y = numbers[-2:]
            case "H":
                x = numbers[-1]
            case "V":
                y = numbers[-1]
            case "h":
                x += numbers[-1]
            case "v":
                y += numbers[-1]
            case "l":
                x, y = x + numbers[-2], y + numbers[-1]
            case "A" | "C":
                x, y = numbers[-2:]
            case "c":
                x, y = x + numbers[-2], y + numbers[-1]
        xs.append(x)
        ys.append(y)
    extent = xs if lying else ys
    return max(extent, default=0.0) - min(extent, default=0.0)
