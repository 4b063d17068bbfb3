"""From a profiled file to a chart: which totals, in which order, in which form; drawn in a confined process."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from praetorium.data.calendar import beginning, following, periods
from praetorium.data.duck import Connection, connect, name, rows
from praetorium.data.figures import exact_of, measured, period_label, plain
from praetorium.data.model import Profile
from praetorium.data.numbers import exact, shown
from praetorium.data.profiling import open_data
from praetorium.data.wholeness import SLACK
from praetorium.errors import UserError
from praetorium.models import Model
from praetorium.reports.drawing import PALETTE, Chart, Form, Point, as_png, as_svg, form_of

PLACES = 25
"""Groups drawn; the smallest of more are left to one bar."""
LINES = len(PALETTE) - 1
Totals = Mapping[tuple[str, str], Decimal]
"""By place (ISO date or group; empty for blank) and series (empty for blank, or for none)."""


class Plot(Model):
    """What is drawn of a file, and by which query."""

    chart: Chart
    sql: str
    first: str
    """Column of the places on the axis."""
    second: str | None
    """Column that the colours tell apart."""
    undated: int = 0
    """Rows without a date: they cannot be drawn."""


class Drawing(Model):
    profile: Profile
    source: Path
    cache: Path
    title: str
    folder: Path
    files: tuple[str, ...]
    """Names in the folder: ``….svg``, ``….png``."""
    form: Form | None = None
    accent: str


def draw(given: Drawing, scratch: Path) -> Plot:
    """Ask the data, choose the form, and write the pictures into the folder."""
    connection = connect(scratch)
    open_data(connection, given.profile, given.source, given.cache)
    plot = asked(connection, given.profile, given.title, given.form)
    connection.close()
    svg = as_svg(plot.chart, accent=given.accent)
    for file in given.files:
        made = svg.encode() if file.endswith(".svg") else as_png(svg, plot.chart.alt)
        (given.folder / file).write_bytes(made)
    return plot


class Counted(Model):
    """What should stand in a chart."""

    points: tuple[Point, ...]


class Counting(Model):
    profile: Profile
    source: Path
    first: str
    second: str | None


def counted(given: Counting, scratch: Path) -> Counted:
    """The marks that should stand in the chart, by the second engine."""
    from praetorium.data.second import recount

    roles, dated = given.profile.roles, given.first == given.profile.roles.date
    with recount(given.profile, given.source) as second:
        if dated and roles.grain and given.second:
            totals = {k: v for k, v in second.crossed(given.second, roles.grain).items() if k[0]}
        elif given.second:
            totals = second.paired(given.first, given.second)
        else:
            found = second.groups(given.first, roles.grain if dated else None)
            totals = {(key, ""): total for key, (_, total) in found.items() if key or not dated}
    return Counted(points=arranged(totals, given.profile, dated=dated))


def asked(connection: Connection, known: Profile, title: str, form: Form | None) -> Plot:
    """The totals that the profile's roles ask for, from the view ``data``."""
    roles = known.roles
    value = name(roles.amount.label)
    columns = ([roles.date] if roles.date else []) + list(roles.categories)
    first, second = columns[0], (columns[1] if len(columns) > 1 else None)
    dated = first == roles.date
    place = f"date_trunc('{roles.grain}', {name(first)})::DATE" if dated else name(first)
    series = f"{name(second)}::VARCHAR" if second else "''"
    where = f" WHERE {name(first)} IS NOT NULL" if dated else ""
    sql = f"""SELECT {place}::VARCHAR AS place, {series} AS series, sum({value}) AS total
FROM data{where} GROUP BY ALL ORDER BY ALL"""
    totals = {(a or "", b or ""): exact_of(total or 0) for a, b, total in rows(connection, sql)}
    undated = 0
    if dated:
        undated = int(rows(connection, f"SELECT count(*) FROM data WHERE {name(first)} IS NULL")[0][0])
    points = arranged(totals, known, dated=dated)
    if not points:
        raise UserError(f"no row of '{known.source.name}' has a '{first}': there is nothing to draw")
    chart = _chart(points, known, title, dated, second, form, undated)
    return Plot(chart=chart, sql=sql, first=first, second=second, undated=undated)


