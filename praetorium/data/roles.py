"""Deciding what the columns mean: which is the amount, the date, the key, and by what to group. Each choice is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from praetorium.data.asked import dimensions
from praetorium.data.duck import Connection, name, one
from praetorium.data.measures import measure, width_of
from praetorium.data.model import Column, Condition, Grain, Roles
from praetorium.data.naming import DATES, GROUPS, KEYS, best, identifier, named, rank
from praetorium.data.wishes import Wishes
from praetorium.errors import UserError

MANY = 5_000
FEW = 30
MOST_CATEGORIES = 4


def choose(
    connection: Connection, columns: Sequence[Column], rows: int, wishes: Wishes, where: tuple[Condition, ...] = ()
) -> tuple[Roles, tuple[str, ...]]:
    """The roles, with a sentence for each assumption. A column that the wishes' words name wins.

    Raises UserError for a column that is not there, or holds nothing of the kind that is wanted of it.
    """
    words = wishes.words
    for given in [wishes.amount, wishes.date]:
        if given is not None:
            named(columns, given)
    asked, part, grouped = dimensions(columns, wishes.by)
    only = wishes.only and bool(wishes.by or wishes.spread or not wishes.wished)
    key = _key(columns, rows, words)
    chosen, notes = measure(columns, wishes, key)
    day = day_of(columns, wishes)
    if day is not None and not day.moment:
        raise UserError(f"'{day.name}' holds no dates, it is {day.type}", next="name a column of dates")
    if only and wishes.date is None and ((grouped and asked is None and part is None) or wishes.spread):
        day = None
    used = {chosen.label, *(chosen.factors or ()), day.name if day else "", key.name if key else ""}
    groups = grouped
    if not groups and not (only and (day or wishes.spread)):
        few = 1 if only else None
        groups = _categories(connection, [c for c in columns if c.name not in used], rows, words)[:few]
    if day is not None:
        others = [c.name for c in columns if c.moment and c is not day]
        also = f"; there is also {', '.join(repr(o) for o in others)}" if others else ""
        notes.append(f"'{day.name}' is taken as the date{also}.")
    elif not any(c.moment for c in columns):
        notes.append("No column holds dates, so nothing is said of how the figures developed.")
    if key is not None:
        notes.append(f"'{key.name}' is taken as the key that should be there once a row.")
    if groups:
        notes.append(f"Totals are given by {', '.join(repr(g.name) for g in groups)}.")
    roles = Roles(
        amount=chosen,
        date=day.name if day else None,
        grain=(asked or _grain(day, where)) if day else None,
        key=key.name if key else None,
        categories=tuple(g.name for g in groups),
        where=where,
        part=part,
        width=width_of(named(columns, chosen.label)) if wishes.spread else None,
    )
    return roles, tuple(notes)


def day_of(columns: Sequence[Column], wishes: Wishes) -> Column | None:
    """The column that says when; None where none holds dates."""
    if wishes.date:
        return named(columns, wishes.date)
    return best([c for c in columns if c.moment], DATES, wishes.words)


def _key(columns: Sequence[Column], rows: int, words: str) -> Column | None:
    def fits(column: Column) -> bool:
        whole = column.type in ("text", "integer") and column.blank <= 0.01 * rows
        return whole and column.distinct >= 0.9 * rows and column.longest <= 64 and rank(column, KEYS, "") > 0

    return best([c for c in columns if fits(c)], KEYS, words)


def _categories(connection: Connection, columns: Sequence[Column], rows: int, words: str) -> list[Column]:
    def groups(column: Column) -> bool:
        if column.type not in ("text", "boolean") and not identifier(column):
            return False
        return (
            2 <= column.distinct <= min(MANY, max(rows // 2, 2)) and column.longest <= 80 and column.blank < 0.9 * rows
        )

    found = [
        c for c in columns if groups(c) and (c.distinct <= FEW or rank(c, GROUPS, words) or c.distinct <= rows // 5)
    ]
    found.sort(key=lambda c: (-rank(c, GROUPS, words), c.distinct > FEW, c.distinct))
    kept: list[Column] = []
    for column in found:
        if len(kept) == MOST_CATEGORIES:
            break
        if not any(_same(connection, column, other) for other in kept):
            kept.append(column)
    return kept


def _same(connection: Connection, one_: Column, other: Column) -> bool:
    """Whether two columns group alike (a product's number and its name)."""
    if one_.distinct != other.distinct or one_.distinct < 4:
        return False
    pair = f"SELECT count(*) FROM (SELECT DISTINCT {name(one_.name)}, {name(other.name)} FROM data)"
    return int(one(connection, pair)[0]) <= one_.distinct + 1


def _grain(day: Column, where: Sequence[Condition]) -> Grain:
    """The unit of time that gives between about 6 and 40 points."""
    first, last = covered(day, where)
    span = (last - first).days
    steps: tuple[tuple[int, Grain], ...] = ((31, "day"), (120, "week"), (1_100, "month"), (3_700, "quarter"))
    return next((grain for most, grain in steps if span <= most), "year")


def covered(day: Column, where: Sequence[Condition]) -> tuple[date, date]:
    """The first and last day that rows which count can have."""
    first, last = date.fromisoformat(day.low[:10]), date.fromisoformat(day.high[:10])
    for each in where:
        if each.column == day.name and each.since:
            first = max(first, date.fromisoformat(each.since))
        if each.column == day.name and each.until:
            last = min(last, date.fromisoformat(each.until) - timedelta(days=1))
    return first, last
