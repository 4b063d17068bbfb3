"""Refinements of what a field is chosen from: ``the stages should be new and won``, ``add a status "Blocked"``."""

from __future__ import annotations

import re

from praetorium.models import Brief, Entity, Field, FieldType, Origin
from praetorium.words import names
from praetorium.words.refinement import EACH, Refinement, entity_of, field_of, singular_of, with_field

_CHOICES = re.compile(
    r"^(?:the )?(?P<field>[a-z ]+?)(?: of (?:the )?(?P<whose>[a-z ]+?))? ?"
    r"(?:should be|are|can be|must be one of|is one of|:) (?P<list>.+,.+)$"
)
_WHOSE = r"(?P<whose>[a-z ]+)"
_OPTIONS = r"(?:options|choices|values|list)"
_FURTHER = (
    re.compile(rf"^(?:also )?add (?:an? |the )?(?P<field>[a-z ]+?) [\"'“](?P<list>[^\"”]+)[\"'”] to {EACH}{_WHOSE}$"),
    re.compile(
        rf"^(?:also )?add (?P<list>[^.]+?) (?:to|as an?) (?:the )?(?:{_OPTIONS} (?:of|for) (?:the )?)?"
        rf"(?P<field>[a-z]+?)(?:es|s)?(?: {_OPTIONS})?(?: (?:of|for|to) (?:the )?{_WHOSE})?$"
    ),
    re.compile(rf"^{EACH}(?P<whose>[a-z ]+?) (?:can|may|could|should) also be (?P<list>[^.]+)$"),
)
_LISTED = re.compile(r",\s*(?:and |or )?|\s+(?:and|or)\s+")
_STANDS = ("status", "stage", "state")
"""Fields that say where a record stands: what it "can also be"."""


def choices(brief: Brief, part: str) -> Refinement | None:
    """``the stages should be new, won and lost``."""
    match = _CHOICES.match(part.lower())
    place = field_of(brief, match["field"], match["whose"]) if match else None
    if match is None or place is None:
        return None
    return _chosen_from(brief, *place, _listed(match["list"]))


def further_choice(brief: Brief, part: str) -> Refinement | None:
    """``add a status "Blocked" to tasks``, ``add blocked to the status of tasks``, ``tasks can also be on hold``."""
    for pattern in _FURTHER:
        match = pattern.match(part.lower())
        found = _place(brief, match) if match else None
        if match is None or found is None:
            continue
        entity, field = found
        known = {choice.lower() for choice in field.choices}
        small = all(choice.islower() for choice in field.choices)
        new = tuple(said if small else names.label(said) for said in _listed(match["list"]) if said not in known)
        if not new:
            return Refinement(brief, refused=(f"{match['list']} is a {field.label.lower()} already",))
        changed = field.model_copy(update={"choices": (*field.choices, *new), "samples": ()})
        told = f"{field.label} of {entity.label_plural.lower()} can also be {' and '.join(new)}"
        return Refinement(with_field(brief, entity, changed), (told,))
    return None


def _place(brief: Brief, match: re.Match[str]) -> tuple[Entity, Field] | None:
    """The field that is chosen from and meant: the one named, or the one that says where a record stands."""
    said = match.groupdict()
    if "field" in said:
        place = field_of(brief, singular_of(said["field"]), said["whose"]) or field_of(
            brief, f"{said['field']}s", said["whose"]
        )
        return place if place and place[1].type is FieldType.CHOICE else None
    entity = entity_of(brief, said["whose"])
    fields = entity.fields if entity else ()
    field = next((f for f in fields if f.type is FieldType.CHOICE and f.name in _STANDS), None)
    return (entity, field) if entity and field else None


def _chosen_from(brief: Brief, entity: Entity, field: Field, listed: tuple[str, ...]) -> Refinement:
    changed = field.model_copy(
        update={"type": FieldType.CHOICE, "choices": listed, "default": None, "samples": (), "origin": Origin.ASKED}
    )
    rows = tuple({k: v for k, v in row.items() if k != field.name or v in listed} for row in entity.rows)
    entity = entity.model_copy(update={"rows": rows})
    return Refinement(with_field(brief, entity, changed), (f"{field.label} is one of: {', '.join(listed)}",))


def _listed(said: str) -> tuple[str, ...]:
    values = (value.strip(" \"'“”").removeprefix("an ").removeprefix("a ") for value in _LISTED.split(said))
    return tuple(value for value in values if value)
