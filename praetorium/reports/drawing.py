"""Charts as SVG and PNG by Vega-Lite: the form follows the data's shape, every mark says in words what it shows."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal
from xml.sax.saxutils import escape

from praetorium.data.numbers import shown
from praetorium.models import Model
from praetorium.reports.colouring import ACCENT

Form = Literal["columns", "line", "lines", "groups", "bars", "stack"]
PALETTE = ("#1F6F63", "#C8702A", "#3B5B92", "#A23B5A", "#7A7F2A", "#6B4E9B", "#4FA3B5", "#8A8A86")
"""Told apart by people who see colours otherwise, too; the last one is for what is left."""
FONT = "Inter, Helvetica Neue, Liberation Sans, Arial, sans-serif"
WIDTH, HEIGHT = 760, 340
_SHORT = "replace(datum.label, 'week of ', '')"
FAINT = 0.42
"""Opacity of what stands for something that is not whole."""
_LABEL = "abs(datum.value) >= 1000 ? replace(format(datum.value, '~s'), 'G', ' bn') : format(datum.value, ',~f')"


class Point(Model):
    """One mark."""

    key: str
    """Of the place on the axis: ISO date, or the group."""
    label: str
    series: str = ""
    value: str
    """Exact decimal text."""
    faint: bool = False
    """What it stands for is not whole: it is drawn lighter."""


class Chart(Model):
    """What is drawn."""

    form: Form
    title: str
    subtitle: str = ""
    axis: str
    """What the places on the axis are."""
    measure: str
    """What is measured."""
    split: str = ""
    """What the colours tell apart."""
    decimals: int = 0
    dated: bool = False
    points: tuple[Point, ...]
    alt: str
    """What is to be seen, in words, for those who do not see it."""
    bare: bool = False
    """Without its title: where it stands below a heading."""
    level: bool = False
    """Averages: a line of them need not begin at nought."""


def form_of(places: int, series: int, *, dated: bool) -> Form:
    """The form that suits: lines and columns over time, lying bars for groups."""
    if dated:
        if series > 1:
            return "lines" if places > 3 else "groups"
        return "columns" if places <= 24 else "line"
    return "stack" if series > 1 else "bars"


def told(point: Point, decimals: int) -> str:
    """What a mark says of itself."""
    return f"{point.label}{f', {point.series}' if point.series else ''}: {shown(point.value, decimals)}"


def as_svg(chart: Chart, *, accent: str = ACCENT) -> str:
    """The chart as SVG, with its title and its words inside for screen readers."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(spec(chart, accent))
    opening, rest = re.match(r"(<svg\b[^>]*)>(.*)", drawn, re.DOTALL).groups()  # type: ignore[union-attr]
    words = f"<title>{escape(chart.title)}</title><desc>{escape(chart.alt)}</desc>"
    label = escape(chart.alt, {'"': "&quot;"})
    return f'{opening} role="img" aria-label="{label}">{words}{rest}'


def as_png(svg: str, alt: str, *, scale: float = 2.0) -> bytes:
    """The same picture as PNG, its words kept as its description."""
    import vl_convert
    from PIL import Image, PngImagePlugin

    drawn = vl_convert.svg_to_png(svg, scale=scale)
    about = PngImagePlugin.PngInfo()
    about.add_itxt("Description", alt, lang="en")
    out = io.BytesIO()
    with Image.open(io.BytesIO(drawn)) as image:
        image.save(out, format="PNG", pnginfo=about, optimize=True)
    return out.getvalue()


