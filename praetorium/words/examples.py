"""Sorts of a thing, told by examples: ``duties such as reading, flowers or cleaning``."""

from __future__ import annotations

from praetorium.words import features, fields
from praetorium.words.actions import STRONG
from praetorium.words.drafts import Board
from praetorium.words.lines import Line
from praetorium.words.phrases import bearer, thing
from praetorium.words.tagging import Tagged

_GENERAL = frozenset({"topic", "section", "area", "subject", "field", "category", "message", "role", "question"})
"""Names under which anything may be listed; the examples say more than they do."""
_LONGEST = 3
_SEVERAL = 2
_AT_LARGE = frozenset(
    {"equipment", "item", "thing", "goods", "product", "article", "stock", "material", "gear", "tool"}
)
"""Under which all sorts of things are kept."""


def read(one: Line, board: Board) -> set[int]:
    """Note the examples as sorts of what they are of; where the phrases start that are so accounted for."""
    taken: set[int] = set()
    for position, word in enumerate(one.tagged):
        if word.tag == ":" and not one.brief:
            taken |= _sorts(one, position, board)
        before = one.tagged[position - 1].lower if position else ""
        if not (word.lower == "like" and word.tag == "PREP") and (before, word.lower) != ("such", "as"):
            continue
        end = position - 1 if word.lower == "as" else position
        owner = one.ending.get(end) or one.ending.get(end - 1 if one.tagged[end - 1].tag == "," else -1)
        found = thing(owner) if owner else None
        if owner is None or found is None or found.reduced or not owner.head.plural or _is_general(found.name):
            continue
        stop, items = _items(one.tagged, position + 1)
        if not items or any(len(item) > _LONGEST for item in items) or features.named_by(owner.text):
            continue
        said = [" ".join(w.lower for w in item) for item in items]
        if sum(fields.is_field_like(item) for item in said) * 2 > len(said):
            continue
        taken |= {p.start for p in one.phrases if position < p.start < stop}
        if len(said) > 1:
            board.add(found, STRONG * 0.6, owner.text).kinds += said
    return taken


def _sorts(one: Line, at: int, board: Board) -> set[int]:
    """``we rent out equipment: tables, chairs, tents``: sorts of what is so called at large."""
    owner = one.ending.get(at)
    if owner is None or owner.head.lemma not in _AT_LARGE or (found := bearer(owner)) is None:
        return set()
    stop, items = _items(one.tagged, at + 1)
    ends = stop >= len(one.tagged) or one.tagged[stop].tag in {".", ";"}
    if not ends or len(items) < _SEVERAL or not all(item[-1].plural for item in items):
        return set()
    draft = board.add(found, STRONG, owner.text)
    draft.meant = True
    draft.kinds += [" ".join(word.lower for word in item) for item in items]
    return {p.start for p in one.phrases if at < p.start < stop}


def _is_general(name: str) -> bool:
    return name.split()[-1] in _GENERAL


def _items(tagged: tuple[Tagged, ...], start: int) -> tuple[int, list[list[Tagged]]]:
    """Where the enumeration ends, and its items without articles; the last one follows "and" or "or"."""
    items: list[list[Tagged]] = [[]]
    last = False
    for at in range(start, len(tagged)):
        word = tagged[at]
        if word.tag == "CONJ" and word.lower in {"and", "or"}:
            if last:
                return at, _full(items)
            items.append([])
            last = True
        elif word.tag == ",":
            if last and items[-1]:
                return at, _full(items)
            items.append([])
        elif word.tag in {"N", "G", "J", "D"} or (word.lower == "of" and items[-1]):
            items[-1].append(word)
        elif word.tag not in {"DET"}:
            return at, _full(items)
    return len(tagged), _full(items)


def _full(items: list[list[Tagged]]) -> list[list[Tagged]]:
    return [item for item in items if item]
