"""Sample products that fit what the request is about: a bakery sells bread, a bookshop books."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from praetorium.models import Entity
from praetorium.words import english
from praetorium.words.data import table

_SOLD = frozenset({"product"})
"""Keys of the lexicon under which what is sold is kept."""
_LINES = {"order_item": "description", "category": "name"}
"""Where else it is spoken of: key of the lexicon, and the field that names it."""


def fitting(lower: str, made: tuple[Entity, ...], keys: Mapping[str, str | None]) -> tuple[Entity, ...]:
    """The entities with sample products of the kind that the request (in lower case) is about, where it says so.

    ``keys``: entity → its key in the lexicon.
    """
    if not _SOLD.intersection(keys.get(e.name) or "" for e in made):
        return made
    rows = _goods(lower)
    return tuple(_with(entity, keys.get(entity.name) or "", rows) for entity in made) if rows else made


def _with(entity: Entity, key: str, rows: list[dict[str, Any]]) -> Entity:
    if key in _SOLD:
        named = ({**row, entity.display: row["name"]} for row in rows)
        kept = [{n: v for n, v in row.items() if entity.field(n) is not None} for row in named]
        return _named(entity, entity.display, [row["name"] for row in rows], tuple(kept))
    if key in _LINES:
        told = [row["name" if key == "order_item" else "category"] for row in rows]
        return _named(entity, _LINES[key], list(dict.fromkeys(told)), ())
    return entity


def _named(entity: Entity, field: str, samples: list[str], rows: tuple[dict[str, Any], ...]) -> Entity:
    fields = tuple(f.model_copy(update={"samples": tuple(samples)}) if f.name == field else f for f in entity.fields)
    return entity.model_copy(update={"fields": fields, "rows": rows})


def _goods(lower: str) -> list[dict[str, Any]]:
    """The records of the kind that most of the request's words speak of; none where they speak of no kind."""
    said = re.findall(r"[a-z]+", lower)
    words = {*said, *map(english.singular, said), *map(" ".join, pairwise(said))}
    best = max(_kinds(), key=lambda kind: len(words & kind[0]))
    return best[1] if words & best[0] else []


@cache
def _kinds() -> list[tuple[frozenset[str], list[dict[str, Any]]]]:
    told = table("goods")["kinds"]
    return [(frozenset(kind["for"]), [_row(*row, place=n) for n, row in enumerate(kind["rows"])]) for kind in told]


def _row(name: str, price: float, category: str, description: str, *, place: int) -> dict[str, Any]:
    letters = re.sub(r"[^A-Z]", "", name.upper())[:3]
    stock = (14, 6, 48, 3, 22, 9, 31, 17)[place % 8]
    row = {"name": name, "sku": f"{letters}-{100 + 17 * place}", "price": price, "quantity": stock}
    return row | {"category": category, "description": description}
