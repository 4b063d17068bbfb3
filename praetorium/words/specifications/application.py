"""From a specification to a brief: the file says what an application keeps, the words how it looks and is called."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from praetorium.errors import RejectedError
from praetorium.models import Assumption, Brief, Entity, Feature, Field, FieldType, Origin, Relation
from praetorium.words import names, nouns
from praetorium.words.reader import read
from praetorium.words.specifications import openapi, rows
from praetorium.words.specifications.tables import BOOKKEEPING, Column, Table

LARGEST = 5_000_000
"""Bytes of a schema or description that are read."""
_APP = re.compile(
    r"\b(?:apps?|application|crm|system|platform|tool|portal|back ?office|admin|database|tracker)\b", re.IGNORECASE
)
_REPORT = re.compile(r"\b(?:report|chart|summary|analy[sz]e|profile|compare|query|dashboard of)\b", re.IGNORECASE)
# "a CRM with contacts and leads, and import contacts.csv" says itself what is kept.
_FROM = (
    r"\b(?:from|out of|based on|using|manages?|managing|keeps?|keeping|for|around|specified (?:by|in)|as in)\s+"
    r"(?:the\s+|my\s+|our\s+|this\s+)?(?:\w+\s+)?(?:in\s+)?"
)
_THIS = re.compile(
    r"\b(?:from|for|out of|based on) (?:this|the|my|our) (?:schema|api|description|csv|file|table)\b", re.I
)
_OPENING = re.compile(r"^(?:\w+ ){0,3}?an? (?:app|application|tool|system)\b(?: to (?:manage|keep))?", re.IGNORECASE)
_CALLED = re.compile(r"\b(?:called|named)\s+([A-Z][\w'&-]*(?:\s+[A-Z][\w'&-]*)*)")
_NAMING = ("name", "title", "label", "subject", "number", "code", "sku", "email")


def is_specification(path: Path, words: str) -> bool:
    """Whether an application is asked for and the file says what it keeps."""
    suffix = path.suffix.lower()
    named = re.search(_FROM + re.escape(path.name), words, re.IGNORECASE) or _THIS.search(words)
    if not named or not _APP.search(words) or not path.is_file():
        return False
    if suffix == ".csv":
        return not _REPORT.search(words)
    if path.stat().st_size > LARGEST:
        return False
    if suffix == ".sql":
        return "create table" in " ".join(path.read_text(errors="replace").lower().split())
    return suffix in (".json", ".yaml", ".yml") and _described(path) is not None


def application(words: str, path: Path) -> Brief:
    """The brief of the application that the file specifies. Raises UserError when it cannot be read."""
    text = path.read_text(encoding="utf-8", errors="replace") if path.suffix.lower() != ".csv" else ""
    if path.suffix.lower() == ".sql":
        from praetorium.words.specifications import sql  # the parser takes its time to import

        tables = sql.tables(text, path.name)
    elif path.suffix.lower() == ".csv":
        tables = (rows.table(path, path.name),)
    else:
        tables = openapi.tables(_described(path) or {}, path.name)
    entities, relations = _kept(tables)
    base = _base(words, path, entities)
    boards = tuple(
        Feature(name="board", label=f"Board of {e.label_plural.lower()} by {e.board}", parameters=_board(e))
        for e in entities
        if e.board
    )
    made = ", ".join(e.label_plural.lower() for e in entities)
    said = Assumption(about="What is kept", value=made, because=f"{path.name} says so")
    return base.model_copy(
        update={
            "intent": "build-app",
            "title": called[1] if (called := _CALLED.search(words)) else base.title,
            "summary": f"An application that keeps {made}, as {path.name} specifies them.",
            "entities": entities,
            "relations": relations,
            "features": boards,
            "files": (path.name,),
            "assumptions": (said,),
            "questions": (),
            "unread": (),
            "asked": (),
            "schedule": None,
            "confidence": 1.0,
        }
    )


def _described(path: Path) -> Mapping[str, Any] | None:
    """The content of an OpenAPI description; None for a file that is none."""
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        told = json.loads(text) if path.suffix.lower() == ".json" else YAML(typ="safe", pure=True).load(text)
    except (ValueError, YAMLError):
        return None
    return told if isinstance(told, Mapping) and ("openapi" in told or "swagger" in told) else None


def _base(words: str, path: Path, entities: tuple[Entity, ...]) -> Brief:
    """Title, language and look, as the words have them; the file's name and fields must not be read as words."""
    before = r"(?:\b(?:from|of|by|with|using|based on|out of|for)\s+(?:the\s+|my\s+|our\s+)?)?"
    bare = re.sub(before + re.escape(path.name), "", words, flags=re.IGNORECASE).strip()
    listed = ", ".join(e.label_plural.lower() for e in entities[:6])
    rest = _OPENING.sub("", _CALLED.sub("", bare)).strip(" ,.")
    for said in (f"app with {listed}, {rest}" if rest else f"app with {listed}", f"app with {listed}"):
        try:
            brief = read(said)
        except RejectedError:
            continue
        if brief.intent == "build-app":
            return brief
    return Brief(intent="build-app", title=names.label(path.stem), summary="")


