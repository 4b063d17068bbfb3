"""Limits in the words: ``warn me below 10``."""

from __future__ import annotations

import re

from praetorium.models import Entity, Feature, FieldType
from praetorium.words import english, names
from praetorium.words.sentences import Sentence

_BELOW = re.compile(
    r"\b(?:warn|alert|notify|tell|flag|highlight|mark|show|remind|warning|alarm)\w*\b[^.;]*?"
    r"\b(?:below|under|less than|fewer than|lower than|at most|down to|short of)\s+(?P<limit>\d+(?:\.\d+)?)"
)
_LOW = re.compile(
    r"\b(?:below|under|less than|fewer than)\s+(?P<limit>\d+(?:\.\d+)?)[^.;]*"
    r"\b(?:warn|alert|flag|highlight|notif|told|tell)"
)
_UNSAID = re.compile(
    r"\b(?:low |minimum )?stock (?:warnings?|alerts?|alarms?|notifications?)\b|\b(?:low stock|running low|runs? low|"
    r"(?:is|are|gets?) low)\b"
)
"""A warning without a number: it takes :data:`USUAL`."""
USUAL = 10
_COUNTED = ("quantity", "stock", "in_stock", "copies", "free", "capacity", "amount", "value", "points", "score")


def threshold(sentence: Sentence, entities: tuple[Entity, ...]) -> Feature | None:
    """``warn me below 10`` → an alert on the counted field that is meant."""
    match = _BELOW.search(sentence.lower) or _LOW.search(sentence.lower)
    if match is None and not is_unsaid(sentence):
        return None
    place = _counted(sentence, entities)
    if place is None:
        return None
    entity, field = place
    number = float(match["limit"]) if match else float(USUAL)
    limit: int | float = int(number) if number.is_integer() else number
    return Feature(
        name="threshold_alert",
        label=f"Warn when {entity.field(field).label.lower()} is below {limit}",  # type: ignore[union-attr]
        parameters={"entity": entity.name, "field": field, "below": limit},
        sentence=sentence.text,
    )


def is_unsaid(sentence: Sentence) -> bool:
    """Whether the sentence wants a warning and names no limit for it."""
    said = _BELOW.search(sentence.lower) or _LOW.search(sentence.lower)
    return said is None and bool(_UNSAID.search(sentence.lower))


def _counted(sentence: Sentence, entities: tuple[Entity, ...]) -> tuple[Entity, str] | None:
    """The entity and number a limit is about: named in the sentence, else the first that is usually counted."""
    said = {english.singular(token.lower) for token in sentence.tokens}
    numeric = {FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY, FieldType.PERCENT}
    ranked: list[tuple[int, int, Entity, str]] = []
    for order, entity in enumerate(entities):
        for field in entity.fields:
            if field.type not in numeric:
                continue
            named = 4 * (field.name in said or names.identifier(field.label) in said)
            about = 2 * (entity.name in said)
            usual = 3 - _COUNTED.index(field.name) / len(_COUNTED) if field.name in _COUNTED else 0
            score = int(10 * (named + about + usual))
            if score:
                ranked.append((-score, order, entity, field.name))
    if not ranked:
        return None
    _, _, entity, field_name = min(ranked, key=lambda found: (found[0], found[1], found[3]))
    return entity, field_name
