"""From what was asked for to the features that the generator makes, each with its parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from praetorium.models import Entity, Feature, FieldType
from praetorium.words import features, names
from praetorium.words.drafts import Draft
from praetorium.words.features import Ask
from praetorium.words.mentions import Named
from praetorium.words.sentences import Sentence
from praetorium.words.thresholds import threshold

_STANDS = ("status", "stage", "state")
"""Fields that say where a record stands."""
SHOP_WINDOW = "Public pages of what is offered"
_SELLS = re.compile(
    r"\b(?:carts?|baskets?|check ?out|(?:sell|buy|(?:web)?shop)(?:s|ing|pers)?|stores?)\b", re.IGNORECASE
)
_BOOKS_OUT = re.compile(
    r"\b(?:(?:booking|reservation|appointment)s? (?:app|application|site|system|platform|page)s?|web ?sites?|online"
    r"|(?:users|customers|clients|guests|patients|visitors|people|members|tenants|parents)"
    r" (?:can|should|may|to|could|will))\b",
    re.IGNORECASE,
)
"""A booking that those who come do themselves; else it is a list that somebody keeps."""


@dataclass
class Found:
    """One feature while it is collected."""

    ask: Ask
    said: str
    sentence: Sentence
    about: list[str] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)
    where: set[int] = field(default_factory=set)
    """Numbers of the sentences that ask for it."""


def made_of(told: list[Sentence], found: dict[str, Found], unmade: set[str], named: Named) -> tuple[Feature, ...]:
    """One for each entity a feature is about; parts of the same feature are joined."""
    made: dict[tuple[str, str], Feature] = {}
    for entity in named.entities:
        if entity.board:
            label = f"Board of {entity.label_plural.lower()} by {entity.board}"
            made["board", entity.name] = Feature(
                name="board", label=label, parameters={"entity": entity.name, "field": entity.board}
            )
    for sentence in told:
        if alert := threshold(sentence, named.entities):
            made[alert.name, str(alert.parameters)] = alert
        if any(hit.ask.name == "start_empty" for hit in features.hits(sentence)):
            made["start_empty", ""] = Feature(name="start_empty", label="Start empty", sentence=sentence.text)
    asked = [one for one in found.values() if one.ask.feature and one.ask.name != "board"]
    for one in asked:
        if one.ask.name in unmade:
            continue
        for about in one.about or [""]:
            _join(made, one, about)
    return _with_shop_window(tuple(_spread(made, {one.ask.feature for one in asked}).values()))


def with_moves(made: tuple[Feature, ...], named: Named, drafts: dict[str, Draft]) -> tuple[Feature, ...]:
    entities = {entity.name: entity for entity in named.entities}
    return tuple(
        f.model_copy(update={"parameters": {**f.parameters, **_ordered(entities[about], drafts[about])}})
        if f.name == "moves" and (about := str(f.parameters.get("entity", ""))) in entities
        else f
        for f in made
    )


def _with_shop_window(made: tuple[Feature, ...]) -> tuple[Feature, ...]:
    """Who sells or lets to visitors shows them what there is: pages for the public come along with it."""
    outward = {"cart": _SELLS, "booking": _BOOKS_OUT}
    shop = next((f for f in made if f.name in outward and outward[f.name].search(f.sentence)), None)
    closed = any(f.name == "accounts" and f.parameters.get("private") for f in made)
    if shop is None or closed or any(f.name == "public_pages" for f in made):
        return made
    wares = {"entities": [shop.parameters["entity"]]} if shop.parameters.get("entity") else {}
    return (*made, Feature(name="public_pages", label=SHOP_WINDOW, parameters=wares, sentence=shop.sentence))


def _join(made: dict[tuple[str, str], Feature], one: Found, about: str) -> None:
    key = (one.ask.feature, about)
    given = {**dict(one.ask.gives), **one.more, **({"entity": about} if about else {})}
    before = made.get(key)
    if before is None:
        made[key] = Feature(name=one.ask.feature, label=one.ask.label, parameters=given, sentence=one.sentence.text)
    else:
        made[key] = before.model_copy(update={"parameters": {**before.parameters, **given}})


def _spread(made: dict[tuple[str, str], Feature], asked: set[str]) -> dict[tuple[str, str], Feature]:
    """What was said of a feature without an entity holds for each of its entities."""
    for name in asked:
        general = made.get((name, ""))
        special = [key for key in made if key[0] == name and key[1]]
        if general is None or not special:
            continue
        for key in special:
            feature = made[key]
            made[key] = feature.model_copy(update={"parameters": {**general.parameters, **feature.parameters}})
        del made[name, ""]
    return made


def _ordered(entity: Entity, draft: Draft) -> dict[str, Any]:
    """The parameters of the feature that lets a record move only as was said."""
    field = next((f for f in entity.fields if f.type is FieldType.CHOICE and f.name in _STANDS), None)
    return {
        "field": field.name if field else "",
        "states": [names.label(state) for state in draft.states],
        "exits": {names.label(state): names.label(until) if until else "" for state, until in draft.exits.items()},
    }