def _kept(tables: tuple[Table, ...]) -> tuple[tuple[Entity, ...], tuple[Relation, ...]]:
    """Entities and the relations between them; a table that only joins two others is a relation."""
    own = [table for table in tables if table.joins is None]
    named = {table.name: names.entity_name(_singular(table.name)) for table in own}
    entities = tuple(_entity(table, named[table.name]) for table in own)
    labels = {e.name: e for e in entities}
    relations: list[Relation] = []
    for table in own:
        for column in table.columns:
            if column.refers in named:
                relations.append(_one(column, labels[named[table.name]], labels[named[column.refers]], relations))
    for table in tables:
        if table.joins and all(name in named for name in table.joins):
            source, target = (labels[named[name]] for name in table.joins)
            relations.append(_link(source, target, target.plural, source.plural, "many_to_many", False, relations))
    return entities, tuple(relations)


def _entity(table: Table, name: str) -> Entity:
    words = name.replace("_", " ")
    plural = names.plural_words(words)
    plain = [c for c in table.columns if c.refers is None and names.identifier(_words(c.name)) not in BOOKKEEPING]
    fields = [_field(column, name) for column in plain]
    shown = next((f for word in _NAMING for f in fields if word in f.name.split("_")), None)
    shown = shown or next((f for f in fields if f.type is FieldType.TEXT), None)
    if shown is None:
        shown = Field(name="name", label="Name", required=True, origin=Origin.ASSUMED)
        fields.insert(0, shown)
    fields = [f.model_copy(update={"required": True}) if f is shown else f for f in fields]
    board = next((f for f in fields if f.choices and f.name.rpartition("_")[2] in ("status", "stage", "state")), None)
    known = {column.name: _field(column, name).name for column in table.columns}
    return Entity(
        name=name,
        plural=names.identifier(plural),
        label=names.label(words),
        label_plural=names.label(plural),
        fields=tuple(fields),
        display=shown.name,
        board=board.name if board else None,
        kind=nouns.classify(words),
        rows=tuple({known[k]: v for k, v in row.items() if v is not None} for row in table.rows),
    )


def _field(column: Column, entity: str) -> Field:
    return Field(
        name=names.field_name(_words(column.name), entity),
        label=names.label(_words(column.name)),
        type=column.type,
        required=column.required,
        unique=column.unique,
        choices=column.choices,
        samples=column.samples,
        origin=Origin.ASKED,
    )


def _one(column: Column, source: Entity, target: Entity, known: list[Relation]) -> Relation:
    said = re.sub(r"_?(?:id|uuid|fk)$", "", names.identifier(_words(column.name))) or target.name
    return _link(source, target, said, source.plural, "many_to_one", column.required, known)


def _link(
    source: Entity, target: Entity, said: str, back: str, kind: Any, required: bool, known: list[Relation]
) -> Relation:
    taken = {f.name for f in source.fields} | {r.name for r in known if r.source == source.name}
    inverse = {f.name for f in target.fields} | {r.inverse for r in known if r.target == target.name}
    name = names.distinct(names.relation_name(said.replace("_", " "), target.name), taken)
    way = names.distinct(back if said in (target.name, target.plural) else f"{said}_{back}", inverse)
    return Relation(
        source=source.name,
        target=target.name,
        kind=kind,
        name=name,
        label=names.label(said.replace("_", " ")),
        required=required,
        inverse=way,
        inverse_label=names.label(way.replace("_", " ")),
        origin=Origin.ASKED,
    )


def _board(entity: Entity) -> dict[str, Any]:
    return {"entity": entity.name, "field": entity.board}


def _words(name: str) -> str:
    """``dueDate`` and ``due_date`` as words."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").replace("-", " ").lower()


def _singular(table: str) -> str:
    from praetorium.words import english

    *before, last = re.sub(r"^(?:tbl|t)_", "", _words(table).replace(" ", "_")).split("_")
    return " ".join([*before, english.singular(last)])
