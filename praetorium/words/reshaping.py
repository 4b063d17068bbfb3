"""Refinements of what is kept: things, their fields, names and choices."""

from __future__ import annotations

import re
from typing import Any

from praetorium.models import Asked, Brief, Entity, Feature, Field, Relation
from praetorium.words import english, enhancing, names
from praetorium.words.probing import brief_of
from praetorium.words.refinement import DROP, EACH, Refinement, entity_of, field_of, replaced, singular_of, with_field

_FROM = re.compile(rf"^(?P<what>.+?)(?: (?:field|column)s?)? (?:from|of|in|for|on) {EACH}(?P<whose>[a-z ]+)$")
_ADD_TO = re.compile(rf"^(?:also )?(?:add|put|include) (?P<what>.+?) (?:to|on|for|in) {EACH}(?P<whose>[a-z ]+)$")
_NEEDS = re.compile(
    rf"^{EACH}(?P<whose>[a-z][a-z ]*?) (?:also )?"
    r"(?:needs?|has|have|should have|must have|should also have|gets?) (?:also )?(?P<what>.+)$"
)
_GIVE = re.compile(rf"^give {EACH}(?P<whose>[a-z]+(?: [a-z]+)??) (?P<what>(?:an? )?.+)$")
_RENAME = (
    re.compile(r"^(?:rename|change) (?:the )?(?P<old>[a-z ]+?) (?:to|into|as) (?P<new>[a-z ]+)$"),
    re.compile(r"^call (?:the )?(?P<old>[a-z ]+?)(?: instead)? (?P<new>[a-z]+)$"),
    re.compile(r"^(?:use |say )?(?P<new>[a-z]+) instead of (?P<old>[a-z ]+)$"),
)
_OF = r"(?P<field>[a-z ]+?)(?: of (?:the )?(?P<whose>[a-z ]+?))?"
_WITH = {"accounts": "roles"}
"""What goes with a feature that is left out."""
_EMPTIED = re.compile(r"^(?:delete|remove|clear) (?:all|every)\b")
"""Records are meant, which stay what they are."""
_OBLIGED = re.compile(
    rf"^(?:make |the )*{_OF} ?(?:is|are|should be|must be)? (?P<how>required|mandatory|optional|unique)$"
)


def rename(brief: Brief, part: str) -> Refinement | None:
    """``rename leads to prospects``, ``prospects instead of leads``; also of a field."""
    for pattern in _RENAME:
        match = pattern.match(part.lower())
        if match is None:
            continue
        entity = entity_of(brief, match["old"])
        if entity is not None:
            return _renamed(brief, entity, match["new"].strip())
        place = field_of(brief, match["old"])
        if place is not None:
            return _relabelled(brief, *place, match["new"].strip())
    return None


def obligation(brief: Brief, part: str) -> Refinement | None:
    """``make email required``, ``the phone is optional``, ``email must be unique``."""
    match = _OBLIGED.match(part.lower())
    place = field_of(brief, match["field"], match["whose"]) if match else None
    if match is None or place is None:
        return None
    entity, field = place
    how = match["how"]
    update: dict[str, Any] = {"unique": True} if how == "unique" else {"required": how != "optional"}
    if field.name == entity.display and how == "optional":
        return Refinement(brief, refused=(f"{field.label} names each {entity.label.lower()}, so it stays required",))
    changed = field.model_copy(update=update)
    return Refinement(with_field(brief, entity, changed), (f"{field.label} of {entity.label_plural.lower()} is {how}",))


def drop(brief: Brief, part: str) -> Refinement | None:
    """``without leads``, ``no phone``, ``remove the phone from contacts``, ``without the board``."""
    match = DROP.match(part.lower())
    if match is None:
        return None
    if _EMPTIED.match(part.lower()) and (entity := entity_of(brief, match["what"])) is not None:
        what = entity.label_plural.lower()
        return Refinement(
            brief, refused=(f"{what} are deleted in the application; “without {what}” is for keeping none",)
        )
    told: list[Refinement] = []
    for what in re.split(r",\s*(?:and )?|\s+(?:and|or)\s+", match["what"]):
        told.append(_dropped(told[-1].brief if told else brief, re.sub(r"^(?:the|any|an?) ", "", what.strip())))
    changes = tuple(c for one in told for c in one.changes)
    return Refinement(told[-1].brief, changes, tuple(r for one in told for r in one.refused))


