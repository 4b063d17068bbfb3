"""Charts as SVG: drawn from the rows that the tables show, readable by screen readers, printable."""

from __future__ import annotations

import math
from decimal import Decimal

from markupsafe import Markup, escape

from praetorium.data.model import Breakdown, Row
from praetorium.data.numbers import compact, shown

WIDTH, HEIGHT = 960, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 8, 16, 40


def over_time(breakdown: Breakdown, decimals: int) -> Markup:
    """Columns, one a period; those that are not whole are drawn lighter."""
    rows = [row for row in breakdown.rows if row.kind == "group"]
    values = [float(row.total) for row in rows]
    ticks = axis(min(0.0, *values), max(0.0, *values))
    low, high = ticks[0], ticks[-1]
    inner = HEIGHT - TOP - BOTTOM

    def y(value: float) -> float:
        return round(TOP + inner * (high - value) / (high - low), 2)

    slot = (WIDTH - LEFT - RIGHT) / len(rows)
    parts = [_grid(tick, y(tick)) for tick in ticks]
    every = math.ceil(len(rows) / 12)
    for i, (row, value) in enumerate(zip(rows, values, strict=True)):
        x = LEFT + slot * i
        top, bottom = min(y(value), y(0)), max(y(value), y(0))
        kind = "bar partial" if row.note else "bar"
        parts.append(
            f'<rect class="{kind}" x="{x + slot * 0.14:.2f}" y="{top}" width="{slot * 0.72:.2f}" '
            f'height="{bottom - top:.2f}" rx="2" data-bar="{breakdown.id}" data-key="{escape(row.key)}">'
            f"<title>{escape(row.shown)}: {shown(row.total, decimals)}</title></rect>"
        )
        if i % every == 0:
            parts.append(f'<text class="tick" x="{x + slot / 2:.2f}" y="{HEIGHT - 16}">{escape(_short(row))}</text>')
    best = max(rows, key=lambda row: Decimal(row.total))
    told = f"{breakdown.title}: {len(rows)} columns, the highest {best.label} with {shown(best.total, decimals)}"
    # The label is on the figure's SVG itself; the same values follow as a table.
    opening = f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(told)}">'
    return Markup(f"{opening}{''.join(parts)}</svg>")


def share_bar(row: Row, rows: tuple[Row, ...], figure: str) -> Markup:
    """A bar in a table's line, in proportion to the largest of the groups."""
    most = max((abs(float(r.total)) for r in rows if r.kind != "others"), default=0.0)
    width = min(100.0, 100 * abs(float(row.total)) / most) if most else 0.0
    kind = "bar negative" if float(row.total) < 0 else "bar"
    kind += " others" if row.kind == "others" else ""
    return Markup(
        f'<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" width="100" height="8" rx="1"/>'
        f'<rect class="{kind}" width="{width:.2f}" height="8" rx="1" data-bar="{escape(figure)}" '
        f'data-key="{escape(row.key)}"/></svg>'
    )


def axis(low: float, high: float, about: int = 4) -> list[float]:
    """Round numbers that span the values."""
    if low == high:
        return [0.0, 1.0]
    rough = (high - low) / about
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(m * magnitude for m in (1, 2, 2.5, 5, 10) if m * magnitude >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(i * step, 10) for i in range(first, last + 1)]


def _grid(tick: float, y: float) -> str:
    kind = "base" if tick == 0 else "grid"
    label = compact(Decimal(repr(tick)))
    return (
        f'<line class="{kind}" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>'
        f'<text class="tick side" x="{LEFT - 8}" y="{y + 4}">{label}</text>'
    )


def _short(row: Row) -> str:
    return row.label.removeprefix("week of ")
