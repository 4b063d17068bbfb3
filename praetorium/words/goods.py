"""Sample products that fit what the request is about: a bakery sells bread, a bookshop books, a shop for soap soap."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from praetorium.models import Entity, FieldType
from praetorium.words import english, fields, wares
from praetorium.words.data import table

_SOLD = frozenset({"product"})
"""Keys of the lexicon under which what is sold is kept."""
_LINES = {"order_item": "description", "category": "name"}
"""Where else it is spoken of: key of the lexicon, and the field that names it."""
_SELLING = re.compile(
    r"\b(?:shops?|stores?|boutique|marketplace|market) (?:for|of|selling|(?:that|which) sells?) ([a-z\- ]+)"
)
_CALLED = re.compile(r"\b([a-z\-]+) (?:shop|store|boutique)\b")
_LEARNING = re.compile(
    r"\b(?:an?|the|our|my) ((?:[a-z\-]+ ){1,4})(?:e-?learning|learning|training|course)"
    r" (?:platform|site|website|app|portal)\b"
)
_SAYS_LITTLE = frozenset({"online", "web", "mobile", "simple", "modern", "small", "new", "interactive", "digital"})
_AT_WORK = frozenset({"status"})
"""Fields of a vehicle that say nothing of one that is sold."""


def fitting(lower: str, made: tuple[Entity, ...], keys: Mapping[str, str | None]) -> tuple[Entity, ...]:
    """The entities with sample products of the kind that the request (in lower case) is about, where it says so.

    ``keys``: entity → its key in the lexicon.
    """
    made = tuple(_ware(entity, keys.get(entity.name)) for entity in made)
    taught = _taught(lower)
    made = tuple(_with(e, "product", taught) if taught and keys.get(e.name) == "course" else e for e in made)
    if not _SOLD.intersection(keys.get(e.name) or "" for e in made):
        return made
    rows = _of_shop(lower) or _goods(lower)
    return tuple(_with(entity, keys.get(entity.name) or "", rows) for entity in made) if rows else made


def _ware(entity: Entity, key: str | None) -> Entity:
    """What is sold under its own name, with records of it; everything else as it is."""
    line = wares.line_for(entity.label)
    sold = any(field.type is FieldType.MONEY and field.name == "price" for field in entity.fields)
    if sold and entity.kind == "vehicle" and line is not None:
        return _filled(_for_sale(entity, line.without), line)
    if not sold or key is not None or entity.kind != "product" or entity.rows:
        return entity
    rows = [] if line else _goods(entity.label.lower().split()[-1])
    if rows:
        return _with(entity, "product", rows)
    line = line or wares.line_of_class(entity.label)
    return _filled(entity, line) if line is not None else entity


def _for_sale(entity: Entity, without: frozenset[str]) -> Entity:
    """A vehicle that is sold, not driven for work: there are some of it, and it is praised."""
    kept = [field for field in entity.fields if field.name not in without | _AT_WORK]
    stock = fields.from_spec("quantity", {"label": "In stock", "samples": [1]}, entity.name)
    added = [stock, fields.from_words("description", entity.name)]
    return entity.model_copy(update={"fields": (*kept, *added), "board": None})


def _filled(entity: Entity, line: wares.Line) -> Entity:
    told = wares.records(line, wares.plain(entity.label))
    return _with(entity, "product", [_row(*one, place=place) for place, one in enumerate(told)])


def _with(entity: Entity, key: str, rows: list[dict[str, Any]]) -> Entity:
    if key in _SOLD:
        named = ({**row, entity.display: row["name"]} for row in rows)
        kept = [{n: v for n, v in row.items() if entity.field(n) is not None} for row in named]
        return _named(entity, entity.display, [row["name"] for row in rows], tuple(kept))
    if key in _LINES:
        told = [row["name" if key == "order_item" else "category"] for row in rows]
        said = list(dict.fromkeys(told))
        records = tuple({_LINES[key]: name} for name in said) if key == "category" else ()
        return _named(entity, _LINES[key], said, records)
    return entity


def _named(entity: Entity, field: str, samples: list[str], rows: tuple[dict[str, Any], ...]) -> Entity:
    told = tuple(f.model_copy(update={"samples": tuple(samples)}) if f.name == field else f for f in entity.fields)
    return entity.model_copy(update={"fields": told, "rows": rows})


def _taught(lower: str) -> list[dict[str, Any]]:
    """The courses of a platform that is for learning one thing; none where it is said to be for none."""
    found = _LEARNING.search(lower)
    said = [word for word in found[1].split() if word not in _SAYS_LITTLE] if found else []
    if not said:
        return []
    told = wares.records(wares.courses(), " ".join(said))
    return [_row(*one, place=place) for place, one in enumerate(told)]


def _of_shop(lower: str) -> list[dict[str, Any]]:
    """The records of the one ware that a shop is said to be for; none where it is said to be for none."""
    found = _SELLING.search(lower) or _CALLED.search(lower)
    phrase = re.split(r"\b(?:with|and|that|which|where|in|from|to)\b", found[1])[0].strip() if found else ""
    line = wares.line_for(phrase) if phrase else None
    told = wares.records(line, wares.plain(phrase)) if line is not None else []
    return [_row(*one, place=place) for place, one in enumerate(told)]


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
