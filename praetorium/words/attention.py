"""Refinements that ask to be shown what is late: ``a page with overdue ones``."""

from __future__ import annotations

import re

from praetorium.models import Asked, Brief, Entity, Feature, Field, FieldType
from praetorium.words.refinement import Refinement, entity_of

_OVERDUE = re.compile(
    r"^(?:also )?(?:add |include |show |with |mark |highlight )?(?:me )?(?:an? |the )?"
    r"(?:(?:page|list|view|overview) (?:with|of|for|showing|that shows?|listing) )?(?:the |all |every )?"
    r"(?:overdue|late|past due)(?: (?P<what>[a-z ]+?))?(?: (?:page|list|view|overview))?$"
)
_DUE = ("due", "deadline", "expir", "return", "until", "end", "valid", "finish")


def overdue(brief: Brief, part: str) -> Refinement | None:
    """Records whose date is past, on a page of their own."""
    match = _OVERDUE.match(part.lower())
    if match is None or brief.intent != "build-app":
        return None
    named = entity_of(brief, match["what"]) if match["what"] else None
    found = next(((e, f) for e in ([named] if named else brief.entities) if (f := _due(e)) is not None), None)
    if found is None:
        whose = named.label_plural.lower() if named else "nothing here"
        return Refinement(brief, refused=(f"{whose} can be overdue: there is no due date",))
    entity, field = found
    told = f"Overdue {entity.label_plural.lower()} on a page of their own"
    asked = {"entity": entity.name, "field": field.name}
    if any(f.name == "overdue" and f.parameters == asked for f in brief.features):
        return Refinement(brief, refused=(f"it is so already: {told}",))
    feature = Feature(name="overdue", label=told, parameters=asked, sentence=part)
    told_of = Asked(name="overdue", label=told, said=part, feature="overdue", entity=entity.name)
    changed = {"features": (*brief.features, feature), "asked": (*brief.asked, told_of)}
    return Refinement(brief.model_copy(update=changed), (told,))


def _due(entity: Entity) -> Field | None:
    """The field that says until when: one whose name does, not just any date."""
    dates = [f for f in entity.fields if f.type in (FieldType.DATE, FieldType.DATETIME)]
    return next((f for word in _DUE for f in dates if any(p.startswith(word) for p in f.name.split("_"))), None)
