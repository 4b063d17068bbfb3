"""Values to try a field with: ones it must take, ones it must refuse, and whether what came back is what was sent.

Every value is made for one run, so that a record found later can only be the one that was just made.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from praetorium.models import FieldType
from praetorium.proofs.application.description import DescribedField

MARKUP = "<i>&\"'"
"""In every text: shown as it is when escaped, and a hole when not."""

_REFUSED: dict[FieldType, Any] = {
    FieldType.EMAIL: "not an address",
    FieldType.PHONE: "call me",
    FieldType.URL: "javascript:alert(1)",
    FieldType.INTEGER: "twelve",
    FieldType.DECIMAL: "a few",
    FieldType.MONEY: "a lot",
    FieldType.PERCENT: "half",
    FieldType.RATING: "good",
    FieldType.DATE: "2031-02-30",
    FieldType.TIME: "25:61",
    FieldType.DATETIME: "2031-02-30T12:00",
    FieldType.CHOICE: "no such choice",
    FieldType.COLOUR: "bluish",
}
_NUMBERS = (FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY, FieldType.PERCENT, FieldType.RATING)


@dataclass(frozen=True)
class Marker:
    """What makes one record recognisable."""

    code: str
    """Eight hexadecimal digits that occur nowhere else in the application."""
    first: bool = True
    """Values for a new record, or others for its edit."""

    @property
    def name(self) -> str:
        return f"Zora {self.code}{'' if self.first else ' edited'}"

    @property
    def number(self) -> int:
        return zlib.crc32(f"{self.code}{self.first}".encode())

    def edited(self) -> Marker:
        return Marker(self.code, first=False)


def good(field: DescribedField, marker: Marker) -> Any:
    """A JSON value that the field must take; it differs between the new record and its edit wherever it can."""
    code, first = marker.code, marker.first
    match field.type:
        case FieldType.TEXT:
            return f"{marker.name} {MARKUP}"
        case FieldType.LONG_TEXT:
            return f"{marker.name}: {field.label} {MARKUP}, in a longer text. Grüße, 你好."
        case FieldType.EMAIL:
            return f"zora.{code}{'' if first else '.edited'}@example.org"
        case FieldType.PHONE:
            return f"+49 30 {marker.number % 10**7:07d}"
        case FieldType.URL:
            return f"https://example.org/{code}/{'new' if first else 'edited'}"
        case FieldType.DATE:
            return (date(2031, 1, 1) + timedelta(days=marker.number % 700)).isoformat()
        case FieldType.TIME:
            return f"{8 + first:02d}:{marker.number % 60:02d}:00"
        case FieldType.DATETIME:
            return f"2031-{1 + marker.number % 12:02d}-{17 + first:02d}T{8 + first:02d}:30:00"
        case FieldType.BOOLEAN:
            return first
        case FieldType.CHOICE:
            return field.choices[0 if first else min(1, len(field.choices) - 1)]
        case FieldType.COLOUR:
            return f"#{marker.number % 0x1000000:06x}"
        case _:
            return _number(field, marker)


def _number(field: DescribedField, marker: Marker) -> float:
    low, high = field.minimum, field.maximum
    if low is None:
        low = 0.0 if high is None or high > 0 else high - 1_000
    if high is None:
        high = low + 90_000
    whole = field.type in (FieldType.INTEGER, FieldType.RATING)
    value = low + (high - low) * (marker.number % 997 + 1) / 1000
    if high - low < 20:
        value = high if marker.first else low
    return int(value) if whole else round(value * 4) / 4


def bad(field: DescribedField) -> Any:
    """A value that the field must refuse; None when it takes any text."""
    beyond = None
    if field.maximum is not None:
        beyond = field.maximum + 1
    elif field.minimum is not None:
        beyond = field.minimum - 1
    if field.type in _NUMBERS and beyond is not None:
        return int(beyond) if float(beyond).is_integer() else beyond
    return _REFUSED.get(field.type)


def as_typed(field: DescribedField, value: Any) -> list[str]:
    """What a browser's form would send for the value; nothing for a box that is not ticked."""
    if isinstance(value, bool):
        return ["true"] if value else []
    if field.type is FieldType.TIME:
        return [str(value)[:5]]
    return [str(value)[:16] if field.type is FieldType.DATETIME else str(value)]


def same(field: DescribedField, sent: Any, read: Any) -> bool:
    """Whether a value that came back is the one that was sent, whatever way it is written."""
    try:
        match field.type:
            case FieldType.BOOLEAN:
                return bool(sent) is read
            case FieldType.DATE:
                return date.fromisoformat(str(read)) == date.fromisoformat(sent)
            case FieldType.TIME:
                return time.fromisoformat(str(read)) == time.fromisoformat(sent)
            case FieldType.DATETIME:
                return datetime.fromisoformat(str(read)).replace(tzinfo=None) == datetime.fromisoformat(sent)
            case kind if kind in _NUMBERS:
                return Decimal(str(read)) == Decimal(str(sent))
            case _:
                return str(read).replace("\r\n", "\n") == str(sent)
    except (ValueError, InvalidOperation):
        return False
