"""Deciding what is added up, averaged or counted. Each choice is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from praetorium.data.asked import exact, meant
from praetorium.data.duck import name
from praetorium.data.model import Amount, Column
from praetorium.data.naming import (
    AMOUNTS,
    EARNING,
    LEVELS,
    PAID_IN,
    PAID_OUT,
    PRICES,
    QUANTITIES,
    SPENDING,
    best,
    identifier,
    named,
    rank,
    words_of,
)
from praetorium.data.wishes import Wishes
from praetorium.errors import UserError

_QUESTION = re.compile(r"satisf|zufried|likely|recommend|\bhow\b|\bwie\b|\bscale\b|skala|\b[01] ?=|\bnps\b|\?$")
_MARKS = 11
"""Different marks of a scale, at most."""
CLASSES = 20
"""About how many classes a histogram has at most."""


def measure(columns: Sequence[Column], wishes: Wishes, key: Column | None) -> tuple[Amount, list[str]]:
    """What the figures are made of. Raises UserError for a column that is not there, or holds no numbers."""
    if wishes.spread:
        column = meant(columns, wishes.spread)
        if not column.number:
            raise UserError(f"'{column.name}' holds no numbers, it is {column.type}", next=_numbers(columns))
        return plain(column), [f"Rows are counted by how high '{column.name}' is."]
    if wishes.count:
        held = exact(columns, wishes.count)
        if held is None or not held.number or identifier(held) or held is key:
            return _count(columns, wishes.count, "Rows are counted; nothing is added up.")
        return plain(held), [f"'{held.name}' holds numbers, so it is added up; rows are not counted."]
    amount, notes = _amount(columns, wishes, key)
    if amount.ones:
        return amount, notes
    if wishes.mean:
        return amount.model_copy(update={"mean": True}), [*notes, f"Averages of '{amount.label}' are shown, as asked."]
    if wishes.levels and any(level(c) for c in columns if c.name == amount.label):
        note = f"Averages of '{amount.label}' are shown: added up it says nothing."
        return amount.model_copy(update={"mean": True}), [*notes, note]
    return amount, notes


def width_of(column: Column) -> str:
    """How wide the classes of a histogram are: a round number, as exact decimal text."""
    span = Decimal(column.high or 0) - Decimal(column.low or 0)
    if span <= 0:
        return "1"
    rough = span / CLASSES
    magnitude = Decimal(10) ** rough.adjusted()
    width = next(step * magnitude for step in map(Decimal, ("1", "2", "5", "10")) if step * magnitude >= rough)
    return format(width if column.scale is None else max(width, Decimal(1).scaleb(-column.scale)), "f")


def plain(column: Column) -> Amount:
    """A column as it is."""
    return Amount(label=column.name, decimals=_decimals(column), unit=column.unit)


def computed(amount: Amount) -> str:
    """SQL of the amount of a row, by the file's own columns."""
    if amount.ones:
        return "1"
    if not amount.factors:
        return name(amount.label)
    first, second = map(name, amount.factors)
    return f"coalesce({first}, 0) - coalesce({second}, 0)" if amount.difference else f"{first} * {second}"


def _amount(columns: Sequence[Column], wishes: Wishes, key: Column | None) -> tuple[Amount, list[str]]:
    words = wishes.words
    if wishes.amount:
        column = named(columns, wishes.amount)
        if not column.number:
            raise UserError(f"'{wishes.amount}' cannot be added up: it is {column.type}", next=_numbers(columns))
        return plain(column), [f"'{column.name}' is the amount, as asked."]
    numbers = [c for c in columns if c.number and c is not key and c.distinct > 0 and not identifier(c)]
    if not numbers:
        return _count(columns, wishes.thing, "No column holds numbers that can be added up, so rows are counted.")
    if spoken := said(numbers, wishes):
        return plain(spoken), [f"'{spoken.name}' is the amount, as asked."]
    if statement := _statement(numbers, words):
        return statement
    quantity = best([c for c in numbers if rank(c, QUANTITIES, "")], QUANTITIES, "")
    price = best([c for c in numbers if rank(c, PRICES, "") and c is not quantity], PRICES, "")
    whole = [c for c in numbers if c is not quantity and rank(c, AMOUNTS, words) and not _is_price(c)]
    whole = [c for c in whole if not level(c) or rank(c, "", words)] or whole
    if not whole and quantity and price:
        taken = {c.name.casefold() for c in columns}
        label = next(label for label in ("amount", "computed amount", "amount computed here") if label not in taken)
        made = Amount(label=label, factors=(quantity.name, price.name), decimals=_decimals(price, quantity))
        return made, [f"No column holds the amount, so it was computed: '{quantity.name}' × '{price.name}'."]
    # What says nothing added up (a balance, a rate) comes last, a number of pieces before it.
    added = [c for c in numbers if c is not quantity and not level(c)]
    chosen = best(whole or added or ([quantity] if quantity else []) or numbers, AMOUNTS, words)
    assert chosen is not None
    if level(chosen) and not wishes.levels:
        return _count(columns, wishes.thing, f"Added up '{chosen.name}' says nothing, so rows are counted.")
    rest = [c.name for c in numbers if c is not chosen]
    also = f" (other numbers: {', '.join(repr(r) for r in rest[:6])})" if rest else ""
    return plain(chosen), [f"'{chosen.name}' is taken as the amount{also}."]