def add_field(brief: Brief, part: str) -> Refinement | None:
    """``add a due date to tasks``, ``contacts need a birthday``, ``give contacts a birthday``."""
    for pattern in (_ADD_TO, _NEEDS, _GIVE):
        match = pattern.match(part.lower())
        entity = entity_of(brief, match["whose"]) if match else None
        if match is None or entity is None:
            continue
        said = [re.sub(r"^(?:an?|the|their|some) ", "", w) for w in re.split(r",\s*(?:and )?|\s+and\s+", match["what"])]
        fields = [w for w in said if w and enhancing.names_a_feature(w) is None]
        wanted = [w for w in said if w and w not in fields]
        if not wanted:
            return _more_fields(brief, entity, fields)
        does = enhancing.features(brief, f"{' and '.join(wanted)} on {entity.label_plural.lower()}")
        if does is None or not fields:
            return does
        has = _more_fields(does.brief, entity, fields)
        return Refinement(has.brief, (*does.changes, *has.changes), (*does.refused, *has.refused))
    return None


def _dropped(brief: Brief, what: str) -> Refinement:
    entity = entity_of(brief, what)
    if entity is not None:
        return _without(brief, entity)
    match = _FROM.match(what)
    place = field_of(brief, match["what"], match["whose"]) if match else field_of(brief, what)
    if place is not None:
        entity, field = place
        if field.name == entity.display:
            return Refinement(brief, refused=(f"{field.label} names each {entity.label.lower()}, so it stays",))
        return Refinement(
            _without_field(brief, entity, field), (f"{entity.label_plural} have no {field.label.lower()}",)
        )
    shown = singular_of(what)
    does = enhancing.names_a_feature(what)
    also = _WITH.get(does or "", "")
    called = [
        f
        for f in brief.features
        if f.name in (does, also) or shown in (f.name, singular_of(f.label)) or what in f.label.lower()
    ]
    if called:
        told = tuple(f"No {feature.label[:1].lower()}{feature.label[1:]}" for feature in called)
        for feature in called:
            brief = _without_feature(brief, feature)
        return Refinement(brief, told)
    kept = ", ".join(e.label_plural.lower() for e in brief.entities)
    return Refinement(brief, refused=(f"there is no '{what}' to leave out" + (f"; kept: {kept}" if kept else ""),))


def _without(brief: Brief, entity: Entity) -> Refinement:
    if len(brief.entities) == 1:
        return Refinement(brief, refused=(f"{entity.label_plural} are all that is kept",))
    changed = brief.model_copy(
        update={
            "entities": tuple(e for e in brief.entities if e.name != entity.name),
            "relations": tuple(r for r in brief.relations if entity.name not in (r.source, r.target)),
            "features": tuple(f for f in brief.features if f.parameters.get("entity") != entity.name),
            "asked": tuple(a for a in brief.asked if a.entity != entity.name),
        }
    )
    return Refinement(changed, (f"{entity.label_plural} are not kept",))


def _without_field(brief: Brief, entity: Entity, field: Field) -> Brief:
    fields = tuple(f for f in entity.fields if f.name != field.name)
    rows = tuple({k: v for k, v in row.items() if k != field.name} for row in entity.rows)
    board = None if entity.board == field.name else entity.board
    changed = entity.model_copy(update={"fields": fields, "rows": rows, "board": board})
    features = tuple(
        f
        for f in brief.features
        if (f.parameters.get("entity"), f.parameters.get("field")) != (entity.name, field.name)
    )
    return replaced(brief, changed).model_copy(update={"features": features})


