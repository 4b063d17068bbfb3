"""What is asked for beyond keeping records: features that are built, and those that are known but not built yet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from praetorium.models import Entity, Feature, FieldType
from praetorium.words import english, names
from praetorium.words.data import table
from praetorium.words.sentences import Sentence

_BELOW = re.compile(
    r"\b(?:warn|alert|notify|tell|flag|highlight|mark|show|remind|warning|alarm)\w*\b[^.;]*?"
    r"\b(?:below|under|less than|fewer than|lower than|at most|down to|short of)\s+(?P<limit>\d+(?:\.\d+)?)"
)
_LOW = re.compile(
    r"\b(?:below|under|less than|fewer than)\s+(?P<limit>\d+(?:\.\d+)?)[^.;]*\b(?:warn|alert|flag|highlight)"
)
_COUNTED = ("quantity", "stock", "in_stock", "copies", "free", "capacity", "amount", "value", "points", "score")


@dataclass(frozen=True, slots=True)
class Ask:
    """A feature of ``lexicon/features.yaml``."""

    name: str
    label: str
    built: bool
    why: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a sentence asks for a feature: character positions in its lower-case text."""

    ask: Ask
    start: int
    end: int


@cache
def asks() -> tuple[Ask, ...]:
    """All features that can be recognised, in the order of the file."""
    return tuple(
        Ask(
            name=name,
            label=raw["label"],
            built=bool(raw.get("built", False)),
            why=str(raw.get("why", "")),
            pattern=re.compile(r"(?<![\w-])(?:" + "|".join(raw["words"]) + r")(?![\w-])"),
        )
        for name, raw in table("features").items()
    )


def hits(sentence: Sentence) -> list[Hit]:
    """All features a sentence speaks of."""
    return list(_hits(sentence.lower))


@lru_cache(maxsize=2048)
def _hits(text: str) -> tuple[Hit, ...]:
    return tuple(Hit(ask, match.start(), match.end()) for ask in asks() for match in ask.pattern.finditer(text))


def denied(sentence: Sentence, hit: Hit) -> bool:
    """Whether the sentence says that the feature is not wanted ("without login", "no accounts")."""
    before = sentence.lower[max(0, hit.start - 30) : hit.start]
    return bool(re.search(r"\b(?:no|without|not|don't|never)\s(?:\w+\s){0,2}$", before))


def threshold(sentence: Sentence, entities: tuple[Entity, ...]) -> Feature | None:
    """``warn me below 10`` → an alert on the counted field that is meant."""
    match = _BELOW.search(sentence.lower) or _LOW.search(sentence.lower)
    if match is None:
        return None
    place = _counted(sentence, entities)
    if place is None:
        return None
    entity, field = place
    number = float(match["limit"])
    limit: int | float = int(number) if number.is_integer() else number
    return Feature(
        name="threshold_alert",
        label=f"Warn when {entity.field(field).label.lower()} is below {limit}",  # type: ignore[union-attr]
        parameters={"entity": entity.name, "field": field, "below": limit},
        sentence=sentence.text,
    )


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


def built(told: list[Sentence], entities: tuple[Entity, ...]) -> tuple[Feature, ...]:
    """The features asked for that the generator builds, and the boards it makes by itself."""
    found: dict[tuple[str, str], Feature] = {}
    for entity in entities:
        if entity.board:
            label = f"Board of {entity.label_plural.lower()} by {entity.board}"
            found["board", entity.name] = Feature(
                name="board", label=label, parameters={"entity": entity.name, "field": entity.board}
            )
    for sentence in told:
        alert = threshold(sentence, entities)
        if alert:
            found[alert.name, str(alert.parameters)] = alert
        for hit in hits(sentence):
            if hit.ask.name == "start_empty":
                found["start_empty", ""] = Feature(name="start_empty", label="Start empty", sentence=sentence.text)
    return tuple(found.values())
