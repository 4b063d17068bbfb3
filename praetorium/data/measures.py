"""Deciding what is added up, averaged or counted. Each choice is told."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from praetorium.data.asked import exact, meant
from praetorium.data.model import Amount, Column
from praetorium.data.naming import AMOUNTS, LEVELS, PRICES, QUANTITIES, best, identifier, named, rank, words_of
from praetorium.data.wishes import Wishes
from praetorium.errors import UserError

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
    if wishes.levels and LEVELS & set(words_of(amount.label)):
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
    return Amount(label=column.name, decimals=_decimals(column))


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
    quantity = best([c for c in numbers if rank(c, QUANTITIES, "")], QUANTITIES, "")
    price = best([c for c in numbers if rank(c, PRICES, "") and c is not quantity], PRICES, "")
    whole = [c for c in numbers if c is not quantity and rank(c, AMOUNTS, words) and not _is_price(c)]
    if not whole and quantity and price:
        taken = {c.name.casefold() for c in columns}
        label = next(label for label in ("amount", "computed amount", "amount computed here") if label not in taken)
        made = Amount(label=label, factors=(quantity.name, price.name), decimals=_decimals(price, quantity))
        return made, [f"No column holds the amount, so it was computed: '{quantity.name}' × '{price.name}'."]
    chosen = best(whole or [c for c in numbers if c is not quantity] or numbers, AMOUNTS, words)
    assert chosen is not None
    rest = [c.name for c in numbers if c is not chosen]
    also = f" (other numbers: {', '.join(repr(r) for r in rest[:6])})" if rest else ""
    return plain(chosen), [f"'{chosen.name}' is taken as the amount{also}."]


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


def _is_price(column: Column) -> bool:
    parts = words_of(column.name)
    return any(p in ("price", "preis", "einzelpreis", "unitprice", "rate") for p in parts) and "total" not in parts