def _without_feature(brief: Brief, feature: Feature) -> Brief:
    left = tuple(f for f in brief.features if f is not feature)
    gone = feature.name not in {f.name for f in left}
    asked = tuple(a for a in brief.asked if not (gone and a.feature == feature.name))
    changed = brief.model_copy(update={"features": left, "asked": asked})
    entity = brief.entity(str(feature.parameters.get("entity")))
    if feature.name == "board" and entity is not None:
        changed = replaced(changed, entity.model_copy(update={"board": None}))
    return changed


def _more_fields(brief: Brief, entity: Entity, said: list[str]) -> Refinement:
    probe = brief_of(f"app: {entity.label_plural.lower()} (name, {', '.join(said)})")
    found = probe.entities[0].fields if probe and probe.entities else ()
    have = {f.name for f in entity.fields} | {singular_of(f.label) for f in entity.fields}
    new = [f for f in found if f.name not in have and singular_of(f.label) not in have and f.name != "name"]
    if not new:
        return Refinement(brief, refused=(f"{entity.label_plural} have {' and '.join(said)} already",))
    changed = entity.model_copy(update={"fields": (*entity.fields, *new)})
    told = ", ".join(f"{f.label.lower()} ({f.type.replace('_', ' ')})" for f in new)
    return Refinement(replaced(brief, changed), (f"{entity.label_plural} get {told}",))


def _renamed(brief: Brief, entity: Entity, new: str) -> Refinement:
    """Under another name everywhere it is referred to; its fields and records stay."""
    *before, last = new.split()
    single = " ".join([*before, "person" if last == "people" else english.singular(last)])
    name = names.entity_name(single)
    if brief.entity(name) is not None:
        return Refinement(brief, refused=(f"there are {new} already",))
    plural = names.plural_words(single)
    changed = entity.model_copy(
        update={
            "name": name,
            "plural": names.identifier(plural),
            "label": names.label(single),
            "label_plural": names.label(plural),
        }
    )
    return Refinement(in_its_place(brief, entity, changed), (f"{entity.label_plural} are called {plural}",))


def in_its_place(brief: Brief, old: Entity, new: Entity) -> Brief:
    """The brief with ``new`` wherever it speaks of ``old``."""
    return brief.model_copy(
        update={
            "entities": tuple(new if e.name == old.name else e for e in brief.entities),
            "relations": tuple(_follows(r, old, new) for r in brief.relations),
            "features": tuple(_spoken(f, old, new) for f in brief.features),
            "asked": tuple(_asked_of(a, old, new) for a in brief.asked),
        }
    )


def _follows(relation: Relation, old: Entity, new: Entity) -> Relation:
    update: dict[str, Any] = {}
    if relation.source == old.name:
        update |= {"source": new.name}
        if relation.inverse == old.plural:
            update |= {"inverse": new.plural, "inverse_label": new.label_plural}
    if relation.target == old.name:
        update |= {"target": new.name}
        if relation.name == old.name:
            update |= {"name": new.name, "label": new.label}
    return relation.model_copy(update=update)


def _asked_of(asked: Asked, old: Entity, new: Entity) -> Asked:
    if asked.entity != old.name:
        return asked
    label = new.label_plural if asked.name == "records" else asked.label
    return asked.model_copy(update={"entity": new.name, "label": label})


def _spoken(feature: Feature, old: Entity, new: Entity) -> Feature:
    if feature.parameters.get("entity") != old.name:
        return feature
    label = feature.label.replace(old.label_plural.lower(), new.label_plural.lower())
    return feature.model_copy(update={"parameters": {**feature.parameters, "entity": new.name}, "label": label})


def _relabelled(brief: Brief, entity: Entity, field: Field, new: str) -> Refinement:
    changed = field.model_copy(update={"label": names.label(new)})
    return Refinement(
        with_field(brief, entity, changed), (f"{field.label} of {entity.label_plural.lower()} is called {new}",)
    )
