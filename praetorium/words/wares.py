"""Single wares that nobody described: what they are called, cost and are sorted by (``lexicon/wares.yaml``).

A shop for soap shows lavender soap at a price that soap has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from praetorium.words import english, names
from praetorium.words.data import table

_STEPS = (3, 7, 1, 6, 4, 9, 2, 8, 0, 5)
"""Where in its range each price lies, in tenths: neighbours differ."""
_ROUND = 200
_WHOLE = 30


@dataclass(frozen=True)
class Line:
    """What is called, priced and sorted alike."""

    names: tuple[str, ...]
    price: tuple[float, float]
    sorts: tuple[str, ...]
    about: tuple[str, ...]
    without: frozenset[str]
    """Fields of the lexicon's more general thing that these do not have."""


def line_for(phrase: str) -> Line | None:
    """The line for what a phrase names, by its last word: "handmade soap" is soap."""
    return _lines().get(_head(phrase))


def line_of_class(phrase: str) -> Line | None:
    """The line for the class of its last word; None for what lies in no shop."""
    return _classes().get(english.word(_head(phrase)).noun_class)


def plain(phrase: str) -> str:
    """``handmade soap`` → "soap", ``used phone cases`` → "phone case": without what is only said of it."""
    *before, _ = phrase.lower().split()
    kept = before[-1:] if before and english.word(before[-1]).tags[:1] == "N" else []
    return " ".join([*kept, _head(phrase)])


def courses() -> Line:
    """What courses are called, where ``records`` is given what they teach."""
    return _line(table("wares")["courses"])


def records(line: Line, ware: str) -> list[tuple[str, float, str, str]]:
    """Name, price, sort and description of some that are called ``ware``."""
    return [
        (
            _named(name, ware),
            _price(line.price, place),
            line.sorts[place % len(line.sorts)],
            line.about[place % len(line.about)],
        )
        for place, name in enumerate(line.names)
    ]


def _price(between: tuple[float, float], place: int) -> float:
    """A price as shops write them: 249 rather than 250, whole from 30 on, else in tenths."""
    low, high = between
    value = low + (high - low) * (_STEPS[place % len(_STEPS)] + place % 3 / 4) / 10
    if value >= _ROUND:
        return float(round(value / 10) * 10 - 1)
    return float(round(value)) if value >= _WHOLE else round(value, 1)


def _named(name: str, ware: str) -> str:
    wares = names.plural_words(ware)
    said = name.replace("<ware>", ware).replace("<wares>", wares)
    return said.replace("<Ware>", ware[:1].upper() + ware[1:]).replace("<Wares>", wares[:1].upper() + wares[1:])


def _head(phrase: str) -> str:
    return english.singular(phrase.lower().split()[-1])


@cache
def _lines() -> dict[str, Line]:
    """The lines by the nouns they are for; the first that names a noun is its."""
    found: dict[str, Line] = {}
    for raw in table("wares")["lines"]:
        for noun in raw.get("for", ()):
            found.setdefault(noun, _line(raw))
    return found


@cache
def _classes() -> dict[str, Line]:
    """The lines by the class of a noun, a letter as in ``english.txt``."""
    return {letter: _line(raw) for raw in table("wares")["lines"] for letter in raw.get("class", "")}


def _line(raw: Mapping[str, Any]) -> Line:
    low, high = raw["price"]
    told = (tuple(raw[name]) for name in ("names", "sorts", "about"))
    called, sorts, about = told
    return Line(called, (float(low), float(high)), sorts, about, frozenset(raw.get("without", ())))
