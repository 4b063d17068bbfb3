"""An OpenAPI description: each object schema with properties of its own is a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from praetorium.errors import UserError
from praetorium.models import FieldType
from praetorium.words.specifications.tables import Column, Table, by_name

_FORMATS = {
    "date": FieldType.DATE,
    "date-time": FieldType.DATETIME,
    "time": FieldType.TIME,
    "email": FieldType.EMAIL,
    "uri": FieldType.URL,
    "url": FieldType.URL,
}
_TYPES = {"integer": FieldType.INTEGER, "number": FieldType.DECIMAL, "boolean": FieldType.BOOLEAN}
_VARIANT = re.compile(
    r"(?:Create|Update|Patch|New|Input|Request|Response|List|Page|Paged|Error|Errors|Problem|Result|Params|Filter|Query)"
)


def tables(described: Mapping[str, Any], name: str) -> tuple[Table, ...]:
    """The things that an API is about; shapes that only carry them (NewPet, PetList, Error) are left out.

    Raises UserError when there is none.
    """
    schemas: Mapping[str, Any] = (
        (described.get("components") or {}).get("schemas") or described.get("definitions") or {}
    )
    objects = {n: s for n, s in schemas.items() if isinstance(s, Mapping) and _properties(s, schemas)}
    kept = {n for n in objects if not _VARIANT.fullmatch(n) and not _carries(n, set(objects))}
    made = [Table(n, tuple(_columns(objects[n], schemas, kept))) for n in objects if n in kept]
    made = [table for table in made if table.columns]
    if not made:
        raise UserError(f"'{name}' describes no object to keep", next="give schemas with properties")
    return tuple(made)


def _carries(name: str, others: set[str]) -> bool:
    """``NewPet``, ``PetList``, ``PetUpdate`` beside ``Pet``."""
    bare = _VARIANT.sub("", name).rstrip("s_-")
    return bare != name.rstrip("s_-") and (bare in others or f"{bare}s" in others or not bare)


def _properties(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in schema.get("allOf") or ():
        found |= _properties(_followed(part, schemas), schemas)
    return found | dict(schema.get("properties") or {})


def _followed(schema: Any, schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    name = _named(schema)
    found = schemas.get(name, {}) if name else schema
    return found if isinstance(found, Mapping) else {}


def _named(schema: Any) -> str | None:
    reference = schema.get("$ref") if isinstance(schema, Mapping) else None
    return reference.rpartition("/")[2] if isinstance(reference, str) else None


def _columns(schema: Mapping[str, Any], schemas: Mapping[str, Any], kept: set[str]) -> list[Column]:
    required = set(schema.get("required") or ())
    found = []
    for name, told in _properties(schema, schemas).items():
        refers = _named(told) or next((_named(p) for p in (told.get("allOf") or ()) if _named(p)), None)
        if refers in kept:
            found.append(Column(name, required=name in required, refers=refers))
            continue
        told = _followed(told, schemas)
        kind = told.get("type")
        kind = next((k for k in kind if k != "null"), None) if isinstance(kind, list) else kind
        if kind in ("array", "object") or (told.get("readOnly") is True and name == "id"):
            continue
        choices = tuple(str(v) for v in told.get("enum") or () if v is not None)
        closer = _FORMATS.get(str(told.get("format"))) or by_name(_snake(name), _TYPES.get(str(kind), FieldType.TEXT))
        found.append(Column(name, FieldType.CHOICE if choices else closer, name in required, choices=choices))
    return found


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
