"""Sample data: records that look real, from the brief's own rows and samples, else by the name and type of a field.

Dates are days from today, so that an application looks alive whenever it is started. Chance is a hash of what it is
about: the same brief gives the same records.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

from praetorium.generate import pools
from praetorium.generate.field_view import FieldView
from praetorium.generate.names import lower_first, slug
from praetorium.generate.view import AppView, EntityView, RelationView
from praetorium.models import Brief, Entity, FieldType

Row = dict[str, Any]
_FEWEST, _MOST = 8, 24
_ENOUGH_GIVEN = 4
"""Records of the brief's own to which none is added that nobody named: the four sorts of tea of a shop."""
_COUNTED = re.compile(r"(.*\D)(\d{1,9})")
"""What goes on by counting, like the number of an invoice."""


def sample_data(brief: Brief, app: AppView) -> dict[str, list[Row]]:
    """Records per table, as ``sample_data.json`` of the application holds them.

    There are 8 to 24 of each, and fewer only where the brief itself brings four or more.

    A relation is the place of the other record in its list, counted from 1; a moment is ``"days hh:mm"``.
    """
    told = {e.name: e for e in brief.entities}
    records = {e.name: _Maker(told[e.name], e).rows() for e in app.entities}
    for entity in app.entities:
        for relation in entity.relations:
            _link(relation, records[entity.name], len(records[relation.target.name]))
    return {e.modules: records[e.name] for e in app.entities}


def sample_text(data: Mapping[str, list[Row]]) -> str:
    """``data`` as JSON with a record a line."""
    tables = []
    for name, rows in data.items():
        lines = ",\n".join(f"    {json.dumps(row, ensure_ascii=False)}" for row in rows)
        tables.append(f"  {json.dumps(name)}: [\n{lines}\n  ]")
    return "{\n" + ",\n".join(tables) + "\n}\n"


def chance(about: str, size: int) -> int:
    """A number from 0 to ``size - 1`` that depends on ``about`` alone."""
    return int.from_bytes(hashlib.sha256(about.encode()).digest()[:8], "big") % size


class _Maker:
    """The records of one entity."""

    def __init__(self, asked: Entity, entity: EntityView) -> None:
        self._entity = entity
        self._given = asked.rows[:_MOST]
        self._count = self._size()
        self._used: dict[str, set[Any]] = {}

    def rows(self) -> list[Row]:
        made: list[Row] = []
        # A name comes first: an email address or web page is made from it.
        ordered = sorted(self._entity.fields, key=lambda f: (f is not self._entity.display, not _is_name(f)))
        for index in range(self._count):
            given = self._given[index] if index < len(self._given) else {}
            row: Row = {}
            for field in ordered:
                value = _fit(field, given.get(field.source_name), index)
                row[field.name] = self._value(field, index, row) if value is None else value
                self._used.setdefault(field.name, set()).add(row[field.name])
            made.append({f.name: row[f.name] for f in self._entity.fields})
        return made

    def _size(self) -> int:
        usual = {"measurement": 24, "person": 14, "organisation": 10, "place": 9, "money": 16, "task": 14}
        size = max(usual.get(self._entity.kind, 12), len(self._given))
        names = len(self._names)
        if names == len(self._given) >= _ENOUGH_GIVEN and not self._goes_on:
            return names
        if names >= _FEWEST:
            return min(size, names)
        return _FEWEST if names and self._entity.kind not in pools.ENDLESS else size

    @cached_property
    def _names(self) -> set[Any]:
        """What the brief itself says records are called."""
        display = self._entity.display
        return {*display.samples, *(r[display.source_name] for r in self._given if display.source_name in r)}

    @property
    def _goes_on(self) -> bool:
        """Whether more may be added to the named ones: people are people, and numbers go on."""
        return self._entity.kind in pools.ENDLESS or all(_COUNTED.fullmatch(str(name)) for name in self._names)

    def _value(self, field: FieldView, index: int, row: Row) -> Any:
        if field.kind.upload:
            return None
        value = self._plain(field, index, row)
        used = self._used.get(field.name, ())
        if value not in used or field.choices or not (field.unique or field is self._entity.display):
            return value
        told = (_fit(field, sample, index) for sample in field.samples)
        made = (self._other(field, index, attempt, value) for attempt in range(1, 400))
        return next((other for other in chain(told, made) if other is not None and other not in used), value)

    def _other(self, field: FieldView, index: int, attempt: int, value: Any) -> Any:
        """Another value for a field whose values differ, when ``value`` is taken."""
        if isinstance(value, int | float):
            return value + attempt
        if field.type is FieldType.EMAIL:
            return str(value).replace("@", f"{attempt + 1}@", 1)
        counted = _COUNTED.fullmatch(str(value))
        if counted:
            return f"{counted[1]}{int(counted[2]) + attempt:0{len(counted[2])}d}"
        if field.samples and field is not self._entity.display:
            return f"{value}-{attempt + 1}"
        pool = _pool(field, self._entity)
        of_its_own = field is self._entity.display and self._names and self._entity.kind not in pools.ENDLESS
        if attempt <= len(pool) and not of_its_own:
            return pool[(index + attempt) % len(pool)]
        # Close to what was said: a variant of a known name rather than a name from elsewhere.
        adjective = pools.ADJECTIVES[(index + attempt) % len(pools.ADJECTIVES)]
        return f"{adjective} {lower_first(str(value))}"[:200]

    def _plain(self, field: FieldView, index: int, row: Row) -> Any:
        about = f"{self._entity.name}.{field.name}"
        # An address that belongs to somebody else is worse than none: it is made from the record's own name.
        own = field.type is FieldType.EMAIL and isinstance(row.get(_namer(self._entity, field)), str)
        own = own or (field.type is FieldType.PHONE and len(field.samples) < self._count)
        ending = _ending(field, row, chance(f"{about}#{index}", 1_000_003))
        if ending is not None:
            return ending
        known = _told(field, self._given)
        if known and not own and not field.unique:
            return known[chance(f"{about}.{index}", len(known))]
        if field.samples and not own:
            distinct = field.unique or field is self._entity.display
            many = distinct or len(field.samples) >= self._count
            place = index if many else chance(f"{about}.{index}", len(field.samples))
            value = _fit(field, field.samples[place % len(field.samples)], index)
            if value is not None:
                return value
        return _made(field, self._entity, index, about, row)


