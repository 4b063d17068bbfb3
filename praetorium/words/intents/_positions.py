"""The positions of an invoice: ``3 days consulting at 900``, ``2 licences at 49.90 each``, ``hosting 120``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from praetorium.documents.amounts import number

_CURRENCIES = {
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "euro": "EUR",
    "euros": "EUR",
    "dollar": "USD",
    "dollars": "USD",
    "pounds": "GBP",
    "francs": "CHF",
    "yen": "JPY",
    "rupees": "INR",
}
_CODES = r"EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK|HUF|CAD|AUD|NZD|INR|BRL|ZAR|SGD|CNY|TRY"
_NAMES = r"euros?|dollars?|pounds|francs|yen|rupees"
_MONEY = rf"(?:(?:{_CODES}|[€$£¥₹])\s?)?\d[\d.,]*(?<![.,])(?:\s?(?:(?:{_CODES}|{_NAMES})\b|[€$£¥₹]))?"
_UNITS = (
    r"days?|hours?|hrs?|h|months?|weeks?|pieces?|pcs?|units?|kg|km|m2|m²|pages?|words?|nights?|licen[cs]es?|seats?|"
    r"users?"
)
_OF_TIME = {"hrs": "hours", "hr": "hours", "h": "hours", "pc": "piece", "pcs": "pieces"}
_THINGS = re.compile(r"licen[cs]es?|seats?|users?|pages?|words?|nights?")
_LINE = re.compile(
    rf"^(?:(?P<count>\d[\d.,]*)\s?(?:x\s|×\s?)?(?:(?P<unit>{_UNITS})\b)?\s*(?:of\s+)?)?(?P<what>.*?)\s*"
    rf"(?P<how>\bat\b|@|\bà\b|\bfor\b|:|=|\bcosts?\b|(?<=\w))\s*(?P<price>{_MONEY})\s*"
    rf"(?P<each>(?:each|apiece|a piece|per \w+|an? (?:day|hour|month|week|piece|unit)|/\s?\w+|pro \w+)\b)?\.?$",
    re.IGNORECASE,
)

_DONE_TO = re.compile(r"^(?P<done>[a-z]+ing)\s+(?P<count>\d+)\s+(?P<what>[a-z]+s)\b", re.IGNORECASE)
"""``painting 2 rooms at 450 each``: two of them."""


@dataclass(frozen=True)
class Position:
    """One position; exact numbers as text, as they are kept in a plan."""

    description: str
    quantity: str
    unit: str
    price: str
    divided: bool = False
    """The words named the sum of all, and the price is what one came to."""

    @property
    def parameters(self) -> dict[str, str]:
        return {"description": self.description, "quantity": self.quantity, "unit": self.unit, "price": self.price}


def position(words: str) -> Position | None:
    """The position that these words are; None when they are none."""
    match = _LINE.match(_DONE_TO.sub(r"\g<count> \g<what> (\g<done>)", " ".join(words.split())))
    if match is None:
        return None
    price = _value(match["price"])
    count = number(match["count"]) if match["count"] else Decimal(1)
    if price is None or count is None or count <= 0:
        return None
    unit = (match["unit"] or "").lower()
    what = re.sub(r"^(?:an?|the|one)\s+", "", match["what"].strip(" ,:-"), flags=re.IGNORECASE)
    if unit and (not what or _THINGS.fullmatch(unit)):  # "2 licences": the unit is what is sold
        what, unit = f"{match['unit']} {what}".strip(), ""
    if not what:
        return None
    divided = match["how"].lower() == "for" and count != 1 and not match["each"]
    if divided:
        price = (price / count).quantize(Decimal("0.000001")).normalize()
    return Position(
        description=what[:1].upper() + what[1:],
        quantity=f"{count:f}",
        unit=_OF_TIME.get(unit, unit),
        price=f"{price:f}",
        divided=divided,
    )


def currency(words: str) -> str | None:
    """The currency the words name: a code, a sign or a name."""
    code = re.search(rf"\b({_CODES})\b", words)
    if code:
        return code[1]
    sign = re.search(r"[€$£¥₹]|\b(?:euros?|dollars?|pounds|francs|yen|rupees)\b", words, re.IGNORECASE)
    return _CURRENCIES[sign[0].lower()] if sign else None


def _value(text: str) -> Decimal | None:
    return number(re.sub(rf"{_CODES}|[€$£¥₹]|[a-z]+", "", text, flags=re.IGNORECASE).strip())
