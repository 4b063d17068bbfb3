"""An approval as a person reads it: what would happen, on which evidence, at what cost, whether it can be undone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from praetorium.catalogue import Approval
from praetorium.errors import PraetoriumError
from praetorium.executors import get as executor_of
from praetorium.house import House
from praetorium.telling.hidden import discreet, masked
from praetorium.web.wording import EFFECTS, UNDO

_TOLD = frozenset(
    {"rule", "why", "step", "expected", "executor", "effects", "parameters", "cost", "undo", "reversible", "project"}
    | {"preview", "choices", "default", "now", "diff", "question", "id"}
)


@dataclass(frozen=True)
class Input:
    """One parameter that may be changed before it is allowed."""

    name: str
    label: str
    kind: str
    """``text``, ``lines``, ``number``, ``integer``, ``switch``, ``choice``, ``json``."""
    value: str
    choices: tuple[str, ...] = ()
    help: str = ""
    required: bool = False


@dataclass(frozen=True)
class Card:
    """What is shown of an approval."""

    approval: Approval
    title: str
    """Of the request it belongs to."""
    asked_by: str
    expected: str
    why: str
    rule: str
    effects: tuple[str, ...]
    undo: str
    final: bool
    cost: float | None
    preview: str
    project: str
    choices: tuple[str, ...]
    default: str
    parameters: tuple[tuple[str, str], ...]
    inputs: tuple[Input, ...]
    others: tuple[tuple[str, str], ...]
    """Whatever else was shown."""

    @property
    def id(self) -> str:
        return self.approval.id


def card(house: House, approval: Approval, title: str = "", asked_by: str = "") -> Card:
    """The approval with everything that its answer is bound to."""
    shown: dict[str, Any] = masked(approval.shown)
    parameters = shown.get("parameters")
    given: Mapping[str, Any] = parameters if isinstance(parameters, dict) else {}
    undo = str(shown.get("undo", ""))
    final = shown.get("reversible") is False
    return Card(
        # The answer is bound to the checksum of what was shown, secrets and all.
        approval=approval.model_copy(update={"question": discreet(approval.question)}),
        title=title,
        asked_by=asked_by,
        expected=str(shown.get("expected") or ""),
        why=str(shown.get("why") or ""),
        rule=str(shown.get("rule") or ""),
        effects=tuple(EFFECTS.get(e, str(e)) for e in shown.get("effects") or ()),
        undo=UNDO["impossible"] if final else UNDO.get(undo, ""),
        final=final,
        cost=float(shown["cost"]) if isinstance(shown.get("cost"), int | float) else None,
        preview=str(shown.get("preview") or shown.get("diff") or ""),
        project=str(shown.get("project") or ""),
        choices=tuple(map(str, shown.get("choices") or ())),
        default=str(shown.get("default") or ""),
        parameters=tuple((name, _text(value)) for name, value in given.items()),
        inputs=inputs(str(shown.get("executor") or ""), given) if approval.kind == "step" else (),
        others=tuple(
            (name.replace("_", " "), _text(value))
            for name, value in (*shown.items(), *_now(shown).items())
            if name not in _TOLD and value not in (None, "", [], {})
        ),
    )


def inputs(executor: str, given: Mapping[str, Any]) -> tuple[Input, ...]:
    """A field for each parameter of the executor, typed by its schema; none where the executor is not known."""
    try:
        schema = executor_of(executor).Parameters.model_json_schema()
    except PraetoriumError:
        return ()
    required = set(schema.get("required", ()))
    made = []
    for name, told in schema.get("properties", {}).items():
        resolved = _resolved(told, schema)
        value = given.get(name, resolved.get("default"))
        made.append(_input(name, _chosen(resolved, value), value, name in required))
    return tuple(made)


def values(executor: str, form: Mapping[str, str], given: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that a filled form means, where the form was made for those ``given``: only fields that hold
    something. Raises ValueError naming the field that is no JSON or number."""
    found: dict[str, Any] = {}
    for wanted in inputs(executor, given):
        text = form.get(wanted.name)
        if wanted.kind == "switch":
            found[wanted.name] = text is not None
        elif text is not None and (text.strip() or wanted.required):
            found[wanted.name] = _value(wanted, text)
    return found


def _value(wanted: Input, text: str) -> Any:
    try:
        match wanted.kind:
            case "integer":
                return int(text)
            case "number":
                return float(text)
            case "lines":
                return [line for line in text.splitlines() if line.strip()]
            case "json":
                return json.loads(text)
    except ValueError:
        raise ValueError(
            f"{wanted.label}: '{text[:60]}' is no {'number' if wanted.kind != 'json' else 'JSON'}"
        ) from None
    return text


def _input(name: str, schema: Mapping[str, Any], value: Any, required: bool) -> Input:
    kind, choices = _kind(schema)
    if value is None:
        shown = ""
    elif kind == "lines" and isinstance(value, list | tuple):
        shown = "\n".join(map(str, value))
    elif kind == "json":
        shown = json.dumps(value, indent=2, ensure_ascii=False, default=str)
    elif kind == "switch":
        shown = "on" if value else ""
    else:
        shown = str(value)
    label = name.replace("_", " ").capitalize()
    return Input(name, label, kind, shown, choices, str(schema.get("description") or ""), required)


def _kind(schema: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    if "enum" in schema:
        return "choice", tuple(map(str, schema["enum"]))
    match schema.get("type"):
        case "string":
            return "text", ()
        case "integer":
            return "integer", ()
        case "number":
            return "number", ()
        case "boolean":
            return "switch", ()
        case "array" if schema.get("items", {}).get("type") == "string":
            return "lines", ()
    return "json", ()


def _resolved(told: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A property's schema without reference and without the null that optional values add."""
    for name in ("anyOf", "allOf"):
        if name in told:
            options = [o for o in told[name] if o.get("type") != "null"]
            if len(options) == 1:
                return {**_resolved(options[0], schema), **{k: v for k, v in told.items() if k != name}}
    if "$ref" in told:
        found = schema.get("$defs", {}).get(str(told["$ref"]).rsplit("/", 1)[-1], {})
        return {**_resolved(found, schema), **{k: v for k, v in told.items() if k != "$ref"}}
    return told


def _chosen(schema: Mapping[str, Any], value: Any) -> Mapping[str, Any]:
    """Where a text or a list may be given, the field is for what is there: a command line is edited as a line."""
    options = {o.get("type"): o for o in schema.get("anyOf", ())}
    kind = "array" if isinstance(value, list | tuple) else "string"
    return {**schema, **options[kind]} if kind in options else schema


def _now(shown: Mapping[str, Any]) -> dict[str, Any]:
    figures = shown.get("now")
    return dict(figures) if isinstance(figures, dict) else {}


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)
