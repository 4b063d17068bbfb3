"""What a refinement is, and how its words find the things, fields and pages of a brief."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from praetorium.models import Brief, Entity, Field
from praetorium.words import english

_NOT = r"(?:without|no|drop|remove|delete|leave out|skip|not|do(?:n't| not) (?:keep|need|want|include))"
_ARTICLE = r"(?:the |any |all |a |an |its |their |every )?"
EACH = r"(?:the |all |every |each )?"
"""What may stand before the name of a thing."""
DROP = re.compile(
    rf"^(?:it |we )?{_NOT} {_ARTICLE}(?P<what>.+?)(?: (?:pages?|tables?|lists?|views?|fields?|columns?|part))?$"
)
"""``without the leads page``: what is not wanted."""


@dataclass(frozen=True)
class Refinement:
    """A brief after a change, and what was changed or could not be, each in a sentence for people."""

    brief: Brief
    changes: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def entity_of(brief: Brief, said: str) -> Entity | None:
    """The entity that words name, in singular or plural."""
    wanted = singular_of(said)
    return next((e for e in brief.entities if wanted in map(singular_of, (e.label, e.label_plural, e.name))), None)


def field_of(brief: Brief, said: str, whose: str | None = None) -> tuple[Entity, Field] | None:
    """The field that words name; of the first entity that has one where none is said."""
    owner = entity_of(brief, whose) if whose else None
    if whose and owner is None:
        return None
    for entity in [owner] if owner else brief.entities:
        label = singular_of(entity.label)
        shown = singular_of(said).removeprefix(f"{label} ").removeprefix(f"{label}'s ")
        for field in entity.fields:
            if shown in {singular_of(field.label), singular_of(field.name)}:
                return entity, field
    return None


def parameter(brief: Brief, name: str, value: Any, told: str) -> Refinement:
    """Set what a playbook takes from the brief."""
    if brief.parameters.get(name) == value:
        return Refinement(brief, refused=(f"it is so already: {told}",))
    return Refinement(brief.model_copy(update={"parameters": {**brief.parameters, name: value}}), (told,))


def replaced(brief: Brief, entity: Entity) -> Brief:
    """The brief with another entity of that name."""
    return brief.model_copy(update={"entities": tuple(entity if e.name == entity.name else e for e in brief.entities)})


def with_field(brief: Brief, entity: Entity, field: Field) -> Brief:
    """The brief with another field of that name."""
    fields = tuple(field if f.name == field.name else f for f in entity.fields)
    return replaced(brief, entity.model_copy(update={"fields": fields}))


def singular_of(words: str) -> str:
    """Words in the singular, without capitals and underscores: how names are compared."""
    parts = words.lower().replace("_", " ").replace("-", " ").split()
    return " ".join([*parts[:-1], english.singular(parts[-1])]) if parts else ""
