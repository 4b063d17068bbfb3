"""Which rows of a file count: "last quarter", "only paid orders", "without Berlin"; as SQL, and in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from praetorium.data.asked import meant
from praetorium.data.duck import Connection, literal, name, one, rows
from praetorium.data.model import Column, Condition
from praetorium.data.spans import span
from praetorium.data.wishes import Wishes
from praetorium.errors import UserError

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
        condition = _value(connection, columns, said, keep)
        if condition is None:
            what = "is counted alone" if keep else "is left out"
            passed.append(f"'{said}' is no value of any column, so nothing {what} because of it.")
        else:
            made.append(condition)
    return tuple(made), passed


def sql(conditions: Sequence[Condition]) -> str:
    """SQL after the table's name; empty where all rows count."""
    told = []
    for each in conditions:
        if each.values:
            listed = ", ".join(map(literal, each.values))
            test = f"coalesce(lower({name(each.column)}::VARCHAR) IN ({listed}), false)"
            told.append(test if each.keep else f"NOT {test}")
        told += [f"{name(each.column)}::DATE >= DATE '{each.since}'"] if each.since else []
        told += [f"{name(each.column)}::DATE < DATE '{each.until}'"] if each.until else []
    return f" WHERE {' AND '.join(told)}" if told else ""


def sentence(conditions: Sequence[Condition], rows: int, of: int) -> str:
    """What counts, for people; empty where all rows do."""
    told = [in_words(each) for each in conditions]
    return f"Only rows {' and '.join(told)} count: {rows:,} of {of:,}." if told else ""


def in_words(condition: Condition) -> str:
    """One condition, for people: ``with 'date' from 1 Jul 2026 to 30 Sep 2026``."""
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
    wanted = _ways(told.strip().casefold())
    for column in sorted((c for c in asked if c.distinct <= FEW), key=lambda c: c.distinct):
        listed = ", ".join(map(literal, wanted))
        test = f"lower({name(column.name)}::VARCHAR)"
        if one(connection, f"SELECT count(*) FROM data WHERE {test} IN ({listed})")[0]:
            values = rows(connection, f"SELECT DISTINCT {test} FROM data WHERE {test} IN ({listed}) ORDER BY 1")
            return Condition(column=column.name, values=tuple(str(v) for (v,) in values), keep=keep, said=said)
    return None


def _ways(word: str) -> list[str]:
    """Ways in which a value may be written: ``cancelled`` and ``canceled``, ``refund`` and ``refunds``."""
    ways = {word, word.replace("ll", "l"), word.replace("led", "lled"), word.removesuffix("s"), f"{word}s"}
    return sorted(ways - {""})
