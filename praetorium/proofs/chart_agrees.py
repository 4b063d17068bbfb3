"""The ``chart-agrees`` proof: what a finished chart says and shows, computed anew from the raw file.

Every mark's words are read back from the SVG and compared with what a second engine (Polars) finds in the raw file;
bars and points must be as long and high as their figures. A PNG must be a picture, not blank, and bear its words.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from praetorium.data.confined import STARTS, confined
from praetorium.data.locating import load, located
from praetorium.data.model import Profile
from praetorium.executors.base import Context
from praetorium.models import CheckResult, Model
from praetorium.proofs.base import Proof, Verdict
from praetorium.reports.charting import Counting, Plot, counted
from praetorium.reports.drawing import Point, told
from praetorium.reports.marks import Marks, read_marks

TOLD = 3
PIXEL = 1.0


class ChartAgreesParameters(Model):
    source: str
    """The raw file."""
    profile: str
    figures: str
    """The figures that were drawn, as the ``chart`` executor wrote them; their values are not believed."""
    paths: tuple[str, ...]


class ChartAgrees(Proof[ChartAgreesParameters]):
    name = "chart-agrees"
    summary = "Every mark of the chart says and shows what a second engine computes from the raw file."
    Parameters = ChartAgreesParameters
    seconds = STARTS + 0.1

    async def run(self, parameters: ChartAgreesParameters, context: Context, result: dict[str, Any]) -> Verdict:
        plot = load(Plot, parameters.figures, context)
        known = load(Profile, parameters.profile, context)
        source = located(parameters.source, context)
        given = Counting(profile=known, source=source, first=plot.first, second=plot.second)
        expected = (await confined(counted, given, context, reads=(source,))).points
        checks = []
        for name in parameters.paths:
            path = context.inside(name)
            if not path.is_file():
                wrong, seen = [f"{name} does not exist"], ""
            elif name.endswith(".svg"):
                wrong, seen = _drawing(path, plot, expected)
            else:
                wrong, seen = _picture(path, plot)
            title = f"{name} shows what the raw file gives" if name.endswith(".svg") else f"{name} is a picture"
            checks.append(CheckResult(name=title, passed=not wrong, evidence="; ".join(wrong[:TOLD]) or seen))
        # A PNG is drawn from the very figures: where there is no SVG to read, those are compared.
        if not any(name.endswith(".svg") for name in parameters.paths):
            wrong = [] if expected == plot.chart.points else _differing(plot.chart.points, expected, plot)
            evidence = "; ".join(wrong[:TOLD]) or f"{len(expected)} figures compared, all agree"
            checks.append(CheckResult(name="the figures drawn agree", passed=not wrong, evidence=evidence))
        return Verdict(checks=tuple(checks))


def _differing(found: tuple[Point, ...], expected: tuple[Point, ...], plot: Plot) -> list[str]:
    decimals = plot.chart.decimals
    return _compared([told(p, decimals) for p in found], [told(p, decimals) for p in expected])


def _drawing(path: Path, plot: Plot, expected: tuple[Point, ...]) -> tuple[list[str], str]:
    chart = plot.chart
    try:
        marks = read_marks(path, lying=chart.form in ("bars", "stack"))
    except (ElementTree.ParseError, ValueError) as error:
        return [f"{path.name} cannot be read: {error}"], ""
    wrong = _compared(list(marks.told), [told(point, chart.decimals) for point in expected])
    wrong += [] if marks.title == chart.title and marks.alt else ["the picture has no title or no words"]
    wrong += _out_of_scale(marks, expected, chart.decimals)
    return wrong, f"{len(marks.told)} marks compared, all agree; title and description are there"


def _compared(found: list[str], expected: list[str]) -> list[str]:
    missing = [f"'{label}' is not drawn" for label in expected if label not in set(found)]
    return missing + [
        f"'{label}' is drawn, the raw file gives something else" for label in found if label not in expected
    ]


def _out_of_scale(marks: Marks, expected: tuple[Point, ...], decimals: int) -> list[str]:
    """Marks whose size is not in proportion: one scale must fit them all."""
    pairs = [
        (float(p.value), marks.sizes[label], label) for p in expected if (label := told(p, decimals)) in marks.sizes
    ]
    if len(pairs) < 2:
        return []
    low, high = min(pairs), max(pairs)
    if marks.points:
        slope = (high[1] - low[1]) / (high[0] - low[0]) if high[0] > low[0] else 0.0
        return [
            f"'{t}' is not drawn where it belongs"
            for v, y, t in pairs
            if abs(low[1] + slope * (v - low[0]) - y) > PIXEL
        ]
    most = max(pairs, key=lambda pair: abs(pair[0]))
    scale = most[1] / abs(most[0]) if most[0] else 0.0
    return [f"'{t}' is not as long as its figure" for v, size, t in pairs if abs(abs(v) * scale - size) > PIXEL]


def _picture(path: Path, plot: Plot) -> tuple[list[str], str]:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            image.load()
            about = str(image.info.get("Description", ""))
            colours = image.convert("RGB").resize((300, 200)).getcolors(300 * 200) or []
            size = f"{image.width} × {image.height} pixels"
    except (OSError, UnidentifiedImageError) as error:
        return [f"{path.name} cannot be opened: {error}"], ""
    wrong = [] if len(colours) > 8 else ["the picture is blank"]
    wrong += [] if about == plot.chart.alt else ["the picture does not bear its description"]
    return wrong, f"{size}, {len(colours)} colours, description inside"