def said(numbers: Sequence[Column], wishes: Wishes) -> Column | None:
    """The column of numbers whose whole name the words say, and not after "by"; of several the likeliest amount."""
    text = f" {' '.join(words_of(wishes.words))} "
    for condition in wishes.keep:
        # What says which rows count is not what is added up of them.
        for word in words_of(condition if re.search("[<>=]", condition) else ""):
            text = text.replace(f" {word} ", " ", 1)
    grouped = [exact(numbers, word) for word in (*wishes.by, *wishes.wished)]
    named = [c for c in numbers if f" {' '.join(words_of(c.name))} " in text and c not in grouped]
    return best(named, AMOUNTS, "")


def _statement(numbers: Sequence[Column], words: str) -> tuple[Amount, list[str]] | None:
    """Of a bank's or a book's columns of money in and money out: the one that the words mean, else their difference."""
    paid_in = next((c for c in numbers if PAID_IN & set(words_of(c.name))), None)
    paid_out = next((c for c in numbers if PAID_OUT & set(words_of(c.name)) and c is not paid_in), None)
    if paid_in is None or paid_out is None:
        return None
    spoken = set(words_of(words))
    earning, spending = bool(spoken & EARNING), bool(spoken & SPENDING)
    if earning != spending:
        chosen, other = (paid_in, paid_out) if earning else (paid_out, paid_in)
        return plain(chosen), [f"'{chosen.name}' is taken as the amount; '{other.name}' is not counted."]
    if paid_out.low.startswith("-"):
        return None
    taken = {c.name.casefold() for c in numbers}
    label = next(label for label in ("net amount", "net amount computed here") if label not in taken)
    made = Amount(
        label=label, factors=(paid_in.name, paid_out.name), difference=True, decimals=_decimals(paid_in, paid_out)
    )
    return made, [f"The amount is what came in less what went out: '{paid_in.name}' − '{paid_out.name}'."]


def _count(columns: Sequence[Column], thing: str, note: str) -> tuple[Amount, list[str]]:
    taken = {c.name.casefold() for c in columns}
    label = next(
        label for label in (thing or "rows", "rows", "number of rows", "rows counted here") if label not in taken
    )
    return Amount(label=label, ones=True, decimals=0), [note]


def _numbers(columns: Sequence[Column]) -> str:
    found = [c.name for c in columns if c.number]
    return f"columns of numbers: {', '.join(found)}" if found else "there is no column of numbers"


def _decimals(*columns: Column) -> int:
    places = min(max(2 if c.scale is None else c.scale for c in columns), 4)
    # Money with one place is money whose last zero was not written.
    return 2 if places == 1 and any(rank(c, f"{AMOUNTS} {PRICES}") for c in columns) else places


def level(column: Column) -> bool:
    """Whether adding it up says nothing: a measured height, a part of something, a mark that somebody gave."""
    marked = column.type == "integer" and column.distinct <= _MARKS and bool(_QUESTION.search(column.name.casefold()))
    return column.unit == "%" or marked or bool(LEVELS & set(words_of(column.name)))


def _is_price(column: Column) -> bool:
    parts = words_of(column.name)
    return any(p in ("price", "preis", "einzelpreis", "unitprice", "rate") for p in parts) and "total" not in parts
