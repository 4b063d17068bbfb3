"""From a profiled file to a chart: which totals, in which order, in which form; drawn in a confined process."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from praetorium.data.calendar import beginning, following, periods
from praetorium.data.conditions import in_words
from praetorium.data.duck import Connection, connect, name, rows
from praetorium.data.figures import exact_of, period_label, plain
from praetorium.data.model import Column, Grain, Profile, Roles
from praetorium.data.numbers import exact, many, shown
from praetorium.data.profiling import open_data
from praetorium.data.roles import covered
from praetorium.data.wholeness import SLACK, cut_days
from praetorium.errors import UserError
from praetorium.models import Model
from praetorium.reports.drawing import PALETTE, Chart, Form, Point, as_png, as_svg, form_of
from praetorium.reports.measuring import decimals_of, measure_label, summed_up, value_of

PLACES = 25
"""Groups drawn; the smallest of more are left to one bar."""
LINES = len(PALETTE) - 1
Totals = Mapping[tuple[str, str], tuple[Decimal, int]]
"""By place (ISO date, number of a weekday, lower edge of a class, or group; empty for blank) and series (empty for
blank, or for none): the total, and of how many values."""
WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


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

    with recount(given.profile, given.source) as second:
        totals = second.placed(given.profile, given.first, given.second)
    return Counted(points=arranged(totals, given.profile, given.first))


class Gathered(Model):
    """Totals by place and series, and by which query."""

    totals: tuple[tuple[str, str, Decimal, int], ...]
    first: str
    second: str | None
    sql: str

    def parts(self) -> Totals:
        return {(place, series): (total, count) for place, series, total, count in self.totals}


def gathered(connection: Connection, known: Profile, *, undated: bool = False) -> Gathered:
    """The totals that the profile's roles ask for, from the view ``data``; with rows that have no date or without."""
    roles = known.roles
    value = name(roles.amount.label)
    columns = ([roles.date] if roles.date else []) + list(roles.categories)
    if roles.width:
        columns = [roles.amount.label, *roles.categories]
    first, second = columns[0], (columns[1] if len(columns) > 1 else None)
    dated = first == roles.date
    place = name(first)
    if roles.width:
        place = _class(known.column(first), Decimal(roles.width))
    elif dated:
        place = f"isodow({name(first)})" if roles.part else f"date_trunc('{roles.grain}', {name(first)})::DATE"
    series = f"{name(second)}::VARCHAR" if second else "''"
    where = f" WHERE {name(first)} IS NOT NULL" if (dated and not undated) or roles.width else ""
    sql = f"""SELECT {place}::VARCHAR AS place, {series} AS series, sum({value}) AS total, count({value}) AS filled
FROM data{where} GROUP BY ALL ORDER BY ALL"""
    found = rows(connection, sql)
    totals = tuple((_key(a, known), b or "", exact_of(total or 0), int(n)) for a, b, total, n in found)
    return Gathered(totals=totals, first=first, second=second, sql=sql)


def asked(connection: Connection, known: Profile, title: str, form: Form | None) -> Plot:
    """What is to be drawn of the view ``data``. Raises UserError when there is nothing."""
    found = gathered(connection, known)
    first, second = found.first, found.second
    undated = 0
    if first == known.roles.date:
        undated = int(rows(connection, f"SELECT count(*) FROM data WHERE {name(first)} IS NULL")[0][0])
    roles = known.roles
    if roles.running and (first != roles.date or roles.part or roles.amount.mean):
        raise UserError("only totals over time are summed up", next="say by which unit of time: cumulative … by month")
    points = arranged(found.parts(), known, first)
    if not points:
        raise UserError(f"no row of '{known.source.name}' has a '{first}': there is nothing to draw")
    chart = _chart(points, known, title, first, second, form, undated)
    return Plot(chart=chart, sql=found.sql, first=first, second=second, undated=undated)


def _class(column: Column, width: Decimal) -> str:
    """SQL of the lower edge of the class that a value lies in; by whole numbers, so that edges are exact."""
    if column.scale is None:
        return f"(floor({name(column.name)} / {width}) * {width})"
    unit = 10**column.scale
    return f"(floor(CAST({name(column.name)} * {unit} AS BIGINT) / {int(width * unit)}) * {width})"


def _key(place: str | None, known: Profile) -> str:
    """A place as it is known by both engines."""
    if place is None or known.roles.width is None:
        return place or ""
    return exact(Decimal(place))


def arranged(totals: Totals, known: Profile, first: str) -> tuple[Point, ...]:
    """The marks in the order of the axis: every period or class between first and last, else the largest groups."""
    roles = known.roles
    dated = first == roles.date
    grain = roles.grain if dated and not roles.part else None
    fixed = _fixed(totals, roles, grain) if totals and (dated or roles.width) else None
    places = _largest(totals, 0, PLACES, roles.amount.mean, rising=roles.rising) if fixed is None else fixed
    series = _largest(totals, 1, LINES, roles.amount.mean)
    found: dict[tuple[str, str], tuple[Decimal, int]] = {}
    for (place, one), (total, count) in totals.items():
        key = place if fixed or place in places else "*", one if one in series else "*"
        before = found.get(key, (Decimal(0), 0))
        found[key] = (before[0] + total, before[1] + count)
    rest = [["*"] if any(key[at] == "*" for key in found) else [] for at in (0, 1)]
    hidden = [len({key[at] for key in totals}) - len(shown_) for at, shown_ in ((0, places), (1, series))]
    cut = _cut(known) if grain else frozenset()
    points = []
    for place in [*places, *rest[0]]:
        label = place_label(place, roles, grain) if fixed else _label(place, hidden[0])
        for one in [*series, *rest[1]]:
            named = "" if series == [""] else _label(one, hidden[1])
            value = value_of(found.get((place, one), (Decimal(0), 0)), roles)
            if value is not None:
                points.append(Point(key=place, label=label, series=named, value=exact(value), faint=place in cut))
    return summed_up(points) if roles.running else tuple(points)


