"""Which rows of a file count: "last quarter", "only paid orders", "without Berlin"; as SQL, and in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from praetorium.data import sizes
from praetorium.data.asked import exact, meant
from praetorium.data.duck import Connection, literal, name, one, rows
from praetorium.data.model import Column, Condition
from praetorium.data.naming import rank
from praetorium.data.spans import span
from praetorium.data.wishes import Wishes
from praetorium.errors import UserError

SOME = 8
"""Different values of a column that are listed."""
FEW = 5_000
"""Different values up to which a column's are looked through."""


def found(
    connection: Connection, columns: Sequence[Column], day: Column | None, wishes: Wishes
) -> tuple[tuple[Condition, ...], list[str]]:
    """The conditions that the wishes mean in the view ``data``, and a sentence for each word that means none.

    Raises UserError for a stretch of time where no column holds dates.
    """
    made, passed = [], []
    if wishes.period:
        if day is None:
            told = f"'{wishes.period}' cannot be told apart: no column holds dates"
            raise UserError(told, next="leave it out, or name the column with --set date=NAME")
        first, end = span(wishes.period, wishes.today)
        since, until = first.isoformat() if first else "", end.isoformat() if end else ""
        made.append(Condition(column=day.name, since=since, until=until, said=wishes.period))
    for said, keep in [*((word, True) for word in wishes.keep), *((word, False) for word in wishes.drop)]:
        if size := sizes.size(connection, columns, said, wishes, keep=keep):
            made.append(size)
            continue
        condition = _value(connection, columns, said, keep)
        if condition is None:
            what = "is counted alone" if keep else "is left out"
            passed.append(
                f"'{said}' is no value of any column{_held(connection, columns)}: nothing {what} because of it."
            )
        else:
            made.append(condition)
    return tuple(made), passed


def sql(conditions: Sequence[Condition]) -> str:
    """SQL after the table's name; empty where all rows count."""
    told: list[str] = []
    grouped: list[str] = []
    for each in conditions:
        if each.values:
            listed = ", ".join(map(literal, each.values))
            test = f"coalesce(lower({name(each.column)}::VARCHAR) IN ({listed}), false)"
            told.append(test if each.keep else f"NOT {test}")
        if each.blank:
            told.append(f"{name(each.column)} IS NULL")
        if each.sign:
            (grouped if each.per else told).append(sizes.sql(each))
        told += [f"{name(each.column)}::DATE >= DATE '{each.since}'"] if each.since else []
        told += [f"{name(each.column)}::DATE < DATE '{each.until}'"] if each.until else []
    # What a group adds up to is found among the rows that count by themselves.
    where = f" WHERE {' AND '.join(told)}" if told else ""
    return where + (f" QUALIFY {' AND '.join(grouped)}" if grouped else "")


def sentence(conditions: Sequence[Condition], rows: int, of: int) -> str:
    """What counts, for people; empty where all rows do."""
    told = [in_words(each) for each in conditions]
    return f"Only rows {' and '.join(told)} count: {rows:,} of {of:,}." if told else ""


def in_words(condition: Condition) -> str:
    """One condition, for people: ``with 'date' from 1 Jul 2026 to 30 Sep 2026``."""
    if condition.sign:
        return sizes.in_words(condition)
    if condition.blank:
        return f"without '{condition.column}'"
    if condition.values:
        return f"{'with' if condition.keep else 'without'} {' or '.join(condition.values)} as '{condition.column}'"
    first = _day(date.fromisoformat(condition.since)) if condition.since else ""
    last = _day(date.fromisoformat(condition.until) - timedelta(days=1)) if condition.until else ""
    if first and last:
        return f"with '{condition.column}' from {first} to {last}" if first != last else f"of {first}"
    return f"with '{condition.column}' from {first} on" if first else f"with '{condition.column}' until {last}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _value(connection: Connection, columns: Sequence[Column], said: str, keep: bool) -> Condition | None:
    """The column that has the value; of several the one with the fewest different ones."""
    named, _, told = said.rpartition("=")
    asked = [meant(columns, named.strip())] if named else [c for c in columns if c.type in ("text", "boolean")]
    wanted = sorted({way for value in told.split(" or ") for way in _ways(value.strip().casefold())})
    for column in sorted((c for c in asked if c.distinct <= FEW), key=lambda c: c.distinct):
        listed = ", ".join(map(literal, wanted))
        test = f"lower({name(column.name)}::VARCHAR)"
        if one(connection, f"SELECT count(*) FROM data WHERE {test} IN ({listed})")[0]:
            values = rows(connection, f"SELECT DISTINCT {test} FROM data WHERE {test} IN ({listed}) ORDER BY 1")
            return Condition(column=column.name, values=tuple(str(v) for (v,) in values), keep=keep, said=said)
    if not keep and not named and (bare_of := exact(columns, told.strip()) or exact(columns, told.strip() + "s")):
        return Condition(column=bare_of.name, blank=True, said=said)
    return _truth(asked, told.strip(), keep) or _truth(columns, told.strip(), keep)


def _held(connection: Connection, columns: Sequence[Column]) -> str:
    """The values of a column that has few, to choose from; empty where none has."""
    few = [c for c in columns if c.type == "text" and 2 <= c.distinct <= SOME]
    column = max(few, key=lambda c: rank(c, "status state type category kind"), default=None)
    if column is None:
        return ""
    value = name(column.name)
    values = rows(connection, f"SELECT DISTINCT {value} FROM data WHERE {value} IS NOT NULL ORDER BY 1")
    return f" ('{column.name}' has {', '.join(str(v) for (v,) in values)})"


def _truth(columns: Sequence[Column], word: str, keep: bool) -> Condition | None:
    """The column of yes and no that the word names: *paid* for "paid", and for "unpaid"."""
    for said, true in ((word, True), (re.sub(r"^(?:un|in|not )", "", word), False)):
        column = exact([c for c in columns if c.type == "boolean"], said)
        if column and (true or said != word):
            return Condition(column=column.name, values=(str(true).lower(),), keep=keep, said=word)
    return None


def _ways(word: str) -> list[str]:
    """Ways in which a value may be written: ``cancelled`` and ``canceled``, ``refund`` and ``refunds``."""
    ways = {word, word.replace("ll", "l"), word.replace("led", "lled"), word.removesuffix("s"), f"{word}s"}
    return sorted(ways - {""})
