"""What a field may be, where the words tell: choices in their order, or yes and no."""

from __future__ import annotations

from praetorium.models import Field, FieldType, Origin
from praetorium.words import fields, names
from praetorium.words.drafts import Draft


def told(field: Field, draft: Draft, entity: str) -> Field:
    """The field with what it may be, where the words tell: "condition (good / broken)"."""
    for said, values in draft.choices.items():
        if fields.from_words(said, entity).name == field.name or said == field.label.lower():
            return _choosing(field, values)
    return field


def _choosing(field: Field, values: list[str]) -> Field:
    named = tuple(dict.fromkeys(names.label(value) for value in values))
    if named == ("Yes", "No"):
        return field.model_copy(update={"type": FieldType.BOOLEAN, "choices": (), "default": None, "samples": ()})
    told = {"type": FieldType.CHOICE, "choices": named, "default": None, "samples": (), "origin": Origin.ASKED}
    return field.model_copy(update=told)


def chosen_from(values: list[str], found: list[Field], entity: str, name: str, others: tuple[str, ...]) -> list[Field]:
    """The fields with a choice of these values, in place of one that says the like by this name or another."""
    alike = next((f for f in found if f.name in (name, *others)), None)
    made = _choosing(alike or fields.from_words(name, entity), values)
    return [made if f is alike else f for f in found] if alike else [*found, made]