def _fixed(totals: Totals, roles: Roles, grain: Grain | None) -> list[str]:
    """Places that follow each other, also those without rows."""
    keys = [place for place, _ in totals]
    if grain:
        return periods(min(keys), max(keys), grain)
    if roles.part:
        return [str(day) for day in range(1, 8)]
    width, edges = Decimal(roles.width or 1), [Decimal(key) for key in keys]
    count = int((max(edges) - min(edges)) / width) + 1
    return [exact(min(edges) + at * width) for at in range(count)]


def place_label(key: str, roles: Roles, grain: Grain | None) -> str:
    if grain:
        return period_label(date.fromisoformat(key), grain)
    if roles.part:
        return WEEK[int(key) - 1]
    return f"{Decimal(key):,f} – {Decimal(key) + Decimal(roles.width or 1):,f}"


def _cut(known: Profile) -> frozenset[str]:
    """The periods that the data does not cover: the first, where it begins later; the last, where it ends before."""
    grain, (first, last) = known.roles.grain, _span(known)
    if grain is None or first is None or last is None:
        return frozenset()
    if grain == "day" and known.roles.date:
        column = known.column(known.roles.date)
        opens, closes = cut_days(column.low, column.high)
        cut = {column.low[:10] if opens else "", column.high[:10] if closes else ""}
        return frozenset(cut & {first.isoformat(), last.isoformat()})
    begun, ended = beginning(first, grain), beginning(last, grain)
    found = {begun} if (first - begun).days > SLACK[grain] else set()
    found |= {ended} if (following(ended, grain) - last).days - 1 > SLACK[grain] else set()
    return frozenset(day.isoformat() for day in found)


def _span(known: Profile) -> tuple[date | None, date | None]:
    column = known.column(known.roles.date) if known.roles.date else None
    if column is None or not column.low or not column.high:
        return None, None
    first, last = covered(column, known.roles.where)
    unit = known.roles.unit
    return first, last if unit == "day" else following(beginning(last, unit), unit) - timedelta(days=1)


def _unfinished(known: Profile, points: tuple[Point, ...]) -> str:
    """That the first or last period is not complete, where the data does not cover it."""
    faint = list(dict.fromkeys(p.label for p in points if p.faint))
    _, last = _span(known)
    if not faint or last is None:
        return ""
    until = f" (the data ends on {last.day} {last:%B %Y})" if points[-1].faint else ""
    return f"; not complete: {' and '.join(faint)}{until}"


def _largest(totals: Totals, at: int, most: int, mean: bool, *, rising: bool = False) -> list[str]:
    """The groups by their totals, or their averages, the largest first; ``rising``: the smallest."""
    summed: dict[str, Decimal] = defaultdict(Decimal)
    filled: dict[str, int] = defaultdict(int)
    for key, (total, count) in totals.items():
        summed[key[at]] += total
        filled[key[at]] += count
    size = {key: total / (filled[key] or 1) if mean else total for key, total in summed.items()}
    ordered = sorted(size, key=lambda key: (size[key] if rising else -size[key], key))
    # One group more costs no more room than a line for one other.
    return ordered if len(ordered) <= most + 1 else ordered[:most]


def _label(key: str, hidden: int) -> str:
    return f"all {hidden:,} others" if key == "*" else key or "(blank)"


def _chart(
    points: tuple[Point, ...],
    known: Profile,
    title: str,
    first: str,
    second: str | None,
    form: Form | None,
    undated: int,
) -> Chart:
    roles = known.roles
    dated = first == roles.date and not roles.part
    labels = list(dict.fromkeys(p.label for p in points))
    names = list(dict.fromkeys(p.series for p in points))
    chosen = form or form_of(len(labels), len(names), dated=dated or bool(roles.part or roles.width))
    if chosen == "stack" and roles.amount.mean:
        chosen = "groups"  # averages on top of each other are nobody's total
    axis = str(roles.part or roles.grain) if first == roles.date else plain(first)
    measure = measure_label(roles)
    best = max(points, key=lambda p: Decimal(p.value))
    least = min(points, key=lambda p: Decimal(p.value))
    kinds = {"columns": "Column chart", "groups": "Column chart", "bars": "Bar chart", "stack": "Stacked bar chart"}
    alt = f"{kinds.get(chosen, 'Line chart')} of {measure.lower()} by {axis}"
    alt += f" and {plain(second)} ({', '.join(names)})" if second else ""
    alt += f", {labels[0]} to {labels[-1]}" if dated or roles.width else f", {len(labels)} groups"
    decimals = decimals_of(roles)
    for word, point in (("highest", best), ("lowest", least)):
        alt += (
            f"; {word}: {point.label}{f', {point.series}' if point.series else ''} with {shown(point.value, decimals)}"
        )
    only = f", only rows {' and '.join(map(in_words, roles.where))}" if roles.where else ""
    subtitle = f"From {known.source.name}{only}{_unfinished(known, points) if dated else ''}"
    subtitle += (
        f"; {many(undated, 'row')} without a date {'is' if undated == 1 else 'are'} not drawn" if undated else ""
    )
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
        level=roles.amount.mean,
    )
