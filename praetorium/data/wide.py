"""Tables that have a column for each period (Jan, Feb, …), or for each thing that happened (opened, closed): told as
rows, one for each, before anything is added up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from praetorium.data import sides
from praetorium.data.duck import Connection, literal, name, one
from praetorium.data.model import Column, Grain, Melted, Source
from praetorium.data.naming import identifier, words_of
from praetorium.data.tail import TOTALS

FEWEST = 3
"""Periods from which on columns are no coincidence."""
_MARKS = 11
"""Different marks of a scale, at most."""
_MONTHS = (
    "january jan januar janvier janv",
    "february feb februar février fév fevr févr",
    "march mar märz mär mars",
    "april apr avril avr",
    "may mai",
    "june jun juni juin",
    "july jul juli juillet juil",
    "august aug août",
    "september sep sept septembre",
    "october oct oktober okt octobre",
    "november nov novembre",
    "december dec dezember dez décembre déc",
)
_NUMBERS = {word: at for at, words in enumerate(_MONTHS, start=1) for word in words.split()}
_HAPPENED = (
    "opened open created create reported submitted raised filed received new incoming",
    "closed close resolved solved finished completed done ended fixed",
    "shipped ship dispatched sent delivered",
    "joined hired started signed registered",
    "left leaving cancelled canceled churned terminated",
)
"""Words for the same thing happening, in requests and in names of columns."""
_PLAIN = frozenset({"date", "day", "time", "month", "week", "year", "at", "on", "of", "the", "last", "first"})
_NAMED = re.compile(r"(?P<month>[a-zäûé]+)\.?[\s/'_-]*(?P<year>(?:19|20)?\d\d)?$")
_YEAR_FIRST = re.compile(r"(?P<year>(?:19|20)\d\d)[\s/._-]*(?P<month>0[1-9]|1[0-2])$")
_YEAR_LAST = re.compile(r"(?P<month>0?[1-9]|1[0-2])[\s/._-](?P<year>(?:19|20)\d\d)$")
_QUARTER = re.compile(
    r"(?:(?P<before>(?:19|20)\d\d)[\s/_-]*)?[qt](?P<quarter>[1-4])[\s/'_-]*(?P<after>(?:19|20)?\d\d)?$"
)
_YEAR = re.compile(r"(?:19|20)\d\d$")


def melted(source: Source, columns: Sequence[Column], lines: int, wanted: str, today: date) -> Melted | None:
    """How the table is told as rows, ``wanted`` being what its cells are called where that is known.

    None where its columns are no periods, or it holds other numbers beside them.
    """
    year = _year_of(source)
    told = {c.name: _period(c.name, year or today.year) for c in columns if c.number or not c.distinct}
    found = {called: period for called, period in told.items() if period}
    grains = {grain for grain, _ in found.values()}
    days = [day for _, day in found.values()]
    if len(found) < FEWEST or len(grains) != 1 or days != sorted(set(days)):
        return None
    if lines > _MARKS and _questions([c for c in columns if c.name in found], grains):
        return None
    rest = [c for c in columns if c.name not in found]
    totals = [c.name for c in rest if c.number and set(words_of(c.name)) & TOTALS]
    if any(c.number and not identifier(c) and c.name not in totals for c in rest):
        return None
    (grain,) = grains
    taken = {c.name.casefold() for c in rest}
    return Melted(
        kept=tuple(c.name for c in rest if c.name not in totals),
        periods=tuple((called, f"{day:%Y-%m}") for called, (_, day) in found.items()),
        lines=lines,
        grain=grain,
        period=grain if grain not in taken else f"{grain} of the column",
        value=next(word for word in (wanted, "value", "figure", "value of the period") if word and word not in taken),
        left_out=tuple(totals),
        assumed=year is None and not all(re.search(r"\d\d", called) for called in found),
    )


def _questions(columns: Sequence[Column], grains: set[Grain]) -> bool:
    """Whether Q1 to Q4 are no quarters but questions, and their values the marks that were given."""
    marked = all(c.type == "integer" and c.distinct <= _MARKS for c in columns)
    return grains == {"quarter"} and marked and not any(re.search(r"\d\d", c.name) for c in columns)


def occasions(columns: Sequence[Column], words: str) -> dict[str, str]:
    """The columns of days that the words speak of by what happened then, each with the word: created_at → opened."""
    found: dict[str, str] = {}
    for word in dict.fromkeys(words_of(words)):
        alike = next((words for words in map(str.split, _HAPPENED) if word in words), [word])
        column = next((c for c in columns if c.moment and set(alike) & set(words_of(c.name))), None)
        if column is not None and column.name not in found and word not in _PLAIN:
            found[column.name] = word
    return found


def happened(columns: Sequence[Column], lines: int, words: str) -> Melted | None:
    """How rows are told by what happened, where the words ask for two things and each has a column of days.

    None where they ask for one, or for what no column says.
    """
    found = occasions(columns, words)
    if len(found) < 2:
        return None
    taken = {c.name.casefold() for c in columns}
    return Melted(
        kept=tuple(c.name for c in columns if c.name not in found),
        periods=tuple(found.items()),
        lines=lines,
        grain=None,
        period="what happened" if "event" in taken else "event",
        value=next(word for word in ("date", "day", "date of the event") if word not in taken),
    )


def melt(connection: Connection, cells: Path, how: Melted) -> int:
    """Tell the staged cells as rows; how many there are. Blank cells are no rows."""
    connection.execute(
        f"COPY ({query(f'read_parquet({literal(str(cells))})', how)}) TO "
        f"{literal(str(cells.with_name('long.parquet')))} (FORMAT parquet)"
    )
    cells.with_name("long.parquet").replace(cells)
    return int(one(connection, f"SELECT count(*) FROM read_parquet({literal(str(cells))})")[0])


def query(table: str, how: Melted) -> str:
    """SQL that tells the table as rows, all of them text."""
    kept = ", ".join(name(column) for column in how.kept) + (", " if how.kept else "")
    listed = ", ".join(name(column) for column, _ in how.periods)
    period, value = name(how.period), name(how.value)
    told = " ".join(f"WHEN {literal(column)} THEN {literal(day)}" for column, day in how.periods)
    return (
        f"SELECT {kept}CASE {period} {told} END AS {period}, {value} "
        f"FROM (UNPIVOT (SELECT {kept}{listed} FROM {table}) ON {listed} INTO NAME {period} VALUE {value}) "
        f"WHERE trim({value}) != ''"
    )


def notes(how: Melted) -> list[str]:
    """What is said of it."""
    if how.sides:
        return [sides.note(how)]
    if how.grain is None:
        each = " and ".join(f"as '{what}' by '{called}'" for called, what in how.periods)
        return [f"Each row counts {each}, where it has that date."]
    first, last = how.periods[0], how.periods[-1]
    told = [f"The columns '{first[0]}' to '{last[0]}' are {how.grain}s: each of their cells is counted as a row."]
    if how.assumed:
        told.append(f"They say no year; {first[1][:4]} is assumed.")
    if how.left_out:
        told.append(f"{', '.join(map(repr, how.left_out))} adds them up and is left out.")
    return told


def _period(called: str, year: int) -> tuple[Grain, date] | None:
    text = " ".join(called.casefold().split())
    if _YEAR.match(text):
        return "year", date(int(text), 1, 1)
    if match := _YEAR_FIRST.match(text) or _YEAR_LAST.match(text):
        return "month", date(int(match["year"]), int(match["month"]), 1)
    if match := _QUARTER.match(text):
        return "quarter", date(_full(match["before"] or match["after"], year), 3 * int(match["quarter"]) - 2, 1)
    if (match := _NAMED.match(text)) and (number := _NUMBERS.get(match["month"])):
        return "month", date(_full(match["year"], year), number, 1)
    return None


def _full(year: str | None, otherwise: int) -> int:
    if not year:
        return otherwise
    return int(year) if len(year) == 4 else 2000 + int(year)


def _year_of(source: Source) -> int | None:
    """The year that the file's or the sheet's name says."""
    found = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", f"{source.sheet or ''} {source.name}")
    return int(found[0]) if found else None
