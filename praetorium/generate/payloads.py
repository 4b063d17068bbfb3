"""A valid record of each entity, for those who try an application: its own tests, and proofs from outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from praetorium.generate.field_view import FieldView
from praetorium.generate.view import EntityView
from praetorium.models import FieldType

MARK = "{n}"
"""Stands for a number that the one who tries has not used before, where values must be told apart."""


@dataclass(frozen=True)
class Value:
    """One field's valid value: as JSON, as typed into a form, and another one to change it to."""

    json: Any
    form: str
    changed: Any

    @property
    def source(self) -> str:
        """The JSON value in Python, where ``n`` is the number that :data:`MARK` stands for."""
        return _source(self.json)

    @property
    def changed_source(self) -> str:
        return _source(self.changed)


def _source(value: Any) -> str:
    if value == MARK:
        return "n"
    return f"f{value!r}" if isinstance(value, str) and MARK in value else repr(value)


def payload(entity: EntityView) -> dict[str, Value]:
    """Valid values of all fields that can be written as JSON, by name."""
    return {f.name: _value(f, entity) for f in entity.inputs}


def _value(field: FieldView, entity: EntityView) -> Value:
    if field.kind.numeric:
        return _number(field)
    match field.type:
        case FieldType.CHOICE:
            return Value(field.choices[0], field.choices[0], field.choices[1 if len(field.choices) > 1 else 0])
        case FieldType.BOOLEAN:
            return Value(True, "yes", False)
        case FieldType.EMAIL:
            return Value(f"check{MARK}@example.com", f"check{MARK}@example.com", f"changed{MARK}@example.com")
        case FieldType.PHONE:
            number = f"+1 202 555 {MARK}" if field.unique or field is entity.display else "+1 202 555 0142"
            return Value(number, number, number.replace("202", "415"))
        case FieldType.URL:
            return Value(
                f"https://www.example.com/{MARK}", f"https://www.example.com/{MARK}", f"https://www.example.org/{MARK}"
            )
        case FieldType.COLOUR:
            return Value("#1a7f5a", "#1a7f5a", "#7f1a3f")
        case FieldType.DATE:
            return Value("2026-03-14", "2026-03-14", "2026-04-15")
        case FieldType.TIME:
            return Value("09:30:00", "09:30", "17:45:00")
        case FieldType.DATETIME:
            return Value("2026-03-14T09:30:00", "2026-03-14T09:30", "2026-04-15T17:45:00")
        case FieldType.LONG_TEXT:
            text = f"Two lines\nabout the {_words(field).lower()} {MARK}"
            return Value(text, text, f"Another text {MARK}")
        case _:
            text = f"{_words(field)} {MARK}"
            return Value(text, text, f"Other {text}")


def _words(field: FieldView) -> str:
    """The field's name for people: made of letters, digits and spaces only, whatever its label says."""
    return field.name.replace("_", " ").capitalize()


def _number(field: FieldView) -> Value:
    low = (
        field.minimum
        if field.minimum is not None
        else 0.0
        if (field.maximum is None or field.maximum >= 0)
        else field.maximum - 9
    )
    high = field.maximum if field.maximum is not None else max(low, 0.0) + 60
    if field.unique:
        return Value(MARK, MARK, MARK)
    first, second = (min(max(round(low + (high - low) * share), -(-low // 1)), high // 1) for share in (0.4, 0.6))
    if field.type in (FieldType.INTEGER, FieldType.RATING):
        return Value(int(first), str(int(first)), int(second))
    if field.type is FieldType.MONEY:
        return Value(f"{first:.2f}", f"{first:.2f}", f"{second:.2f}")
    return Value(float(first), f"{float(first):g}", float(second))