def _told(field: FieldView, rows: Sequence[Row]) -> list[Any]:
    """What the brief's own records have in a field of amounts: what a course costs says more than what anything may."""
    if not field.kind.numeric:
        return []
    values = [_fit(field, row.get(field.source_name), index) for index, row in enumerate(rows)]
    return [value for value in values if value is not None]


def _ending(field: FieldView, row: Row, draw: int) -> str | int | None:
    """When it ends, from when it starts: hours later on the same day, or days later; None where it is no end of any."""
    begin = row.get(re.sub(r"^end", "start", field.name)) if field.name.startswith("end") else None
    if begin is None:
        return None
    if field.type is FieldType.DATE and isinstance(begin, int):
        return begin + (2, 6, 13, 30, 90)[draw % 5]
    clock = re.fullmatch(r"(-?\d+ )?(\d\d):(\d\d)", str(begin))
    if clock is None or field.type not in (FieldType.DATETIME, FieldType.TIME):
        return None
    return f"{clock[1] or ''}{min(int(clock[2]) + 1 + draw % 4, 23):02d}:{clock[3]}"


def _made(field: FieldView, entity: EntityView, index: int, about: str, row: Row) -> Any:
    draw = chance(f"{about}#{index}", 1_000_003)
    match field.type:
        case FieldType.CHOICE:
            # Each option is seen, the earlier ones more often: work in progress is mostly at its start.
            spread = len(field.choices)
            return field.choices[index % spread if index < spread else min(draw % spread, (draw // spread) % spread)]
        case FieldType.BOOLEAN:
            return draw % 10 < (2 if field.default is False else 7)
        case FieldType.EMAIL:
            name = str(row.get(_namer(entity, field), "")) or pools.PEOPLE[index % len(pools.PEOPLE)]
            return (
                f"{slug(name).replace('-', '.')}@example.com"
                if entity.kind != "organisation"
                else f"hello@{slug(name)}.example"
            )
        case FieldType.PHONE:
            return pools.PHONES[draw % len(pools.PHONES)].format((index * 7 + 11) % 100)
        case FieldType.URL:
            return f"https://www.{slug(str(row.get(entity.display.name, entity.name)))}.example"
        case FieldType.COLOUR:
            return ("#2f5d8a", "#c2703d", "#3f7d5c", "#8a3557", "#d9a441", "#5b5f97")[draw % 6]
        case FieldType.INTEGER | FieldType.DECIMAL | FieldType.MONEY | FieldType.PERCENT | FieldType.RATING:
            return _number(field, index, draw)
        case FieldType.DATE:
            return _days(field, draw)
        case FieldType.DATETIME:
            return f"{_days(field, draw)} {9 + draw % 9:02d}:{'00' if draw % 2 else '30'}"
        case FieldType.TIME:
            return f"{8 + draw % 10:02d}:{'00' if draw % 2 else '30'}"
        case FieldType.LONG_TEXT:
            described = pools.REMARKS.get(entity.kind, pools.NOTES)
            if _last(field) == "description":
                described = pools.ABOUT.get(entity.kind, pools.PLAIN)
            pool = pools.BY_WORD.get(_last(field), described)
            return pool[(chance(about, len(pool)) + index) % len(pool)]
        case _:
            return _text(field, entity, index, about)


def _text(field: FieldView, entity: EntityView, index: int, about: str) -> str:
    person = pools.PEOPLE[index % len(pools.PEOPLE)].split(" ", 1)
    if field.name in ("first_name", "given_name", "forename"):
        return person[0]
    if field.name in ("last_name", "family_name", "surname"):
        return person[1]
    if field.holds_code:
        start = "".join(c for c in entity.label.upper() if c.isascii() and c.isalpha())[:2] or "NO"
        return f"{start}-{1001 + index * 3}"
    pool = _pool(field, entity)
    return pool[(index if field is entity.display else chance(about, len(pool)) + index) % len(pool)]


def _pool(field: FieldView, entity: EntityView) -> tuple[str, ...]:
    """The words to choose from for a text field."""
    if field is entity.display and entity.kind in pools.BY_KIND and _is_name(field):
        return pools.BY_KIND[entity.kind]
    for word in reversed(field.source_name.split("_")):
        if word in pools.BY_WORD:
            return pools.BY_WORD[word]
    if field is entity.display:
        return tuple(f"{adjective} {entity.noun}" for adjective in pools.ADJECTIVES)
    return pools.PEOPLE if _last(field) == "name" else pools.VARIANTS


def _number(field: FieldView, index: int, draw: int) -> int | float:
    usual = {FieldType.RATING: (3.0, 5.0), FieldType.PERCENT: (5.0, 95.0), FieldType.MONEY: (12.0, 480.0)}
    low, high = pools.NUMBERS.get(_last(field), usual.get(field.type, (2.0, 90.0)))
    low = max(low, field.minimum) if field.minimum is not None else low
    high = min(high, field.maximum) if field.maximum is not None else high
    if low > high:
        low, high = (low, low) if field.maximum is None else (high, high)
    value = low + (high - low) * (draw % 997) / 996
    if field.unique:
        return round(low) + index
    if field.type in (FieldType.INTEGER, FieldType.RATING):
        return min(max(round(value), _ceil(low)), int(high))
    if field.type is FieldType.MONEY:
        value = round(value / 100) * 100 if high >= 5_000 else round(value * 2) / 2 - (0.01 if high < 500 else 0)
    return min(max(round(value, 2), low), high)


def _days(field: FieldView, draw: int) -> int:
    low, high = next((pools.DAYS[w] for w in field.name.split("_") if w in pools.DAYS), (-60, 20))
    return low + draw % (high - low + 1)


def _fit(field: FieldView, value: Any, index: int) -> Any:
    """``value`` of the brief as the application stores it; None when the field cannot hold it."""
    if value is None or field.kind.upload:
        return None
    if field.type is FieldType.BOOLEAN:
        return value if isinstance(value, bool) else None
    if field.kind.numeric:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        whole = field.type in (FieldType.INTEGER, FieldType.RATING)
        low, high = (field.minimum, field.maximum)
        inside = (low is None or value >= low) and (high is None or value <= high)
        return (int(value) if whole else value) if inside else None
    if field.type is FieldType.DATE:
        return value if isinstance(value, int) and not isinstance(value, bool) else None
    if field.type is FieldType.DATETIME:
        return f"{value} {9 + index % 8:02d}:30" if isinstance(value, int) and not isinstance(value, bool) else None
    if field.type is FieldType.TIME:
        return value if isinstance(value, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value) else None
    if field.type is FieldType.CHOICE:
        return value if value in field.choices else None
    limit = 2000 if field.type is FieldType.LONG_TEXT else 200
    text = "".join(c for c in str(value) if c == "\n" or c.isprintable()).strip()[:limit]
    return text or None


def _link(relation: RelationView, rows: list[Row], size: int) -> None:
    about = f"{relation.source.name}.{relation.name}"
    for index, row in enumerate(rows):
        if relation.many:
            first, step = chance(f"{about}.{index}", size), 1 + chance(f"{about}+{index}", max(1, size - 1))
            wanted = 1 + chance(f"{about}?{index}", 2)
            row[relation.name] = sorted({(first + step * n) % size + 1 for n in range(wanted)})
        elif relation.itself:
            # A tree: the first leads, each has up to four under it.
            row[relation.name] = None if index == 0 else (index - 1) // 4 + 1
        elif relation.cyclic:
            row[relation.name] = index % size + 1
        else:
            left_out = not relation.required and index % 11 == 10
            row[relation.name] = None if left_out else chance(f"{about}.{index}", size) + 1


def _namer(entity: EntityView, field: FieldView) -> str:
    """The field that an email address is made from."""
    named = next((f.name for f in entity.fields if _is_name(f) and f is not field), None)
    return named or entity.display.name


def _is_name(field: FieldView) -> bool:
    return field.type is FieldType.TEXT and _last(field) in ("name", "title", "subject", "summary", "headline", "label")


def _last(field: FieldView) -> str:
    return field.source_name.rsplit("_", 1)[-1]


def _ceil(value: float) -> int:
    return int(-(-value // 1))
