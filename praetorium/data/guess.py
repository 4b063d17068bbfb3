"""Guessing the type of a column by trying every way of reading it: numbers by their decimal mark, dates by format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from praetorium.data import cells
from praetorium.data.duck import Connection, literal, name, one, rows
from praetorium.data.model import Column, Source
from praetorium.data.naming import DURATIONS, words_of

ENOUGH = 0.95
"""Part of the filled values that must be of a type for the column to be of it."""
DATES: tuple[str, ...] = (
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%Y/%m/%d",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d.%m.%y",
    "%m/%d/%y",
)
DATES += ("%d/%m/%y", "%b %d, %Y", "%d %b %Y", "%B %d, %Y", "%d %B %Y", "%Y%m%d", "%Y-%m", "%d-%b-%Y", "%d-%b-%y")
TIMES: tuple[str, ...] = (
    "T%H:%M:%S",
    " %H:%M:%S",
    " %H:%M",
    "T%H:%M",
    "T%H:%M:%SZ",
    " %H:%M:%S.%f",
    "T%H:%M:%S.%f",
    "T%H:%M:%S.%fZ",
)
TIMES += ("T%H:%M:%S%z", " %H:%M:%S%z", "T%H:%M:%S.%f%z", " %H:%M:%S.%f%z")
PARTS = ".%f"
SAMPLED = 5_000


@dataclass(frozen=True)
class Typed:
    """A column's type, and what should be said of how it was found."""

    column: Column
    note: str | None = None


def guess(connection: Connection, table: str, column: str, source: Source, total: int) -> Typed:
    """The type of a column from all rows of a table of text cells."""
    cell = f"trim({name(column)})"
    filled = cells.filled(column)
    point, comma = f"regexp_matches({cell}, {literal(cells.POINT)})", f"regexp_matches({cell}, {literal(cells.COMMA)})"
    counts = {
        "filled": f"count(*) FILTER ({filled})",
        "empty": f"count(*) FILTER ({name(column)} IS NULL OR {cell} = '')",
        "point": f"count(*) FILTER ({filled} AND {point})",
        "comma": f"count(*) FILTER ({filled} AND {comma})",
        "only_point": f"count(*) FILTER ({filled} AND {point} AND NOT {comma})",
        "only_comma": f"count(*) FILTER ({filled} AND {comma} AND NOT {point})",
        "zeros": f"count(*) FILTER ({filled} AND regexp_matches({cell}, '^0\\d+$'))",
        "truths": f"count(*) FILTER (lower({cell}) IN ({', '.join(map(literal, cells.YES + cells.NO))}))",
        "durations": f"count(*) FILTER ({filled} AND regexp_matches({cell}, {literal(cells.DURATION)}))",
        "units": f"count(*) FILTER ({filled} AND regexp_matches(lower({cell}), {literal(cells.UNITS + '$')}))",
        "percents": f"count(*) FILTER ({filled} AND suffix({cell}, '%'))",
        "marks": f"count(*) FILTER ({filled} AND regexp_matches({cell}, '[.,]'))",
        "plain_point": f"count(*) FILTER ({filled} AND regexp_matches({cell}, {literal(cells.PLAIN['.'])}))",
        "plain_comma": f"count(*) FILTER ({filled} AND regexp_matches({cell}, {literal(cells.PLAIN[','])}))",
        "distinct": cells.distinct(cell, total),
        "longest": f"coalesce(max(length({cell})), 0)",
        "low": f"coalesce(min(left({cell}, 60)) FILTER ({filled}), '')",
        "high": f"coalesce(max(left({cell}, 60)) FILTER ({filled}), '')",
    }
    values = one(connection, f"SELECT {', '.join(counts.values())} FROM {table}")
    got = dict(zip(counts, values, strict=True))
    text = Column(
        name=column,
        type="text",
        blank=int(got["empty"]),
        distinct=int(got["distinct"]),
        longest=int(got["longest"]),
        low=str(got["low"]),
        high=str(got["high"]),
    )
    if not got["filled"]:
        return Typed(text)
    enough = ENOUGH * got["filled"]
    if got["truths"] >= enough and got["distinct"] <= 4:
        return Typed(text.model_copy(update={"type": "boolean"}))
    if got["durations"] >= enough and DURATIONS & set(words_of(column)):
        hours = text.model_copy(update={"type": "decimal", "mark": ":", "plain": False})
        return Typed(_measured(connection, table, cell, hours, total, filled))
    formats = _formats(connection, table, cell, filled, column)
    if formats:
        dated = _dates(connection, table, cell, filled, got["filled"], formats, source, total, text)
        if dated:
            return dated
    if max(got["point"], got["comma"]) >= enough and not got["zeros"]:
        units = _marks(connection, table, cell, filled, f"{cells.UNITS}$") if got["units"] else [""]
        if len(units) > 1:
            return Typed(text)  # grams and kilograms are not added up
        unit = "%" if 2 * got["percents"] > got["filled"] else units[0]
        text = text.model_copy(update={"unit": unit})
        typed = _number(connection, table, cell, filled, got, source, total, text)
        money = [] if typed.column.plain else _marks(connection, table, cell, filled, cells.CURRENCY)
        told = typed.note
        if len([mark for mark in money if mark]) > 1:
            told = f"'{column}' holds {' and '.join(filter(None, money))}, added up as if they were of one currency."
        return Typed(typed.column, told)
    return Typed(text)


