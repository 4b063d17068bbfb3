"""Deciding what the columns mean: which is the amount, the date, the key, and by what to group. Each choice is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from praetorium.data.asked import dimensions
from praetorium.data.duck import Connection, name, one
from praetorium.data.model import Amount, Column, Grain, Roles
from praetorium.errors import UserError

# Words of column names by meaning, best first: English and German.
AMOUNTS = (
    "revenue amount total turnover sales umsatz betrag summe gesamt value net gross price preis cost kosten fee paid"
)
PRICES = "unit_price unitprice price preis einzelpreis rate"
QUANTITIES = "quantity qty menge anzahl units count pieces stück hours stunden days"
DATES = "order_date date datum day sold ordered booked created invoice timestamp time month"
KEYS = "id number no nr nummer key code order invoice reference uuid sku bestellnr bestellnummer auftragsnr belegnr"
GROUPS = "region category product channel segment department country customer status type kind store branch team city"
GROUPS += " kategorie produkt kanal kunde land filiale abteilung method payment seller salesperson supplier brand plan"
MANY = 5_000
FEW = 30
MOST_CATEGORIES = 4


def choose(
    connection: Connection,
    columns: Sequence[Column],
    rows: int,
    *,
    words: str = "",
    amount: str | None = None,
    on: str | None = None,
    by: Sequence[str] = (),
    count: bool = False,
    only: bool = False,
) -> tuple[Roles, tuple[str, ...]]:
    """The roles, with a sentence for each assumption. ``words`` are the request's: a column they name wins.

    ``amount``, ``on`` (the date) and ``by`` (the categories, or a unit of time) are taken as given; ``count``: rows
    are counted, nothing is added up; ``only``: there are no groups but those. Raises UserError for a column that is
    not there, and where no column can be added up.
    """
    for given in [amount, on]:
        if given is not None:
            named(columns, given)
    asked, grouped = dimensions(columns, by)
    key = _key(columns, rows, words)
    chosen, notes = _count(columns) if count else _amount(columns, rows, words, amount, key)
    day = named(columns, on) if on else _best([c for c in columns if c.moment], DATES, words)
    if day is not None and not day.moment:
        raise UserError(f"'{day.name}' holds no dates, it is {day.type}", next="name a column of dates")
    if only and grouped and asked is None and on is None:
        day = None
    used = {chosen.label, *(chosen.factors or ()), day.name if day else "", key.name if key else ""}
    groups = grouped
    if not groups and not (only and day):
        groups = _categories(connection, [c for c in columns if c.name not in used], rows, words)[: 1 if only else None]
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
    grain = (asked or _grain(day)) if day else None
    roles = Roles(
        amount=chosen,
        date=day.name if day else None,
        grain=grain,
        key=key.name if key else None,
        categories=tuple(g.name for g in groups),
    )
    return roles, tuple(notes)


def named(columns: Sequence[Column], wanted: str) -> Column:
    """The column of that name, whatever its case; UserError lists those there are."""
    for column in columns:
        if column.name.casefold() == wanted.strip().casefold():
            return column
    raise UserError(f"there is no column '{wanted}'", next=f"columns: {', '.join(c.name for c in columns)}")


def _words(text: str) -> list[str]:
    """Lower-case words of a name or sentence: ``unitPrice`` → unit, price."""
    spaced = re.sub(r"(?<=[a-zäöü])(?=[A-ZÄÖÜ])", " ", text)
    return [w for w in re.split(r"[^a-zäöüß0-9]+", spaced.casefold()) if w]


def rank(column: Column, lexicon: str, words: str = "") -> int:
    """How well a column's name fits a meaning: 0 not at all; a column that the request names beats all."""
    parts = _words(column.name)
    asked = _words(words)
    said = 100 if parts and all(p in asked for p in parts) and parts != ["sales"] else 0
    known = lexicon.split()
    whole = "_".join(parts)
    if whole in known:
        return said + 60 - known.index(whole)
    fits = [40 - known.index(w) for w in known if w in parts or (len(w) > 4 and w in whole)]
    return said + max(fits, default=0)


def _best(columns: Sequence[Column], lexicon: str, words: str) -> Column | None:
    # Of equals the first in the file: people put what matters to the left.
    return max(columns, key=lambda c: rank(c, lexicon, words), default=None)


