"""A pivot table: totals by two things at once, one down and one across, with sums on both sides; computed twice."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

from praetorium.data.conditions import in_words
from praetorium.data.duck import connect
from praetorium.data.figures import period_label, plain
from praetorium.data.model import Profile
from praetorium.data.numbers import exact
from praetorium.data.profiling import open_data
from praetorium.errors import UserError
from praetorium.models import Model
from praetorium.reports.charting import WEEK, Totals, gathered
from praetorium.reports.measuring import decimals_of, measure_label, value_of
from praetorium.reports.paper import Cell, Column, Paper, Query, Section, Table, number, words
from praetorium.reports.works import Checked, Finished, against, same_files

ACROSS, DOWN = 12, 500
"""Most columns and lines; the smallest of more stand in one."""
REST = "*"
Part = tuple[Decimal, int]


class Pivoting(Model):
    profile: Profile
    source: Path
    cache: Path
    title: str
    made: str
    """ISO date."""


class Pivot(Model):
    """The finished table, as a paper."""

    paper: Paper
    first: str
    second: str
    """The columns of the file that it is made by."""
    sql: str


class Repivoting(Finished):
    profile: Profile
    source: Path
    first: str
    second: str


def pivoted(given: Pivoting, scratch: Path) -> Pivot:
    """Ask the data and lay the table out. Raises UserError when only one thing is named to make it by."""
    known = given.profile
    connection = connect(scratch)
    open_data(connection, known, given.source, given.cache)
    found = gathered(connection, known, undated=True)
    connection.close()
    if found.second is None:
        raise UserError("a pivot table is made by two things", next="say by which: 'by region and month'")
    paper = _paper(found.parts(), given, found.first, found.second, found.sql)
    return Pivot(paper=paper, first=found.first, second=found.second, sql=found.sql)


def repivoted(given: Repivoting, scratch: Path) -> Checked:
    """What stands in the files against what the second engine computes from the raw one."""
    from praetorium.data.second import recount

    known = given.profile
    same_files((known,), (given.source,))
    with recount(known, given.source) as second:
        totals = second.placed(known, given.first, given.second, undated=True)
    cells = _cells(totals, known)
    return against(given, {fact: exact(value) for fact, value in cells.items()})


def _keys(totals: Totals, known: Profile) -> tuple[tuple[list[str], list[str]], bool]:
    """The keys down and across, in their order, and whether those down are the first of each pair.

    What has fewer stands across, so that the table fits a page.
    """
    dated = known.roles.date is not None
    places, series = ({key[at]: None for key in totals} for at in (0, 1))
    first = _ordered(totals, 0, list(places), in_order=dated)
    second = _ordered(totals, 1, list(series), in_order=False)
    down_first = len(first) >= len(second)
    down, across = (first, second) if down_first else (second, first)
    down_at = 0 if down_first else 1
    return (
        _limited(totals, down, down_at, DOWN),
        _limited(totals, across, 1 - down_at, ACROSS),
    ), down_first


def _ordered(totals: Totals, at: int, keys: list[str], *, in_order: bool) -> list[str]:
    if in_order:
        return sorted(keys, key=lambda key: (not key, key))
    summed: defaultdict[str, Decimal] = defaultdict(Decimal)
    for pair, (total, _) in totals.items():
        summed[pair[at]] += total
    return sorted(keys, key=lambda key: (-summed[key], key))


def _limited(totals: Totals, keys: list[str], at: int, most: int) -> list[str]:
    if len(keys) <= most:
        return keys
    summed: defaultdict[str, Decimal] = defaultdict(Decimal)
    for pair, (total, _) in totals.items():
        summed[pair[at]] += total
    largest = set(sorted(keys, key=lambda key: (-summed[key], key))[: most - 1])
    return [*(key for key in keys if key in largest), REST]


def _cells(totals: Totals, known: Profile) -> dict[str, Decimal]:
    """Every figure of the table by its name: ``down|across``; sums have nothing on one side or both."""
    (down, across), down_first = _keys(totals, known)
    parts: defaultdict[tuple[str, str], Part] = defaultdict(lambda: (Decimal(0), 0))
    for pair, (total, count) in totals.items():
        line, column = pair if down_first else (pair[1], pair[0])
        line, column = line if line in down else REST, column if column in across else REST
        for key in ((line, column), (line, "="), ("=", column), ("=", "=")):
            before = parts[key]
            parts[key] = (before[0] + total, before[1] + count)
    return {
        f"{line}|{column}": value
        for line in [*down, "="]
        for column in [*across, "="]
        if (value := value_of(parts[line, column], known.roles)) is not None
    }


def _paper(totals: Totals, given: Pivoting, first: str, second: str, sql: str) -> Paper:
    known = given.profile
    roles = known.roles
    (down, across), down_first = _keys(totals, known)
    cells, decimals = _cells(totals, known), decimals_of(roles)
    dated = first == roles.date
    names = (str(roles.part or roles.grain) if dated else plain(first), plain(second))
    by_line, by_column = names if down_first else (names[1], names[0])

    def cell(line: str, column: str) -> Cell:
        fact = f"{line}|{column}"
        return number(exact(cells[fact]), fact, decimals) if fact in cells else words("", "soft")

    def label(key: str, at_first: bool) -> str:
        if key == REST:
            return "all others"
        if at_first and dated and key:
            return WEEK[int(key) - 1] if roles.part else period_label(date.fromisoformat(key), roles.grain or "day")
        return key or ("(no date)" if at_first and dated else "(blank)")

    last = chr(ord("A") + len(across))
    summed = "" if roles.amount.mean else f"=SUM(B{{row}}:{last}{{row}})"
    both = "Average" if roles.amount.mean else "Total"
    columns = [Column(label=by_line.capitalize())]
    columns += [Column(label=label(key, not down_first), kind="number", decimals=decimals) for key in across]
    columns.append(Column(label=both, kind="number", decimals=decimals, formula=summed))
    body = tuple(
        (words(label(line, down_first)), *(cell(line, column) for column in across), cell(line, "=")) for line in down
    )
    total = (words(both), *(cell("=", column) for column in across), cell("=", "="))
    measure = measure_label(roles)
    caption = f"{measure} by {by_line} (down) and {by_column} (across)"
    table = Table(caption=caption, columns=tuple(columns), rows=body, total=total)
    only = f" Only rows {' and '.join(map(in_words, roles.where))} count." if roles.where else ""
    counted = sum(count for _, count in totals.values())
    lede = f"{measure} by {by_line} and {by_column}, from {counted:,} values.{only}"
    notes = (f"{known.source.described()}, {known.source.bytes:,} bytes, {known.rows:,} rows.", *known.notes)
    return Paper(
        title=given.title,
        kicker=f"Pivot table from {known.source.name}",
        lede=lede,
        figures=((f"{both} {plain(roles.amount.label)}", cell("=", "=")),),
        sections=(
            Section(id="pivot", heading=f"{measure} by {by_line} and {by_column}", tables=(table,)),
            Section(id="data", heading="The data", notes=notes),
        ),
        queries=(Query(label="The view data", sql=known.definition), Query(label="The figures", sql=sql)),
        sources=((known.source.name, known.source.sha256),),
        made=given.made,
    )
