"""Rows that count by how large something is: "orders over 500", "customers with more than 3 orders"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import cast

from praetorium.data.asked import exact, meant
from praetorium.data.duck import Connection, name, one
from praetorium.data.measures import computed, level, measure, plain
from praetorium.data.model import Column, Condition, Sign
from praetorium.data.naming import AMOUNTS, identifier, words_of
from praetorium.data.wishes import Wishes
from praetorium.errors import UserError

_SAID = re.compile(
    r"^(?P<before>[^<>=]*?)\s*(?P<sign><=|>=|<|>|=)\s*(?P<bound>-?\d+(?:\.\d+)?)(?:\s+(?P<after>[^<>=]*))?$"
)
_WORDS = {">": "over", ">=": "of at least", "<": "under", "<=": "of at most", "=": "of"}
_SUMS = frozenset({"spent", *AMOUNTS.split()})
"""Words after a number that say what is added up for each group."""
_ROWS = frozenset({"times", "rows", "entries", "orders", "purchases", "visits", "records"})
_REPEATED = 0.9
"""Different values of a column whose groups are meant: at most this part of its rows."""


def size(
    connection: Connection, columns: Sequence[Column], said: str, wishes: Wishes, *, keep: bool = True
) -> Condition | None:
    """The size that is meant, ``what > number of-what``; None for what is none.

    Raises UserError where no column of numbers is meant.
    """
    match = _SAID.match(said.strip())
    if match is None:
        return None
    before, after = match["before"].strip(), (match["after"] or "").strip()
    told = {"sign": cast(Sign, match["sign"]), "bound": match["bound"], "keep": keep, "said": said}
    if match["sign"] == "=":
        column = _number(columns, before)
        # "level = 3" may be said of a column of text.
        return Condition(column=column.name, amount=plain(column), **told) if column else None
    column = _number(columns, after) or _number(columns, before) or _measured_in(columns, after)
    if column:
        summed = column is _number(columns, after) and not level(column)
        if summed and (group := _group(connection, columns, before)):
            return Condition(column=group.name, amount=plain(column), per=True, **told)
        return Condition(column=column.name, amount=plain(column), **told)
    group = _group(connection, columns, before)
    if group and (after in _ROWS or (after.endswith("s") and after not in _SUMS)):
        return Condition(column=group.name, per=True, **told)
    amount, _ = measure(columns, wishes.model_copy(update={"count": "", "spread": "", "mean": False}), None)
    if amount.ones or not (group or _things(before)) or (after and after not in _SUMS):
        numbers = [c.name for c in columns if c.number]
        first = amount.label if amount.label in numbers else numbers[0] if numbers else ""
        ways = f"say of which: where {first} {match['sign']} {match['bound']}" if numbers else "leave it out"
        listed = f" (columns of numbers: {', '.join(numbers)})" if numbers else ", and no column holds numbers"
        raise UserError(f"it is not clear of which numbers '{said}' speaks{listed}", next=ways)
    if group:
        return Condition(column=group.name, amount=amount, per=True, **told)
    return Condition(column=amount.label, amount=amount, **told)


def sql(condition: Condition) -> str:
    """SQL of whether a row is of this size."""
    value = computed(condition.amount) if condition.amount else ""
    if condition.per:
        group = name(condition.column)
        value = f"{f'sum({value})' if value else 'count(*)'} OVER (PARTITION BY {group})"
        return f"({group} IS NOT NULL AND coalesce({value} {condition.sign} {condition.bound}, false))"
    test = f"coalesce({value} {condition.sign} {condition.bound}, false)"
    return test if condition.keep else f"NOT {test}"


def in_words(condition: Condition) -> str:
    """The size, for people: ``with 'total' over 500``, ``of a 'customer' with over 3 rows``."""
    number = f"{Decimal(condition.bound):,f}"
    told = f"{_WORDS[condition.sign or '=']} {number}"
    if condition.per:
        bare = told.removeprefix("of ")
        what = f"whose '{condition.amount.label}' adds up to {bare}" if condition.amount else f"with {bare} rows"
        return f"of a '{condition.column}' {what}"
    return f"{'with' if condition.keep else 'without'} '{condition.column}' {told}"


def _number(columns: Sequence[Column], word: str) -> Column | None:
    """The column of numbers that the word names."""
    numbers = [c for c in columns if c.number]
    if not word or not numbers:
        return None
    if found := exact(numbers, word):
        return found
    try:
        found = meant(columns, word)
    except UserError:
        return None
    return found if found.number and not identifier(found) else None


def _measured_in(columns: Sequence[Column], unit: str) -> Column | None:
    """The column whose numbers are of this unit: by what stands in its cells, or in its name (``distance_km``)."""
    if not unit:
        return None
    return next((c for c in columns if c.number and (c.unit.lower() == unit or unit in words_of(c.name))), None)


def _group(connection: Connection, columns: Sequence[Column], word: str) -> Column | None:
    """The column that the word names where its values come again: rows of one customer, say."""
    try:
        found = meant(columns, word) if word else None
    except UserError:
        return None
    if found is None or found.moment or (found.number and not identifier(found)):
        return None
    value = name(found.name)
    filled, different = one(connection, f"SELECT count({value}), count(DISTINCT {value}) FROM data")
    return found if different <= _REPEATED * filled else None


def _things(word: str) -> bool:
    """Whether the word is for the rows themselves ("orders over 500"), or says nothing."""
    return not word or word.endswith("s") or word in _SUMS
