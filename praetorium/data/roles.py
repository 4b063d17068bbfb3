"""Deciding what the columns mean: which is the amount, the date, the key, and by what to group. Each choice is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from praetorium.data.asked import dimensions, mentioned
from praetorium.data.duck import Connection, name, one
from praetorium.data.duck import rows as found_rows
from praetorium.data.measures import measure, width_of
from praetorium.data.model import Column, Condition, Grain, Roles
from praetorium.data.naming import CURRENCIES, DATES, GROUPS, KEYS, best, identifier, named, rank, words_of
from praetorium.data.wholeness import unit_of
from praetorium.data.wide import occasions
from praetorium.data.wishes import Wishes
from praetorium.errors import UserError

MANY = 5_000
FEW = 30
MOST_CATEGORIES = 4
_WORST = frozenset({"worst", "weakest", "lowest", "least", "fewest", "smallest", "slowest"})
FINEST: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")


def choose(
    connection: Connection,
    columns: Sequence[Column],
    rows: int,
    wishes: Wishes,
    where: tuple[Condition, ...] = (),
    least: Grain | None = None,
) -> tuple[Roles, tuple[str, ...]]:
    """The roles, with a sentence for each assumption. A column that the wishes' words name wins.

    ``least`` is the unit of time below which the file says nothing.

    Raises UserError for a column that is not there, or holds nothing of the kind that is wanted of it.
    """
    words = wishes.words
    for given in [wishes.amount, wishes.date]:
        if given is not None:
            named(columns, given)
    asked, part, grouped = dimensions(columns, wishes.by, words)
    if wishes.only and not wishes.by and not wishes.spread:
        narrowed = {each.column for each in where}
        grouped = mentioned([c for c in columns if c.name not in narrowed and _groups(c, rows)], words)
    only = wishes.only and bool(wishes.by or wishes.spread or not wishes.wished)
    key = _key(columns, rows, words)
    chosen, notes = measure(columns, wishes, key)
    if [g.name for g in grouped] == [chosen.label]:
        raise UserError(
            f"'{chosen.label}' is what is added up, so nothing can be grouped by it",
            next=f"name what is to be listed: by {_others(columns, chosen.label)}",
        )
    day = day_of(columns, wishes)
    if day is not None and not day.moment:
        raise UserError(f"'{day.name}' holds no dates, it is {day.type}", next="name a column of dates")
    if only and wishes.date is None and ((grouped and asked is None and part is None) or wishes.spread):
        day = None
    if day is not None and day.low[:10] == day.high[:10] and asked is None and part is None and not wishes.date:
        notes.append(f"All rows are of {day.low[:10]}, so nothing is said of how the figures developed.")
        day = None
    unit = unit_of(connection, day.name) if day else "day"
    coarsest = max(least or "day", unit, key=FINEST.index)
    used = {chosen.label, *(chosen.factors or ()), day.name if day else "", key.name if key else ""}
    groups = grouped
    if not groups and not (only and (day or wishes.spread)):
        few = 1 if only else None
        groups = _categories(connection, [c for c in columns if c.name not in used], rows, words)[:few]
    if not chosen.ones and (mixed := _mixed(connection, columns)):
        notes.append(mixed)
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
        grain=(asked or _grain(day, where, coarsest)) if day else None,
        unit=unit,
        key=key.name if key else None,
        categories=tuple(g.name for g in groups),
        where=where,
        rising=bool(_WORST & set(words_of(words))),
        part=part,
        running=wishes.running,
        width=width_of(named(columns, chosen.label)) if wishes.spread else None,
    )
    return roles, tuple(notes)


def _others(columns: Sequence[Column], amount: str) -> str:
    """Columns that rows can be grouped by, for a person to choose from."""
    texts = [c.name for c in columns if c.type in ("text", "boolean")] or [c.name for c in columns if c.name != amount]
    return ", or by ".join(texts[:4])


def day_of(columns: Sequence[Column], wishes: Wishes) -> Column | None:
    """The column that says when; None where none holds dates."""
    if wishes.date:
        return named(columns, wishes.date)
    days = [c for c in columns if c.moment]
    spoken = occasions(days, wishes.words)
    return best([c for c in days if c.name in spoken] or days, DATES, wishes.words)


def _key(columns: Sequence[Column], rows: int, words: str) -> Column | None:
    def fits(column: Column) -> bool:
        whole = column.type in ("text", "integer") and column.blank <= 0.01 * rows
        return whole and column.distinct >= 0.9 * rows and column.longest <= 64 and rank(column, KEYS, "") > 0

    return best([c for c in columns if fits(c)], KEYS, words)


def _categories(connection: Connection, columns: Sequence[Column], rows: int, words: str) -> list[Column]:
    found = [
        c
        for c in columns
        if _groups(c, rows) and (c.distinct <= FEW or rank(c, GROUPS, words) or c.distinct <= rows // 5)
    ]
    found.sort(key=lambda c: (-rank(c, GROUPS, words), c.distinct > FEW, c.distinct))
    kept: list[Column] = []
    for column in found:
        if len(kept) == MOST_CATEGORIES:
            break
        if not any(_same(connection, column, other) for other in kept):
            kept.append(column)
    return kept


def _groups(column: Column, rows: int) -> bool:
    """Whether its values are groups: neither one for all rows nor one for each."""
    if column.type not in ("text", "boolean") and not identifier(column):
        return False
    return 2 <= column.distinct <= min(MANY, max(rows // 2, 2)) and column.longest <= 80 and column.blank < 0.9 * rows


def _mixed(connection: Connection, columns: Sequence[Column]) -> str:
    """What is to be said where amounts of several currencies are added up; empty where there is one."""
    for column in columns:
        if column.type == "text" and CURRENCIES & set(words_of(column.name)) and 2 <= column.distinct <= FEW:
            value = name(column.name)
            asked = f"SELECT {value} FROM data WHERE {value} IS NOT NULL GROUP BY ALL ORDER BY count(*) DESC, 1 LIMIT 6"
            found = [str(each) for (each,) in found_rows(connection, asked)]
            if len(found) > 1:
                told = (
                    f"'{column.name}' says {', '.join(found)}: amounts of several currencies are added up as if they "
                )
                return f"{told}were of one. For one alone say 'only {found[0]}'."
    return ""


def _same(connection: Connection, one_: Column, other: Column) -> bool:
    """Whether two columns group alike (a product's number and its name)."""
    if one_.distinct != other.distinct or one_.distinct < 4:
        return False
    pair = f"SELECT count(*) FROM (SELECT DISTINCT {name(one_.name)}, {name(other.name)} FROM data)"
    return int(one(connection, pair)[0]) <= one_.distinct + 1


def _grain(day: Column, where: Sequence[Condition], least: Grain) -> Grain:
    """The unit of time that gives between about 6 and 40 points, and none that the dates do not tell apart."""
    first, last = covered(day, where)
    span = (last - first).days
    steps: tuple[tuple[int, Grain], ...] = ((31, "day"), (120, "week"), (1_100, "month"), (3_700, "quarter"))
    fitting: Grain = next((grain for most, grain in steps if span <= most), "year")
    written: Grain = "month" if day.formats and all("%d" not in form for form in day.formats) else "day"
    return max(fitting, least, written, key=FINEST.index)


def covered(day: Column, where: Sequence[Condition]) -> tuple[date, date]:
    """The first and last day that rows which count can have."""
    first, last = date.fromisoformat(day.low[:10]), date.fromisoformat(day.high[:10])
    for each in where:
        if each.column == day.name and each.since:
            first = max(first, date.fromisoformat(each.since))
        if each.column == day.name and each.until:
            last = min(last, date.fromisoformat(each.until) - timedelta(days=1))
    return first, last
