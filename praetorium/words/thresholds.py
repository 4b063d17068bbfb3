"""Limits in the words: ``warn me below 10``, ``an alarm above 30 degrees``; and those that no number is named for."""

from __future__ import annotations

import re
from functools import lru_cache

from praetorium.models import Entity, Feature, FieldType
from praetorium.words import english, names
from praetorium.words.sentences import Sentence

_WARN = r"\b(?:warn|alert|notify|notified|tell|told|flag|highlight|mark|show|remind|warning|alarm)\w*\b"
_FIXED = r"\s+(?P<limit>\d+(?:\.\d+)?)(?! ?(?:%|percent|days?|hours?|weeks?|months?|minutes?|years?)(?: |$))"
_UNDER = r"\b(?:below|under|less than|fewer than|lower than|at most|down to|short of)"
_OVER = r"\b(?:above|over|more than|higher than|exceeds?|exceeding|beyond)"
_SPEAKS = re.compile(r"\b(?:warn|alert|notif|tell|told|flag|highlight|mark|show|remind|alarm)")
_BELOW = re.compile(rf"{_WARN}[^.;]{{0,200}}?{_UNDER}{_FIXED}")
_LOW = re.compile(rf"{_UNDER}{_FIXED}[^.;]{{0,200}}\b(?:warn|alert|flag|highlight|notif|told|tell)")
_ABOVE = re.compile(rf"\b(?:warn|alert|flag|highlight|warning|alarm)\w*\b[^.;]{{0,200}}?{_OVER}{_FIXED}")
_UNSAID = re.compile(
    r"\b(?:low |minimum )?stock (?:warnings?|alerts?|alarms?|notifications?)\b|\b(?:low stock|running low|runs? low|"
    r"(?:is|are|gets?) low)\b"
)
"""A warning without a number: it takes :data:`USUAL`."""
_OWN = r"(?:minimum|maximum|(?:upper |lower )?limits?|thresholds?|reorder (?:level|point)|\d+ (?:%|percent))"
_OF_ITS_OWN = re.compile(
    rf"{_WARN}[^.;]{{0,100}}?(?:{_UNDER}|{_OVER}|\b(?:outside|at|reach\w*|hits?)) (?:\w+ ){{0,2}}{_OWN}(?: |$)"
    rf"|\b(?:outside|{_UNDER}|{_OVER}) (?:\w+ ){{0,2}}{_OWN} (?:\w+ ){{0,3}}(?:flag|highlight|warn|marked|shown)"
    rf"|\b(?:set|define|choose|configure) (?:\w+ ){{0,2}}(?:alarm|alert|warning) (?:thresholds?|limits?|levels?)\b"
    rf"|\b(?:alarm|alert|warning) (?:thresholds?|limits?|settings)\b"
)
"""A limit that each record has, or that is set by whoever uses it."""
USUAL = 10
OWN_LIMIT = (
    "a warning at a share, or at a limit that each record has or its user sets, is not built; at one number it is"
)
NO_NUMBER = "nothing that is kept has a number that this limit could be about"
_COUNTED = ("quantity", "stock", "in_stock", "copies", "free", "capacity", "amount", "value", "points", "score")
_NUMBERS = frozenset({FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY, FieldType.PERCENT})


def threshold(sentence: Sentence, entities: tuple[Entity, ...]) -> Feature | None:
    """``warn me below 10`` → an alert on the counted field that is meant."""
    below, above, _ = _said(sentence.lower)
    if below is None and above is None and not is_unsaid(sentence):
        return None
    over = below is None and above is not None
    place = _counted(sentence, entities, usual=not over)
    if place is None:
        return None
    entity, field = place
    match = below or above
    number = float(match["limit"]) if match else float(USUAL)
    limit: int | float = int(number) if number.is_integer() else number
    direction = "above" if over else "below"
    return Feature(
        name="threshold_alert",
        label=f"Warn when {entity.field(field).label.lower()} is {direction} {limit}",  # type: ignore[union-attr]
        parameters={"entity": entity.name, "field": field, direction: limit},
        sentence=sentence.text,
    )


def unmade(sentence: Sentence, entities: tuple[Entity, ...]) -> str:
    """Why a warning that the sentence wants is not built; empty when it is, or when it wants none."""
    if threshold(sentence, entities) is not None:
        return ""
    below, above, own = _said(sentence.lower)
    return OWN_LIMIT if own else NO_NUMBER if below or above else ""


def is_unsaid(sentence: Sentence) -> bool:
    """Whether the sentence wants a warning and names no limit for it."""
    return _said(sentence.lower)[0] is None and bool(_UNSAID.search(sentence.lower))


@lru_cache(maxsize=1024)
def _said(text: str) -> tuple[re.Match[str] | None, re.Match[str] | None, bool]:
    """The words for a number below which to warn, for one above which, and whether the limit is one of its own."""
    if not _SPEAKS.search(text):
        return None, None, False
    return _BELOW.search(text) or _LOW.search(text), _ABOVE.search(text), bool(_OF_ITS_OWN.search(text))


def _counted(sentence: Sentence, entities: tuple[Entity, ...], *, usual: bool) -> tuple[Entity, str] | None:
    """The entity and number a limit is about: named in the sentence, else the first that is ``usual``-ly counted."""
    said = {english.singular(token.lower) for token in sentence.tokens}
    ranked: list[tuple[int, int, Entity, str]] = []
    for order, entity in enumerate(entities):
        for field in entity.fields:
            if field.type not in _NUMBERS:
                continue
            named = 4 * (field.name in said or names.identifier(field.label) in said)
            about = 2 * (entity.name in said)
            counted = field.name in _COUNTED and (usual or entity.kind == "measurement")
            often = 3 - _COUNTED.index(field.name) / len(_COUNTED) if counted else 0
            score = int(10 * (named + about + often)) if named or usual or counted else 0
            if score:
                ranked.append((-score, order, entity, field.name))
    if not ranked:
        return None
    _, _, entity, field_name = min(ranked, key=lambda found: (found[0], found[1], found[3]))
    return entity, field_name