def _key(columns: Sequence[Column], rows: int, words: str) -> Column | None:
    def fits(column: Column) -> bool:
        whole = column.type in ("text", "integer") and column.blank <= 0.01 * rows
        return whole and column.distinct >= 0.9 * rows and column.longest <= 64 and rank(column, KEYS, "") > 0

    return _best([c for c in columns if fits(c)], KEYS, words)


def _amount(
    columns: Sequence[Column], rows: int, words: str, given: str | None, key: Column | None
) -> tuple[Amount, list[str]]:
    numbers = [c for c in columns if c.number and c is not key and c.distinct > 0]
    if given:
        column = named(columns, given)
        if not column.number:
            raise UserError(f"'{given}' cannot be added up: it is {column.type}", next="name a column of numbers")
        return _plain(column), [f"'{column.name}' is the amount, as asked."]
    numbers = [c for c in numbers if not _identifier(c)]
    if not numbers:
        told = ", ".join(f"{c.name} ({c.type})" for c in columns[:12])
        raise UserError(
            f"no column holds numbers that can be added up; found: {told}",
            next="name the column with --set amount=NAME, or look at how its numbers are written",
        )
    quantity = _best([c for c in numbers if rank(c, QUANTITIES, "")], QUANTITIES, "")
    price = _best([c for c in numbers if rank(c, PRICES, "") and c is not quantity], PRICES, "")
    whole = [c for c in numbers if c is not quantity and rank(c, AMOUNTS, words) and not _is_price(c)]
    if not whole and quantity and price:
        taken = {c.name.casefold() for c in columns}
        label = next(label for label in ("amount", "computed amount", "amount computed here") if label not in taken)
        made = Amount(label=label, factors=(quantity.name, price.name), decimals=_decimals(price, quantity))
        return made, [f"No column holds the amount, so it was computed: '{quantity.name}' × '{price.name}'."]
    best = _best(whole or [c for c in numbers if c is not quantity] or numbers, AMOUNTS, words)
    assert best is not None
    rest = [c.name for c in numbers if c is not best]
    also = f" (other numbers: {', '.join(repr(r) for r in rest[:6])})" if rest else ""
    return _plain(best), [f"'{best.name}' is taken as the amount{also}."]


def _count(columns: Sequence[Column]) -> tuple[Amount, list[str]]:
    taken = {c.name.casefold() for c in columns}
    label = next(label for label in ("rows", "number of rows", "rows counted here") if label not in taken)
    return Amount(label=label, ones=True, decimals=0), ["Rows are counted; nothing is added up."]


def _plain(column: Column) -> Amount:
    return Amount(label=column.name, decimals=_decimals(column))


def _decimals(*columns: Column) -> int:
    places = min(max(2 if c.scale is None else c.scale for c in columns), 4)
    # Money with one place is money whose last zero was not written.
    return 2 if places == 1 and any(rank(c, f"{AMOUNTS} {PRICES}") for c in columns) else places


def _is_price(column: Column) -> bool:
    parts = _words(column.name)
    return any(p in ("price", "preis", "einzelpreis", "unitprice", "rate") for p in parts) and "total" not in parts


def _identifier(column: Column) -> bool:
    """Numbers that name something (a year, a customer's number) rather than measure it."""
    parts = _words(column.name)
    names = {"id", "no", "nr", "number", "nummer", "code", "key", "year", "jahr", "zip", "plz", "postcode", "phone"}
    return column.type == "integer" and bool(names & set(parts[-1:]))


def _categories(connection: Connection, columns: Sequence[Column], rows: int, words: str) -> list[Column]:
    def groups(column: Column) -> bool:
        if column.type not in ("text", "boolean") and not _identifier(column):
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


def _grain(day: Column) -> Grain:
    """The unit of time that gives between about 6 and 40 points."""
    first, last = date.fromisoformat(day.low[:10]), date.fromisoformat(day.high[:10])
    span = (last - first).days
    steps: tuple[tuple[int, Grain], ...] = ((31, "day"), (120, "week"), (1_100, "month"), (3_700, "quarter"))
    return next((grain for most, grain in steps if span <= most), "year")
