"""A field from its name, or from the lexicon's line about it: type, choices, limits, samples."""

from __future__ import annotations

import re
from typing import Any

from praetorium.models import Field, FieldType, Origin
from praetorium.words import english, names
from praetorium.words.data import table

_DATES = frozenset({"deadlines", "birthdays", "anniversaries", "dates", "times"})
_UNITS = frozenset(
    ["kg", "g", "t", "mg", "l", "ml", "m", "cm", "mm", "km", "m²", "m2", "°c", "h", "min", "eur", "usd", "gbp"]
)
_COUNTED = ("number of", "count of")
_UNIQUE = frozenset({"sku", "isbn", "barcode", "serial_number", "code", "registration", "vin", "iban", "ean", "slug"})


def is_field_like(words: str) -> bool:
    """Whether a phrase reads as an attribute ("due dates") rather than as a thing that is kept."""
    name = names.identifier(singular(words))
    if name in table("fields"):
        return True
    return _by_ending(name) is not None or _like_its_head(name) is not None


def is_count(word: str) -> bool:
    """Whether a single word in the plural is a number or a day that is noted of something: points, deadlines."""
    kind = (_library(word.lower()) or {}).get("type") or _by_ending(word.lower())
    return word in _DATES or (word.endswith("s") and kind in {"integer", "rating"})


def is_unit(word: str) -> bool:
    """Whether a word in brackets after a field is what it is measured in: "weight (kg)"."""
    return word in _UNITS


def _like_its_head(name: str) -> dict[str, Any] | None:
    """The line for the last word of a longer name ("source language"), unless the name's ending tells more."""
    head = name.rpartition("_")[2]
    known = _library(head) if head != name and _by_ending(name) is None else None
    return {key: told for key, told in known.items() if key not in {"required", "unique"}} if known else None


def from_words(words: str, entity: str, *, origin: Origin = Origin.ASKED) -> Field:
    """A field named in the request; ``entity`` is the name of what it belongs to."""
    spoken = singular(words)
    name = names.identifier(spoken)
    spec = _library(name)
    if spec is None:
        spec = _library(name.removeprefix(f"{entity}_")) or _like_its_head(name) or {"type": infer(name)}
    return _make(name, spec, entity, origin, label=names.label(spoken))


def from_spec(name: str, given: Any, entity: str, *, origin: Origin = Origin.LEXICON) -> Field:
    """A field of the lexicon: ``given`` is its line there, laid over the library's line for that name."""
    base = _library(name)
    spec = _normal(given)
    if base is None:
        base = {} if "type" in spec or "choices" in spec else {"type": infer(name)}
    elif "type" in spec and spec["type"] != base.get("type") and not spec.get("choices"):
        base = {}
    merged = {**base, **spec}
    return _make(name, merged, entity, origin, label=merged.get("label") or names.label(name))


def infer(name: str) -> FieldType:
    """The type a field of that name (snake case) most likely has; TEXT when the name does not tell."""
    return _by_ending(name) or FieldType.TEXT


def infer_of(words: str) -> FieldType | None:
    """The type of a field that is so called; None for words that are no usual field."""
    name = names.identifier(singular(words))
    known = _library(name)
    return FieldType(known["type"]) if known and "type" in known else None


def _by_ending(name: str) -> FieldType | None:
    found = (rule["type"] for rule in table("endings")["fields"] if re.search(rule["ends"], name))
    kind = next(found, None)
    return FieldType(kind) if kind else None


def _library(name: str) -> dict[str, Any] | None:
    raw = table("fields").get(name)
    return None if raw is None else _normal(raw)


def _normal(raw: Any) -> dict[str, Any]:
    """A line of the lexicon as a mapping: a word is a type, a list is the choices."""
    if raw is None:
        return {}
    if isinstance(raw, str):
        return {"type": raw}
    if isinstance(raw, list):
        return {"type": "choice", "choices": raw}
    return {"type": "choice", **raw} if raw.get("choices") and "type" not in raw else dict(raw)


def _make(name: str, spec: dict[str, Any], entity: str, origin: Origin, label: str) -> Field:
    kind = FieldType(spec.get("type") or FieldType.TEXT)
    choices = tuple(str(choice) for choice in spec.get("choices") or ()) if kind is FieldType.CHOICE else ()
    samples = spec.get("samples") or ()
    default = spec.get("default")
    return Field(
        name=names.field_name(name, entity),
        label=label,
        type=kind,
        required=bool(spec.get("required", False)),
        unique=bool(spec.get("unique", name in _UNIQUE)),
        choices=choices,
        minimum=spec.get("minimum"),
        maximum=spec.get("maximum"),
        unit=spec.get("unit"),
        default=default if kind is not FieldType.CHOICE or default in choices else None,
        help=spec.get("help"),
        samples=tuple(_sample(value, entity) for value in samples) if kind is not FieldType.CHOICE else (),
        origin=origin,
    )


def _sample(value: Any, entity: str) -> str | int | float | bool:
    if isinstance(value, str):
        noun = entity.replace("_", " ")
        return value.replace("{noun}", noun).replace("{Noun}", noun[:1].upper() + noun[1:])
    if isinstance(value, int | float):
        return value
    return str(value)


def singular(words: str) -> str:
    """The words with the last of them in the singular, but for those that are said in the plural of one thing."""
    head, _, last = words.lower().strip().rpartition(" ")
    if head.startswith(_COUNTED):
        return f"{head} {last}"
    whole = names.identifier(words) in table("fields")
    kept = last if whole or last in {"places", "needs"} or last in table("fields") else english.singular(last)
    return f"{head} {kept}".strip()