def spec(chart: Chart, accent: str) -> dict[str, Any]:
    """The Vega-Lite specification; its data stand in it, so nothing is loaded from anywhere."""
    values = [
        {"key": p.key, "label": p.label, "series": p.series, "value": float(p.value), "told": told(p, chart.decimals)}
        | {"faint": p.faint}
        for p in chart.points
    ]
    names = list(dict.fromkeys(p.series for p in chart.points))
    colours = [accent, *(c for c in PALETTE if c.lower() != accent.lower())][: max(len(names), 1)]
    lying = chart.form in ("bars", "stack")
    places = list(dict.fromkeys(p.label for p in chart.points))
    place: dict[str, Any] = {"field": "label", "type": "nominal", "sort": places, "title": None}
    if chart.dated and chart.form in ("line", "lines"):
        place = {"field": "key", "type": "temporal", "title": None, "axis": _time_axis(chart)}
    elif not lying:
        place["axis"] = {"labelAngle": -40 if len(places) > 8 else 0, "labelOverlap": True, "labelExpr": _SHORT}
    measure: dict[str, Any] = {
        "field": "value",
        "type": "quantitative",
        "title": chart.measure,
        "axis": {"labelExpr": _LABEL, "grid": True, "tickCount": 6, "domain": False, "ticks": False},
        "scale": {"zero": not (chart.level and chart.form in ("line", "lines")), "nice": True},
        "stack": "zero" if chart.form == "stack" else None,
    }
    if lying:
        place["axis"] = {"labelLimit": 240, "ticks": False, "domain": False, "labelPadding": 8}
    encoding: dict[str, Any] = {"description": {"field": "told"}}
    encoding |= {"y": place, "x": measure} if lying else {"x": place, "y": measure}
    if names != [""]:
        encoding["color"] = {
            "field": "series",
            "type": "nominal",
            "title": chart.split or None,
            "sort": names,
            "scale": {"domain": names, "range": colours},
            "legend": {"symbolOpacity": 1},
        }
        encoding["order"] = {"field": "series", "sort": names} if chart.form == "stack" else {"value": 0}
    if chart.form == "groups":
        encoding["xOffset"] = {"field": "series", "sort": names}
    height = max(160, 26 * len(places)) if lying else HEIGHT
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": chart.alt,
        **({} if chart.bare else {"title": _title(chart)}),
        "width": WIDTH,
        "height": HEIGHT - 80 if chart.bare else height,
        "padding": 4 if chart.bare else 18,
        "background": "#ffffff",
        "data": {"values": values},
        **_marks(chart, encoding, accent, names),
        "config": _look(),
    }


def _title(chart: Chart) -> dict[str, Any]:
    return {"text": chart.title, "subtitle": chart.subtitle or [], "anchor": "start", "offset": 16}


def _marks(chart: Chart, encoding: dict[str, Any], accent: str, names: Sequence[str]) -> dict[str, Any]:
    single = {"color": accent} if names == [""] else {}
    if chart.form not in ("line", "lines"):
        corner = {"cornerRadiusEnd": 2} if chart.form != "stack" else {}
        if any(p.faint for p in chart.points):
            encoding = encoding | {"opacity": {"condition": {"test": "datum.faint", "value": FAINT}, "value": 1}}
        return {"mark": {"type": "bar", **corner, **single}, "encoding": encoding}
    few = len(chart.points) <= 60 * max(len(names), 1)
    stroke = {"type": "line", "strokeWidth": 2.2, "aria": False, **single}
    # What is not whole stands for itself: a line to it would look like a fall.
    line = {"mark": stroke, "encoding": _without(encoding), "transform": [{"filter": "!datum.faint"}]}
    dots = {"type": "point", "filled": True, "size": 34 if few else 10, "opacity": 1, **single}
    if names != [""]:
        encoding = encoding | {
            # The domain is the colours': then one legend tells both.
            "shape": {
                "field": "series",
                "type": "nominal",
                "sort": names,
                "title": chart.split or None,
                "scale": {"domain": names},
            }
        }
    if any(p.faint for p in chart.points):
        encoding = encoding | {"opacity": {"condition": {"test": "datum.faint", "value": FAINT}, "value": 1}}
    return {"layer": [line, {"mark": dots, "encoding": encoding}]}


def _without(encoding: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in encoding.items() if key not in ("description", "order")}


def _time_axis(chart: Chart) -> dict[str, Any]:
    keys = list(dict.fromkeys(p.key for p in chart.points))
    yearly = all(key.endswith("-01-01") for key in keys)
    monthly = all(key.endswith("-01") for key in keys)
    form = "%Y" if yearly else "%b %Y" if monthly else "%-d %b"
    most = 12
    marked = keys[:: -(-len(keys) // most)]
    days = [date.fromisoformat(key) for key in marked]
    values = [{"year": day.year, "month": day.month, "date": day.day} for day in days]
    return {"format": form, "labelAngle": 0, "grid": False, "labelOverlap": True, "values": values}


def _look() -> dict[str, Any]:
    soft = "#5f5b53"
    return {
        "font": FONT,
        "view": {"stroke": None},
        "axis": {"labelColor": soft, "titleColor": soft, "gridColor": "#e4e0d7", "domainColor": soft, "tickColor": soft}
        | {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": 500, "titlePadding": 12},
        "legend": {"labelFontSize": 12, "titleFontSize": 12, "labelColor": "#1c1b19", "titleColor": soft}
        | {"titleFontWeight": 500, "orient": "top", "direction": "horizontal", "columns": 5},
        "title": {"fontSize": 18, "fontWeight": 600, "color": "#1c1b19", "subtitleColor": soft, "subtitleFontSize": 13},
    }


def total_of(points: Sequence[Point]) -> Decimal:
    """All marks together."""
    return sum((Decimal(p.value) for p in points), Decimal(0))