def _marks(connection: Connection, table: str, cell: str, filled: str, pattern: str) -> list[str]:
    """The units or currencies that stand beside the numbers; empty text for a number without."""
    mark = f"regexp_extract({cell}, {literal('(?i)' + pattern)})"
    good = f"{filled} AND regexp_matches({cell}, '\\d')"
    found = rows(connection, f"SELECT DISTINCT {mark} FROM {table} WHERE {good} ORDER BY 1 LIMIT 5")
    return [str(each) for (each,) in found]


def _number(
    connection: Connection,
    table: str,
    cell: str,
    filled: str,
    got: dict[str, int],
    source: Source,
    total: int,
    text: Column,
) -> Typed:
    note = None
    if got["only_comma"] == got["only_point"] and got["marks"]:
        mark: Literal[".", ","] = "," if source.kind == "delimited" and source.delimiter == ";" else "."
        note = (
            f"The numbers in '{text.name}' can be read in two ways; the {'comma' if mark == ',' else 'point'} "
            f"was taken as the decimal mark."
        )
    else:
        mark = "," if got["only_comma"] > got["only_point"] else "."
    pattern = cells.COMMA if mark == "," else cells.POINT
    good = f"({filled} AND regexp_matches({cell}, {literal(pattern)}))"
    fraction = rf"[{mark}](\d+)\D*$"
    scale, exponent, longest = one(
        connection,
        f"""SELECT coalesce(max(length(regexp_extract({cell}, {literal(fraction)}, 1))) FILTER ({good}), 0),
                   count(*) FILTER ({good} AND regexp_matches({cell}, '\\d[eE][-+]?\\d')),
                   max(length(regexp_replace(regexp_replace({cell}, {literal(fraction)}, ''), '\\D', '', 'g')))
                     FILTER ({good}) FROM {table}""",
    )
    plain = got["plain_comma" if mark == "," else "plain_point"] >= got["comma" if mark == "," else "point"]
    decimals = None if exponent or scale > 6 or longest > 30 else int(scale)
    made = text.model_copy(
        update={
            "type": "integer" if decimals == 0 else "decimal",
            "mark": mark,
            "plain": bool(plain),
            "scale": decimals,
            "longest": int(longest),
        }
    )
    return Typed(_measured(connection, table, cell, made, total, filled), note)