def arranged(totals: Totals, known: Profile, *, dated: bool) -> tuple[Point, ...]:
    """The marks in the order of the axis: every period between first and last, the largest groups, then the rest."""
    grain = known.roles.grain if dated else None
    places = _largest(totals, 0, PLACES) if grain is None else []
    series = _largest(totals, 1, LINES)
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for (place, one), total in totals.items():
        found[place if grain or place in places else "*", one if one in series else "*"] += total
    if grain and totals:
        places = periods(min(p for p, _ in totals), max(p for p, _ in totals), grain)
    rest = [["*"] if any(key[at] == "*" for key in found) else [] for at in (0, 1)]
    hidden = [len({key[at] for key in totals}) - len(shown_) for at, shown_ in ((0, places), (1, series))]
    cut = _cut(known) if grain else frozenset()
    points = []
    for place in [*places, *rest[0]]:
        label = period_label(date.fromisoformat(place), grain) if grain else _label(place, hidden[0])
        for one in [*series, *rest[1]]:
            named = "" if series == [""] else _label(one, hidden[1])
            value = found.get((place, one), Decimal(0))
            points.append(Point(key=place, label=label, series=named, value=exact(value), faint=place in cut))
    return tuple(points)


def _cut(known: Profile) -> frozenset[str]:
    """The periods that the data does not cover: the first, where it begins later; the last, where it ends before."""
    grain, (first, last) = known.roles.grain, _span(known)
    if grain is None or first is None or last is None:
        return frozenset()
    begun, ended = beginning(first, grain), beginning(last, grain)
    found = {begun} if (first - begun).days > SLACK[grain] else set()
    found |= {ended} if (following(ended, grain) - last).days - 1 > SLACK[grain] else set()
    return frozenset(day.isoformat() for day in found)


def _span(known: Profile) -> tuple[date | None, date | None]:
    column = known.column(known.roles.date) if known.roles.date else None
    if column is None or not column.low or not column.high:
        return None, None
    return date.fromisoformat(column.low[:10]), date.fromisoformat(column.high[:10])


def _unfinished(known: Profile, points: tuple[Point, ...]) -> str:
    """That the first or last period is not complete, where the data does not cover it."""
    faint = list(dict.fromkeys(p.label for p in points if p.faint))
    _, last = _span(known)
    if not faint or last is None:
        return ""
    until = f" (the data ends on {last.day} {last:%B %Y})" if points[-1].faint else ""
    return f"; not complete: {' and '.join(faint)}{until}"


def _largest(totals: Totals, at: int, most: int) -> list[str]:
    summed: dict[str, Decimal] = defaultdict(Decimal)
    for key, total in totals.items():
        summed[key[at]] += total
    ordered = sorted(summed, key=lambda key: (-summed[key], key))
    # One group more costs no more room than a line for one other.
    return ordered if len(ordered) <= most + 1 else ordered[:most]


def _label(key: str, hidden: int) -> str:
    return f"all {hidden:,} others" if key == "*" else key or "(blank)"


def _chart(
    points: tuple[Point, ...],
    known: Profile,
    title: str,
    dated: bool,
    second: str | None,
    form: Form | None,
    undated: int,
) -> Chart:
    roles = known.roles
    labels = list(dict.fromkeys(p.label for p in points))
    names = list(dict.fromkeys(p.series for p in points))
    chosen = form or form_of(len(labels), len(names), dated=dated)
    axis = str(roles.grain) if dated else plain((roles.categories or ("",))[0])
    measure = "Number of rows" if roles.amount.ones else measured(roles.amount)
    best = max(points, key=lambda p: Decimal(p.value))
    least = min(points, key=lambda p: Decimal(p.value))
    kinds = {"columns": "Column chart", "groups": "Column chart", "bars": "Bar chart", "stack": "Stacked bar chart"}
    alt = f"{kinds.get(chosen, 'Line chart')} of {measure.lower()} by {axis}"
    alt += f" and {plain(second)} ({', '.join(names)})" if second else ""
    alt += f", {labels[0]} to {labels[-1]}" if dated else f", {len(labels)} groups"
    decimals = roles.amount.decimals
    for word, point in (("highest", best), ("lowest", least)):
        alt += (
            f"; {word}: {point.label}{f', {point.series}' if point.series else ''} with {shown(point.value, decimals)}"
        )
    subtitle = f"From {known.source.name}{_unfinished(known, points) if dated else ''}"
    subtitle += f"; {undated:,} rows without a date are not drawn" if undated else ""
    return Chart(
        form=chosen,
        title=title,
        subtitle=subtitle,
        axis=axis,
        measure=measure,
        split=plain(second).capitalize() if second else "",
        decimals=decimals,
        dated=dated,
        points=points,
        alt=alt + ".",
    )
