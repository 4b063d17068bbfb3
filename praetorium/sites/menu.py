"""What a business offers, from a file of rows: which column is the name, the price, the text and the heading.

Read in a confined process (``listed``); for the proof once more by a second engine (``relisted``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from praetorium.data.duck import connect, literal, name, rows
from praetorium.data.model import Column, Profile
from praetorium.data.profiling import staged_profile
from praetorium.errors import UserError
from praetorium.models import Model

MOST = 300
"""Lines that a page shows; a longer list is a shop, not a menu."""
_CALLED = {
    "name": r"name|item|dish|product|title|article|meal|drink|service|treatment|what|gericht|artikel|bezeichnung",
    "price": r"price|cost|amount|fee|rate|eur|usd|gbp|chf|preis",
    "text": r"desc\w*|text|details?|ingredients?|notes?|about|beschreibung|zutaten",
    "group": r"category|group|section|type|kind|course|kategorie|gruppe|art",
}
_SIGN = re.compile(r"[€$£¥]|\b(?:EUR|USD|GBP|CHF)\b", re.IGNORECASE)


class Item(Model):
    """One line of the menu."""

    name: str
    text: str = ""
    price: str = ""
    """As it is shown: ``5.60 €``."""


class Section(Model):
    title: str
    """Empty where the file has no headings."""
    items: tuple[Item, ...]


class Menu(Model):
    sections: tuple[Section, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)


class Listing(Model):
    """The file, and what people call it."""

    path: Path
    name: str


def listed(given: Listing, scratch: Path) -> Menu:
    """The menu that a file of rows holds. Raises UserError when nothing in it can be a name."""
    known, staged = staged_profile(given.path, scratch, shown_as=given.name)
    chosen = _columns(known)
    asked = ", ".join(name(column.name) for column in chosen.values())
    connection = connect(scratch)
    found = rows(connection, f"SELECT {asked} FROM read_parquet({literal(str(staged))})")
    connection.close()
    return _menu(chosen, found, given.name)


def relisted(given: Listing, scratch: Path) -> Menu:
    """The same menu, its rows read from the raw file by another engine."""
    from praetorium.data.second import cells

    known, _ = staged_profile(given.path, scratch, shown_as=given.name)
    chosen = _columns(known)
    frame = cells(known, given.path, scratch).select(column.name for column in chosen.values())
    return _menu(chosen, frame.collect().rows(), given.name)


def _columns(known: Profile) -> dict[str, Column]:
    """By role the column that has it; the name is always there."""
    left = list(known.columns)
    chosen: dict[str, Column] = {}

    def take(role: str, fitting: Sequence[Column]) -> None:
        called = [c for c in fitting if re.search(rf"(?<![a-z])(?:{_CALLED[role]})(?![a-z])", c.name.casefold())]
        if called:
            chosen[role] = called[0]
            left.remove(called[0])

    texts = [c for c in left if c.type == "text"]
    take("price", [c for c in left if c.number])
    if "price" not in chosen and any(c.number for c in left):
        chosen["price"] = [c for c in left if c.number][-1]
        left.remove(chosen["price"])
    for role in ("group", "text", "name"):
        take(role, [c for c in texts if c in left])
    if "name" not in chosen:
        free = [c for c in texts if c in left]
        if not free:
            raise UserError(f"no column of '{known.source.name}' holds names", next="give one a header like 'item'")
        chosen["name"] = max(free, key=lambda c: c.distinct)
    return chosen


def _menu(chosen: dict[str, Column], found: Sequence[Sequence[object]], file: str) -> Menu:
    if len(found) > MOST:
        raise UserError(f"'{file}' has {len(found):,} rows; a page shows {MOST}", next="give a shorter list")
    sections: dict[str, list[Item]] = {}
    for row in found:
        told = {role: str(cell or "").strip() for role, cell in zip(chosen, row, strict=True)}
        if told["name"]:
            price = _price(told.get("price", ""), chosen["price"].mark if "price" in chosen else "")
            item = Item(name=told["name"], text=told.get("text", ""), price=price)
            sections.setdefault(told.get("group", ""), []).append(item)
    return Menu(sections=tuple(Section(title=title, items=tuple(items)) for title, items in sections.items()))


def _price(cell: str, mark: str) -> str:
    """A bare number gets two places and the sign of the euro; whatever says its currency stays as it is written."""
    if not cell or _SIGN.search(cell):
        return cell
    try:
        return f"{Decimal(cell.replace(',', '.') if mark == ',' else cell.replace(',', '')):,.2f} €"
    except InvalidOperation:
        return cell