def _formats(connection: Connection, table: str, cell: str, filled: str, column: str) -> list[str]:
    """Formats that occur among the first values; times are tried only where the day fits."""
    sample = f"(SELECT {cell} AS v FROM (SELECT * FROM {table} LIMIT {SAMPLED}) WHERE {filled})"
    dateish = "v LIKE '%-%' OR v LIKE '%.%' OR v LIKE '%/%' OR v LIKE '% %' OR length(v) = 8"
    count, likely = one(connection, f"SELECT count(*), count(*) FILTER ({dateish}) FROM {sample}")
    if not count or likely < ENOUGH * count:
        return []
    tried = [day + time for day in DATES[:7] for time in TIMES] + list(DATES)
    asked = ", ".join(f"count(*) FILTER ({_fits('v', f)})" for f in tried)
    found = one(connection, f"SELECT {asked} FROM {sample}")
    years = "%Y%m%d"
    compact_ok = any(word in column.casefold() for word in ("date", "day", "datum", "tag"))
    return [f for f, n in zip(tried, found, strict=True) if n and (f != years or compact_ok)]


def _dates(
    connection: Connection,
    table: str,
    cell: str,
    filled: str,
    count: int,
    formats: list[str],
    source: Source,
    total: int,
    text: Column,
) -> Typed | None:
    # Now and then a moment falls on a whole second, and then its parts are not written.
    formats = list(dict.fromkeys(form for f in formats for form in (f, f.replace(PARTS, ""))))
    asked = ", ".join(f"count(*) FILTER ({filled} AND {_fits(cell, f)})" for f in formats)
    hits = dict(zip(formats, one(connection, f"SELECT {asked} FROM {table}"), strict=True))
    note = None
    for day_first in [f for f in formats if f.startswith(("%d/%m", "%d-%m"))]:
        month_first = day_first.replace("%d", "%#").replace("%m", "%d").replace("%#", "%m")
        if month_first not in hits:
            continue
        tie = hits[day_first] == hits[month_first]
        european = source.delimiter == ";"
        loser = month_first if hits[day_first] > hits[month_first] or (tie and european) else day_first
        if tie:
            order = "month" if loser == day_first else "day"
            note = f"The dates in '{text.name}' can be read in two ways; they were read {order} first."
        hits.pop(loser)
    # A shorter form also fits the beginning of nothing else: every format must match the whole value.
    common = {f for f in hits if hits[f] >= 0.001 * count}
    hits = dict(sorted(hits.items(), key=lambda hit: "%Y" in hit[0]))  # the first form that fits is taken
    kept = tuple(f for f in hits if f in common or (hits[f] and f in {each.replace(PARTS, "") for each in common}))
    if not kept:
        return None
    every = f"[{', '.join(literal(f) for f in kept)}]"
    fit = int(one(connection, f"SELECT count(try_strptime({cell}, {every})) FILTER ({filled}) FROM {table}")[0])
    if fit < ENOUGH * count:
        return None
    kind = "datetime" if any("%H" in f for f in kept) else "date"
    made = text.model_copy(update={"type": kind, "formats": kept})
    return Typed(_measured(connection, table, cell, made, total, filled), note)


def _fits(cell: str, form: str) -> str:
    """SQL: whether the cell is a date of that form. DuckDB takes two digits for four, and means the year 26."""
    parsed = f"try_strptime({cell}, {literal(form)})"
    return f"year({parsed}) >= 100" if "%Y" in form else f"{parsed} IS NOT NULL"


def _measured(connection: Connection, table: str, cell: str, made: Column, total: int, filled: str) -> Column:
    """With what is bad, blank, lowest and highest as typed."""
    typed = cells.expression(made, name(made.name))
    low, high, good = one(
        connection, f"SELECT min({typed})::VARCHAR, max({typed})::VARCHAR, count({typed}) FROM {table}"
    )
    blank = total - int(one(connection, f"SELECT count(*) FILTER ({filled}) FROM {table}")[0])
    bad = total - int(good) - blank
    samples: tuple[str, ...] = ()
    if bad > 0:
        odd = f"SELECT DISTINCT left({cell}, 40) FROM {table} WHERE {filled} AND ({typed}) IS NULL ORDER BY 1 LIMIT 3"
        samples = tuple(str(value) for (value,) in connection.execute(odd).fetchall())
    told = {"low": low or "", "high": high or "", "blank": blank, "bad": max(bad, 0), "bad_samples": samples}
    return made.model_copy(update=told)
